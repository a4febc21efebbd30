from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Watch = Callable[..., Any]
PAGES = {
    "overview": "/",
    "moving": "/moving",
    "scoreboard": "/scoreboard",
    "records": "/records",
    "record": "/record?id=chips",
    "verdict": "/record?id=gpt-5",
    "health": "/health",
    "about": "/about",
}
CHART = '.st-key-horizon_box [data-testid="stVegaLiteChart"] path[aria-label^="{}:"]'


def test_the_overdue_record_is_seen_without_scrolling(server: Any, watch: Watch) -> None:
    for width in (390, 1440):
        page = watch(server.url, width=width).open()
        claim = page.locator(".st-key-claim-chips")
        expect(claim).to_have_text("Domestic chips reach 90% of an A100.")
        expect(claim).to_be_in_viewport()
        expect(page.locator(".st-key-card-chips")).to_contain_text("192 days overdue")


def test_figures(server: Any, watch: Watch) -> None:
    page = watch(server.url).open()
    figures = page.get_by_test_id("stMetricValue")
    expect(figures).to_have_text(["2", "1", "5", "1"])


def test_figures_are_those_of_the_command_line(server: Any, watch: Watch) -> None:
    watched = watch(server.url)
    for day in ("2026-11-21", "2026-05-14", "2024-12-31", "2034-02-16"):
        command = [sys.executable, "-m", "tracker", "due", "--format", "json", "--as-of", day]
        done = subprocess.run(
            [*command, "--root", str(server.registry)], capture_output=True, check=True
        )
        counts = json.loads(done.stdout)["counts"]
        page = watched.open(f"/?as_of={day}")
        expect(page.get_by_test_id("stMetricValue")).to_have_text(
            [
                str(counts["due"] + counts["overdue"]),
                str(counts["soon"]),
                str(sum(counts.values()) - counts["resolved"]),
                str(counts["resolved"]),
            ]
        )
        expect(page.get_by_text(f"of which {counts['overdue']} overdue").first).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"the keyboard never reaches {wanted}")


def follow(page: Page, name: str) -> None:
    """Go to the first link of this name by keyboard, and follow it."""
    tab_to(page, page.get_by_role("link", name=name).first)
    page.keyboard.press("Enter")


def test_from_the_overdue_figure_to_the_sentence_and_back_by_keyboard(
    server: Any, watch: Watch
) -> None:
    page = watch(server.url).open("/")
    follow(page, "of which 1 overdue")
    expect(page.get_by_text("Only overdue or due.")).to_be_visible()
    tab_to(page, page.locator(".st-key-table canvas").first)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".st-key-table td:focus")).to_have_text("due")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".st-key-table td:focus")).to_have_text("overdue")
    page.keyboard.press("Shift+Space")

    expect(page.get_by_role("heading", name="Record chips")).to_be_visible()
    quote = page.locator(".st-key-quote-lead-chips-hant")
    expect(quote).to_have_text("我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上")
    expect(page.locator(".st-key-source_card")).to_contain_text("大模型時代的中國芯片")
    source = page.get_by_role("link", name="Open source")
    tab_to(page, source)
    expect(source).to_have_attribute("href", "https://example.org/panel")

    # As Alt and Left do, which a browser without a window does not hear.
    page.go_back()
    expect(page.get_by_text("Only overdue or due.")).to_be_visible()
    expect(page.get_by_text("2 of 6 predictions")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/records?of_state=overdue&of_state=due")
    page.go_back()
    expect(page.get_by_test_id("stMetricValue")).to_have_text(["2", "1", "5", "1"])
    expect(page).to_have_url(f"{server.url}/")


def test_from_a_card_to_the_record_and_on_by_keyboard(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/?tag=chips")
    follow(page, "Open")
    expect(page.get_by_role("heading", name="Record chips")).to_be_visible()
    expect(page.locator(".st-key-quote-lead-chips-hant")).to_contain_text("兩年內")
    follow(page, "All records")
    expect(page.get_by_role("heading", name="Records")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/records?tag=chips")


def test_the_first_visitor_may_come_by_a_deep_link(hostile_server: Any, watch: Watch) -> None:
    page = watch(hostile_server.url).open("/record?id=hostile")
    expect(page.get_by_role("heading", name="Record hostile")).to_be_visible()
    expect(page.get_by_role("link", name="Overview")).to_be_visible()


def test_a_search_goes_into_the_address_and_survives(server: Any, watch: Watch) -> None:
    page = watch(server.url).open()
    page.locator(".st-key-q input").fill("芯片 wang")
    page.locator(".st-key-q input").press("Enter")
    expect(page.get_by_test_id("stMetricValue")).to_have_text(["1", "0", "1", "0"])
    expect(page).to_have_url(re.compile(r"\?q=%E8%8A%AF%E7%89%87(\+|%20)wang$"))
    page.get_by_role("link", name="Records").click()
    expect(page.get_by_role("heading", name="Records")).to_be_visible()
    expect(page.get_by_text("1 of 6 predictions")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/records\?q="))
    page.reload()
    expect(page.get_by_text("1 of 6 predictions")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("6 of 6 predictions")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/records")


def test_every_filter_is_read_from_the_address(server: Any, watch: Watch) -> None:
    watched = watch(server.url)
    for query, figures in {
        "state=overdue": ["1", "0", "1", "0"],
        "state=overdue&state=due": ["2", "0", "2", "0"],
        "status=incorrect": ["0", "0", "0", "1"],
        "speaker=wang-yang": ["1", "0", "2", "0"],
        "speaker=Wang+Yang": ["1", "0", "2", "0"],
        "source=panel": ["1", "0", "2", "0"],
        "tag=chips&as_of=2026-06-01": ["1", "0", "2", "0"],
        "as_of=2024-12-31": ["0", "1", "6", "0"],
        "state=nonsense&as_of=2026-02-31&tag=nonsense": ["2", "1", "5", "1"],
    }.items():
        page = watched.open(f"/?{query}")
        expect(page.get_by_test_id("stMetricValue")).to_have_text(figures)


def test_a_figure_leads_to_its_list(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/?tag=chips")
    page.get_by_role("link", name="of which 1 overdue").first.click()
    expect(page.get_by_text("1 of 6 predictions")).to_be_visible()
    expect(page.get_by_text("Only overdue or due.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/records\?tag=chips&of_state=overdue&of_state=due$"))


def test_a_record_opens_by_its_address(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/record?id=chips")
    expect(page.get_by_role("heading", name="Record chips")).to_be_visible()
    quote = page.locator(".st-key-quote-lead-chips-hant")
    expect(quote).to_have_text("我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上")
    expect(page.get_by_text("in Chinese (Traditional)")).to_be_visible()
    expect(page.get_by_text("predictions/chips.yaml:12")).to_be_visible()


def test_a_click_in_the_chart_opens_the_record(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/?tag=chips")
    row = page.locator(CHART.format("nvidia"))
    expect(row).to_have_count(1)
    row.click()
    expect(page.get_by_role("heading", name="Record nvidia")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/record\?.*id=nvidia"))
    expect(page).to_have_url(re.compile(r"tag=chips"))


def test_every_record_is_one_row_of_the_chart(server: Any, watch: Watch) -> None:
    for width in (390, 1440):
        page = watch(server.url, width=width).open()
        rows = page.locator('.st-key-horizon_box path[aria-label*=": "]')
        expect(rows).to_have_count(6)
        heights = rows.evaluate_all("all => all.map(one => one.getBoundingClientRect().y)")
        steps = {round(b - a) for a, b in itertools.pairwise(heights)}
        assert steps <= {33, 34, 35}


def test_days_are_the_same_in_every_time_zone(server: Any, watch: Watch) -> None:
    def place(zone: str) -> list[float]:
        page = watch(server.url, zone=zone).open()
        ticks = page.locator(".st-key-horizon_box g.mark-rect.role-mark path")
        expect(page.locator(CHART.format("chips"))).to_have_count(1)
        positions: list[float] = ticks.evaluate_all(
            "all => all.map(one => Math.round(one.getBoundingClientRect().x))"
        )
        expect(page.get_by_text("by 2026-05-13")).to_be_visible()
        return positions

    zones = ("UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati")
    places = {zone: place(zone) for zone in zones}
    assert len(places["UTC"]) >= 6
    assert places == dict.fromkeys(zones, places["UTC"])


@pytest.mark.parametrize("page_name", PAGES)
def test_nothing_scrolls_sideways(server: Any, watch: Watch, page_name: str) -> None:
    page = watch(server.url, width=390).open(PAGES[page_name])
    expect(page.locator("h1")).to_be_visible()
    for width in (390, 768, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "() => { const one = document.querySelector('[data-testid=stMain]');"
            " return one.scrollWidth <= one.clientWidth }"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page_name", PAGES)
def test_axe_finds_nothing(server: Any, watch: Watch, page_name: str, scheme: str) -> None:
    page = watch(server.url, scheme=scheme).open_painted(PAGES[page_name])
    expect(page.locator("h1")).to_be_visible()
    axe = Axe().run(page)
    assert [(each["id"], each["nodes"][0]["html"]) for each in axe.response["violations"]] == []


def test_an_edit_shows_without_a_click(
    own_server: Callable[[dict[str, str]], Any], watch: Watch
) -> None:
    text = Path(__file__).with_name("record.yaml").read_text(encoding="utf-8")
    server = own_server({"predictions/one.yaml": text})
    page = watch(server.url).open()
    expect(page.locator(".st-key-claim-one")).to_have_text("A first sentence.")
    folder = server.registry / "predictions"
    (folder / "two.yaml").write_text("claim: [", encoding="utf-8")
    new = folder / "one.new"
    new.write_text(text.replace("A first", "A changed"), encoding="utf-8")
    new.replace(folder / "one.yaml")
    expect(page.locator(".st-key-claim-one")).to_have_text("A changed sentence.", timeout=15_000)
    expect(page.get_by_text("1 invalid file")).to_be_visible()


def test_hostile_text_stands_as_it_is(hostile_server: Any, hostile: str, watch: Watch) -> None:
    watched = watch(hostile_server.url)
    for path in ("/", "/records", "/record?id=hostile", "/health"):
        page = watched.open(path)
        expect(page.locator("h1")).to_be_visible()
        if path == "/" or "id=" in path:
            assert page.get_by_text(hostile, exact=True).count() >= 3
        # Streamlit's own pages and links only: nothing that the text named.
        links = page.locator("a").evaluate_all("all => all.map(one => one.href)")
        assert [link for link in links if not link.startswith(hostile_server.url)] == []
        assert page.locator('img[src="x"]').count() == 0
