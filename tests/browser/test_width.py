"""How many rows the horizon chart begins with: as many as the window has room for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import record

pytestmark = pytest.mark.browser

Watch = Callable[..., Any]


@pytest.fixture(scope="module")
def sixty(lasting_server: Callable[..., Any]) -> Any:
    """A dashboard of more predictions than any window shows at once."""
    files = {f"predictions/r{n}.yaml": record(f"Claim number {n}.") for n in range(60)}
    return lasting_server(files)


def test_a_narrow_window_begins_with_fewer_rows(sixty: Any, watch: Watch) -> None:
    page = watch(sixty.url).open("/timeline")
    rows = page.locator('.st-key-timeline_box path[aria-label*=": Claim"]')
    for width, number in ((1440, 40), (800, 25), (390, 15)):
        page.set_viewport_size({"width": width, "height": 900})
        expect(rows).to_have_count(number)
    page.set_viewport_size({"width": 1440, "height": 900})
