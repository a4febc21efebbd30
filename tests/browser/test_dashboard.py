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
from tests.browser.conftest import record
from tests.charts.test_theme import contrast

from tracker.charts import theme
from tracker.charts.layout import SIZES

pytestmark = pytest.mark.browser

Watch = Callable[..., Any]
PAGES = {
    "overview": "/",
    "timeline": "/timeline",
    "scoreboard": "/scoreboard",
    "speakers": "/speaker",
    "speaker": "/speaker?id=wang-yang",
    "sources": "/source",
    "source": "/source?id=panel",
    "moving": "/moving",
    "record": "/record?id=chips",
    "verdict": "/record?id=gpt-5",
    "health": "/health",
    "about": "/about",
}
CHART = '.st-key-timeline_box [data-testid="stVegaLiteChart"] path[aria-label^="{}:"]'


def test_the_overdue_record_is_seen_without_scrolling(server: Any, watch: Watch) -> None:
    for width in (390, 1440):
        page = watch(server.url, width=width).open()
        line = page.locator(".line").first
        expect(line).to_contain_text("192 days overdue")
        expect(line).to_contain_text("Domestic chips reach 90% of an A100.")
        expect(line).to_be_in_viewport(ratio=1)


def test_the_first_screen_holds_the_bar_and_enough_lines(sixty: Any, watch: Watch) -> None:
    for width, number in ((1440, 8), (390, 4)):
        page = watch(sixty.url, width=width).open()
        expect(page.locator(".bar")).to_be_in_viewport(ratio=1)
        expect(page.locator(".bar-key")).to_be_in_viewport(ratio=1)
        expect(page.locator(".line").nth(number - 1)).to_be_in_viewport(ratio=1)


@pytest.fixture(scope="module")
def sixty(lasting_server: Callable[..., Any]) -> Any:
    """A dashboard of more predictions than any window shows at once, some with a verdict."""
    files = {
        f"predictions/r{n}.yaml": record(
            f"Claim number {n} is of a length that many claims have, a line and a half or so.",
            status="correct" if n % 2 else "incorrect" if n % 3 else "open",
            dates=f"latest: 2025-0{1 + n % 9}-05",
        )
        for n in range(60)
    }
    happened = "It came on 2025-08-07, as far as anybody could tell from what was public, and "
    happened += "was said to have come in as many words by two others within the week."
    files = {
        name: text.replace("resolution:", f"resolution:\n  summary: {happened}")
        for name, text in files.items()
    }
    return lasting_server(files)


def test_no_claim_and_nothing_that_happened_is_cut(sixty: Any, watch: Watch) -> None:
    for width in (1440, 720):
        page = watch(sixty.url, width=width).open("/?sort=speaker")
        expect(page.locator(".l-what").last).to_be_attached()
        cut = page.locator(".l-claim, .l-what").evaluate_all(
            "all => all.filter(one => one.scrollHeight > one.clientHeight + 2).length"
        )
        assert cut == 0, width


def test_on_a_phone_only_the_lines_of_the_first_screen_are_cut(sixty: Any, watch: Watch) -> None:
    page = watch(sixty.url, width=390).open("/?sort=speaker")
    expect(page.locator(".l-what").last).to_be_attached()
    cut = page.locator(".line").evaluate_all(
        """all => all.flatMap((line, place) => [...line.querySelectorAll('.l-claim, .l-what')]
            .some(one => one.scrollHeight > one.clientHeight + 2) ? [place] : [])"""
    )
    assert set(cut) <= {0, 1, 2, 3}


def test_counts_are_those_of_the_command_line(server: Any, watch: Watch) -> None:
    watched = watch(server.url)
    for day in ("2026-11-21", "2026-05-14", "2024-12-31", "2034-02-16"):
        command = [sys.executable, "-m", "tracker", "due", "--format", "json", "--as-of", day]
        done = subprocess.run(
            [*command, "--root", str(server.registry)], capture_output=True, check=True
        )
        counts = json.loads(done.stdout)["counts"]
        page = watched.open(f"/?as_of={day}")
        expect(page.locator(".line")).to_have_count(sum(counts.values()))
        for state in ("overdue", "due", "review", "soon", "upcoming"):
            count = page.locator(f"#bar-{state} b")
            expect(count).to_have_text([str(counts[state])] if counts[state] else [])


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


def test_from_the_bar_to_the_sentence_and_back_by_keyboard(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/")
    follow(page, "1 overdue")
    expect(page.locator(".line")).to_have_count(1)
    expect(page).to_have_url(f"{server.url}/?mark=overdue")
    # The keyboard stays where it was, though the page was drawn again.
    expect(page.locator("#bar-overdue")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#line-chips")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Domestic chips reach 90% of an A100."
    )
    quote = page.locator("blockquote .original")
    expect(quote).to_have_text("我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上")
    expect(quote).to_have_attribute("lang", "zh-Hant")
    source = page.get_by_role("link", name="Open the document")
    tab_to(page, source)
    expect(source).to_have_attribute("href", "https://example.org/panel")

    # As Alt and Left do, which a browser without a window does not hear.
    page.go_back()
    expect(page.locator(".line")).to_have_count(1)
    expect(page).to_have_url(f"{server.url}/?mark=overdue")
    page.go_back()
    expect(page.locator(".line")).to_have_count(6)
    expect(page).to_have_url(f"{server.url}/")


def test_a_link_does_not_load_the_page_anew(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/?tag=chips")
    page.evaluate("window.isTheSame = true")
    page.locator(".line", has_text="Nvidia").click()  # anywhere on the line
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Domestic chips do not overtake Nvidia."
    )
    expect(page).to_have_url(f"{server.url}/record?tag=chips&id=nvidia")
    page.get_by_role("link", name="Wang Yang").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wang Yang")
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    assert page.evaluate("window.isTheSame")


def test_back_returns_to_the_place_in_the_list(sixty: Any, watch: Watch) -> None:
    page = watch(sixty.url).open()
    line = page.locator(".line").nth(45)
    line.scroll_into_view_if_needed()
    before = page.locator('[data-testid="stMain"]').evaluate("one => one.scrollTop")
    assert before > 500
    line.locator(".line-link").click()
    expect(page.locator("h1.claim")).to_be_visible()
    expect(page.locator("h1.claim")).to_be_in_viewport()
    page.go_back()
    page.wait_for_function(
        "before => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - before) < 60",
        arg=before,
    )


def test_the_first_visitor_may_come_by_a_deep_link(hostile_server: Any, watch: Watch) -> None:
    page = watch(hostile_server.url).open("/record?id=hostile")
    expect(page.locator("h1.claim")).to_be_visible()
    expect(page.get_by_role("link", name="Predictions", exact=True)).to_be_visible()


def test_a_search_goes_into_the_address_and_survives(server: Any, watch: Watch) -> None:
    page = watch(server.url).open()
    expect(page.locator(".line").first).to_be_visible()  # before that, there is no field yet
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("芯片 wang")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=%E8%8A%AF%E7%89%87(\+|%20)wang$"))
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_text("1 prediction with a date")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/timeline\?q="))
    page.reload()
    expect(page.get_by_text("1 prediction with a date")).to_be_visible()
    page.get_by_role("link", name="Clear all").click()
    expect(page.get_by_text(re.compile("^[2-6] predictions with a date"))).to_be_visible()
    expect(page).to_have_url(f"{server.url}/timeline")


def test_a_typed_day_counts_on_enter(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/?tag=chips")
    page.locator("#as-of").fill("2026-06-01")
    page.locator("#as-of").press("Enter")
    expect(page.get_by_text("As known on 1 June 2026.")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/?tag=chips&as_of=2026-06-01")
    expect(page.locator(".line").first).to_contain_text("due 19 days ago")


def test_every_filter_is_read_from_the_address(server: Any, watch: Watch) -> None:
    watched = watch(server.url)
    for query, number in {
        "mark=overdue": 1,
        "state=overdue&state=due": 2,
        "status=incorrect": 1,
        "speaker=wang-yang": 2,
        "speaker=Wang+Yang": 2,
        "source=panel": 2,
        "timeframe=bound": 1,
        "deadline=2026&said=2024": 3,
        "tag=chips&as_of=2026-06-01": 2,
        "state=nonsense&as_of=2026-02-31&tag=nonsense": 6,
    }.items():
        page = watched.open(f"/?{query}")
        expect(page.locator(".line")).to_have_count(number)


def test_a_menu_counts_its_values_and_filters(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/")
    page.locator("#menu-speaker").click()
    page.get_by_role("link", name="Wang Yang 2").click()
    expect(page.locator(".line")).to_have_count(2)
    expect(page).to_have_url(f"{server.url}/?speaker=wang-yang")
    page.locator("#menu-tag").click()
    expect(page.get_by_role("link", name="chips 2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="chips 2")).to_be_hidden()
    page.get_by_role("link", name="Wang Yang (remove)").click()
    expect(page.locator(".line")).to_have_count(6)


@pytest.mark.parametrize("width", [390, 640, 768, 1440])
def test_no_menu_is_cut_off(server: Any, watch: Watch, width: int) -> None:
    page = watch(server.url, width=width).open()
    if width <= 640:
        page.get_by_text("Filter and sort").click()
    for summary in page.locator("details.menu > summary").all():
        summary.click()
        values = page.locator("details.menu[open] > ul.values")
        expect(values).to_have_count(1)
        box = values.bounding_box()
        assert box
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        page.keyboard.press("Escape")


def test_a_record_opens_by_its_address(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/record?id=chips")
    expect(page.locator(".verdict")).to_contain_text("192 days overdue")
    expect(page.get_by_text("predictions/chips.yaml:12")).to_be_visible()


@pytest.mark.parametrize(("width", "lines"), [(1440, 6), (390, 4)])
def test_the_first_screen_says_what_is_due_and_who_was_right(
    server: Any, watch: Watch, width: int, lines: int
) -> None:
    page = watch(server.url, width=width).open()
    expect(page.locator(".line").first).to_contain_text("192 days overdue")
    expect(page.locator(".digest h3")).not_to_have_count(0)
    last = page.locator(".line").nth(lines - 1).bounding_box()
    digest = page.locator(".digest").bounding_box()
    window = page.viewport_size
    assert last
    assert digest
    assert window
    assert digest["y"] < last["y"] < last["y"] + last["height"] <= window["height"]


def test_verdict_quote_and_deadline_are_near_the_top_on_a_phone(server: Any, watch: Watch) -> None:
    page = watch(server.url, width=390).open("/record?id=gpt-5")
    for part in (".verdict", "blockquote.lead", "dl.facts"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] < 2 * 844


def test_glyphs_are_those_of_the_language(server: Any, watch: Watch) -> None:
    page = watch(server.url).open("/record?id=chips")
    session = page.context.new_cdp_session(page)
    for command in ("DOM.enable", "CSS.enable"):
        session.send(command)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "blockquote .original"})
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
    drawn = {font["familyName"] for font in fonts if "CJK" in font["familyName"]}
    assert drawn <= {"Noto Sans CJK TC", "Noto Sans TC"}


def test_every_dated_record_is_one_row_of_the_chart(server: Any, watch: Watch) -> None:
    for width, size in ((390, SIZES["phone"]), (1440, SIZES["wide"])):
        page = watch(server.url, width=width).open("/timeline")
        rows = page.locator('.st-key-timeline_box path[aria-label*=": "]')
        expect(page.locator(CHART.format("chips"))).to_have_count(1)
        heights = rows.evaluate_all(
            "all => all.filter(one => one.closest('.mark-rect'))"
            ".map(one => one.getBoundingClientRect().y)"
        )
        assert len(heights) > 1
        assert {round(b - a) for a, b in itertools.pairwise(heights)} <= {
            size.row - 1,
            size.row,
            size.row + 1,
        }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/timeline", "/scoreboard"])
def test_text_in_charts_is_legible(
    server: Any, watch: Watch, scheme: theme.Base, path: str
) -> None:
    page = watch(server.url, scheme=scheme).open(path)
    texts = page.locator('[data-testid="stVegaLiteChart"] svg text')
    expect(texts.first).to_be_visible()
    colours = texts.evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    paper = theme.PALETTES[scheme].paper
    assert {each for each in colours if contrast(_hex(each), paper) < 4.5} == set()


def _hex(colour: str) -> str:
    """A colour as a browser writes it, `rgb(28, 27, 25)`, as `#1c1b19`."""
    return "#" + "".join(f"{int(number):02x}" for number in re.findall(r"\d+", colour)[:3])


def test_days_are_the_same_in_every_time_zone(server: Any, watch: Watch) -> None:
    def place(zone: str) -> list[float]:
        page = watch(server.url, zone=zone).open("/timeline")
        ticks = page.locator(".st-key-timeline_box g.mark-rule.role-mark line")
        expect(page.locator(CHART.format("chips"))).to_have_count(1)
        positions: list[float] = ticks.evaluate_all(
            "all => all.map(one => Math.round(one.getBoundingClientRect().x))"
        )
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
    expect(page.locator(".l-claim")).to_have_text("A first sentence.")
    folder = server.registry / "predictions"
    (folder / "two.yaml").write_text("claim: [", encoding="utf-8")
    new = folder / "one.new"
    new.write_text(text.replace("A first", "A changed"), encoding="utf-8")
    new.replace(folder / "one.yaml")
    expect(page.locator(".l-claim")).to_have_text("A changed sentence.", timeout=15_000)
    expect(page.get_by_text("1 invalid file")).to_be_visible()


def test_hostile_text_stands_as_it_is(hostile_server: Any, hostile: str, watch: Watch) -> None:
    watched = watch(hostile_server.url)
    for path in ("/", "/record?id=hostile", "/speaker", "/source?id=card", "/health"):
        page = watched.open(path)
        expect(page.locator("h1").first).to_be_visible()
        if path != "/health":
            assert page.get_by_text(hostile).count() >= 1
        # Streamlit's own pages and links only: nothing that the text named.
        links = page.locator("a").evaluate_all("all => all.map(one => one.href)")
        assert [link for link in links if not link.startswith(hostile_server.url)] == []
        assert page.locator('img[src="x"]').count() == 0
