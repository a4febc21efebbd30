"""The page of `tracker export html`, opened from the disk in a real Chromium."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, server: Any) -> str:
    """The address of the page of the session's registry."""
    folder = tmp_path_factory.mktemp("page")
    return _export(server.registry, folder)


def _export(registry: Path, folder: Path) -> str:
    command = [sys.executable, "-m", "tracker", "export", "html", "-o", str(folder)]
    subprocess.run([*command, "--as-of", "2026-11-21", "--root", str(registry)], check=True)
    return (folder / "index.html").as_uri()


def _open(browser: Browser, url: str, scheme: str = "light", width: int = 1440) -> Page:
    """The page, drawn; it fails when it asks for anything or says anything on the console."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    faults: list[str] = []
    own = url.partition("#")[0]
    page.on("request", lambda event: faults.append(event.url) if event.url != own else None)
    page.on("console", lambda event: faults.append(f"{event.type} {event.text}"))
    page.on("pageerror", lambda event: faults.append(str(event)))
    page.goto(url)
    page.bring_to_front()  # what is not seen is not drawn anew when its size changes
    page.wait_for_selector("#chart-moving[data-drawn]")
    assert faults == []
    return page


def _until(page: Page, expression: str) -> None:
    """Wait for what a script says; Playwright's own waiting makes code of text, which is forbidden."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"this did not come true: {expression}")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_charts_are_painted_and_axe_finds_nothing(
    browser: Browser, exported: str, scheme: str, width: int
) -> None:
    page = _open(browser, exported, scheme, width)
    expect(page.locator('#chart-horizon path[aria-label*=": "]')).to_have_count(6)
    expect(page.locator("#chart-horizon")).to_have_attribute("data-drawn", scheme)
    axe = Axe().run(page)
    assert [(each["id"], each["nodes"][0]["html"]) for each in axe.response["violations"]] == []
    for size in (390, 768, 1440, 1920):
        page.set_viewport_size({"width": size, "height": 900})
        # The charts are drawn anew a moment after.
        _until(page, "document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()


def test_the_table_is_searched_and_remembers(browser: Browser, exported: str) -> None:
    page = _open(browser, exported)
    lines = page.locator("#table tbody tr:visible")
    expect(lines).to_have_count(6)
    page.get_by_role("searchbox", name="Search").fill("芯片 WANG")
    expect(lines).to_have_count(1)
    expect(page.get_by_text("1 of 6", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("芯片 WANG")
    expect(lines).to_have_count(1)
    page.get_by_role("searchbox", name="Search").fill("")
    page.get_by_role("combobox", name="State").select_option("due or overdue")
    expect(lines).to_have_count(2)
    page.get_by_role("link", name="verdict given").click()
    expect(lines).to_have_count(1)
    page.context.close()


def test_an_address_leads_to_the_record_under_charts_that_are_drawn_later(
    browser: Browser, exported: str
) -> None:
    page = _open(browser, f"{exported}#record-chips", width=390)
    _until(page, "Math.abs(document.querySelector(':target').getBoundingClientRect().top - 16) < 2")
    page.context.close()


def test_a_click_in_the_chart_leads_to_the_record(browser: Browser, exported: str) -> None:
    page = _open(browser, exported)
    page.locator('#chart-horizon path[aria-label^="chips:"]').click()
    expect(page).to_have_url(f"{exported}#record-chips")
    expect(page.locator("#record-chips")).to_be_in_viewport()
    page.context.close()


def test_a_chart_is_saved_as_svg(browser: Browser, exported: str) -> None:
    page = _open(browser, exported)
    page.locator("#chart-horizon summary").click()
    with page.expect_download() as saved:
        page.locator("#chart-horizon").get_by_role("link", name="Save as SVG").click()
    assert saved.value.suggested_filename == "horizon.svg"
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "A city stands on Mars." in text
    page.context.close()


def test_hostile_text_stands_as_it_is(
    browser: Browser, tmp_path: Path, hostile_files: dict[str, str], hostile: str
) -> None:
    registry = tmp_path / "registry"
    for name, text in hostile_files.items():
        path = registry / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    page = _open(browser, _export(registry, tmp_path / "page"))
    expect(page.locator("#record-hostile h3")).to_have_text(hostile)
    assert page.locator("img").count() == 0
    page.context.close()
