"""What Back undoes: one page, or one filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Watch = Callable[..., Any]


def _search(page: Page, text: str) -> None:
    field = page.locator("#search")
    field.fill(text)
    field.press("Enter")


def test_back_from_a_click_in_the_chart_is_the_filtered_page(server: Any, watch: Watch) -> None:
    start = f"{server.url}/timeline?tag=chips"
    page = watch(server.url).open("/timeline?tag=chips")
    row = page.locator('.st-key-timeline_box path[aria-label^="nvidia:"]')
    expect(row).to_have_count(1)
    row.click()
    expect(page.locator("h1.claim")).to_have_text("Domestic chips do not overtake Nvidia.")
    expect(page).to_have_url(f"{server.url}/record?tag=chips&id=nvidia")
    expect(page).to_have_title("Domestic chips do not overtake Nvidia. · Prediction tracker")
    page.go_back()
    expect(row).to_have_count(1)
    expect(page).to_have_url(start)
    page.go_forward()
    expect(page.locator("h1.claim")).to_have_text("Domestic chips do not overtake Nvidia.")


def test_back_undoes_one_search_after_the_other(server: Any, watch: Watch) -> None:
    def shows(path: str, number: int) -> None:
        expect(page).to_have_url(server.url + path)
        expect(page.locator(".line")).to_have_count(number)

    page = watch(server.url).open()
    page.wait_for_function("window.trackerSteps")
    for text, number in (("chips", 2), ("a100", 1)):
        _search(page, text)
        shows(f"/?q={text}", number)
    page.get_by_role("link", name="Speakers").first.click()
    expect(page).to_have_title("Speakers · Prediction tracker")
    page.go_back()
    shows("/?q=a100", 1)
    page.go_back()
    shows("/?q=chips", 2)
    expect(page.locator("#search")).to_have_value("chips")
    page.go_back()
    shows("/", 6)
    expect(page).to_have_title("Predictions · Prediction tracker")
