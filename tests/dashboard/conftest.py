"""A registry with a record in every state, and the pages run on it without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tracker.dashboard import main

#: The day on which `VARIED` is looked at.
TODAY = "2026-11-21"
VERDICT = {
    "resolved_on": "2025-01-01",
    "note": "It came on 2025-08-07.",
    "happened_on": "2025-08-07",
    "evidence": [{"url": "https://example.org/evidence", "title": "The announcement"}],
}
_YEAR = {
    "as_said": "this year",
    "kind": "between",
    "earliest": "2024-03-18",
    "latest": "2024-12-31",
}


def _by(latest: str) -> dict[str, str]:
    return {"as_said": "within two years", "kind": "by", "latest": latest}


#: One record for each state, boundary days included, Chinese text and every kind of deadline.
VARIED: dict[str, dict[str, Any]] = {
    "overdue": {
        "claim": "Domestic chips reach 90% of an A100.",
        "quote": "我認為在兩年內能夠達到A100的90%以上",
        "speaker": "wang-yang",
        "source": "panel",
        "made_on": "2024-02-16/2024-05-13",
        "hedge": "我認為",
        "deadline": {**_by("2026-05-13"), "as_said": "兩年內", "assumed": "A product counts."},
        "tags": ["chips"],
    },
    "overdue-first-day": {"claim": "First day after grace.", "deadline": _by("2026-10-21")},
    "due-last-day-of-grace": {"claim": "Last day of grace.", "deadline": _by("2026-10-22")},
    "due-first-day": {"claim": "The day after.", "deadline": _by("2026-11-20")},
    "soon-last-day": {"claim": "The last day.", "deadline": _by("2026-11-21")},
    "soon-30": {"claim": "Thirty days before.", "deadline": _by("2026-12-21")},
    "upcoming-31": {"claim": "Thirty-one days before.", "deadline": _by("2026-12-22")},
    "lower-bound": {
        "claim": "Not past Nvidia in ten years.",
        "deadline": {"as_said": "10年", "kind": "not_before", "earliest": "2034-02-16"},
        "tags": ["chips"],
    },
    "far": {"claim": "A city stands on Mars.", "deadline": _by("2060-12-31")},
    "review": {"claim": "Some day.", "deadline": {"kind": "undated"}, "criteria": None},
    "gpt-5": {
        "claim": "GPT-5 comes in 2024.",
        "deadline": _YEAR,
        "status": "incorrect",
        "resolution": VERDICT,
        "tags": ["models"],
    },
    "ten-times": {
        "claim": "GPT-5 is ten times GPT-4.",
        "deadline": {"kind": "after_event", "after": "gpt-5", "within": "P1Y"},
        "tags": ["models"],
    },
    "restated": {"claim": "It comes later.", "deadline": _by("2027-12-31"), "restates": "overdue"},
}  # fmt: skip
PEOPLE = {
    "people": {
        "wang-yang": {"name": "汪揚", "name_en": "Wang Yang", "stake": "invests in chips"},
    },
    "panel": {
        "title": "大模型時代的中國芯片",
        "title_en": "Chinese chips, a panel",
        "language": "zh-Hant",
        "note": "The date line is that of the copy.",
        "url": "https://example.org/panel",
    },
}

#: What tries to be something else than text: Markdown, HTML, LaTeX, short codes, another direction.
HOSTILE = (
    "<img src=x onerror=alert(1)> <b>bold</b> ![i](https://evil.example/x.png) "
    "[l](javascript:alert(1)) $5 and $6 :material/home: :red[red] -> :streamlit: www.evil.example "
    "`code` **strong** # head | \u05e9\u05dc\u05d5\u05dd 🙂 " + "long " * 80
).strip()


@pytest.fixture
def varied(make_registry: Callable[..., Path]) -> Path:
    """The registry of `VARIED`."""
    return make_registry(VARIED, PEOPLE)


@pytest.fixture
def hostile() -> str:
    """Text that tries to be something else."""
    return HOSTILE


@pytest.fixture
def hostile_root(make_registry: Callable[..., Path]) -> Path:
    """A registry whose every text is hostile."""
    return make_registry(
        {
            "hostile": {
                "claim": HOSTILE,
                "quote": HOSTILE,
                "speaker": HOSTILE,
                "reported_by": HOSTILE,
                "source": "card",
                "hedge": HOSTILE,
                "deadline": {**_by("2026-05-13"), "as_said": HOSTILE, "assumed": HOSTILE},
                "criteria": {"correct": HOSTILE, "incorrect": HOSTILE},
                "tags": [HOSTILE],
                "updates": [{"date": "2026-01-01", "note": HOSTILE}],
                "amended": [{"date": "2026-01-01", "what": ["claim"], "why": HOSTILE}],
            },
            "settled": {"status": "incorrect", "resolution": {**VERDICT, "note": HOSTILE}},
            "broken": f"claim: [{HOSTILE}",
        },
        {"card": {"title": HOSTILE, "title_en": HOSTILE, "publisher": HOSTILE, "note": HOSTILE}},
    )


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Run a page: `open_page(root, "record", id="overdue", state=["due"])`."""
    monkeypatch.setenv("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full")
    # Each AppTest looks for components in every installed package: half of the time of a test.
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", list)

    def run(
        root: Path, page: str = "overview", session: dict[str, Any] | None = None, **query: Any
    ) -> AppTest:
        monkeypatch.setenv("TRACKER_ROOT", str(root))
        monkeypatch.setenv("TRACKER_AS_OF", TODAY)
        app = AppTest.from_file(str(main.__file__), default_timeout=30)
        for key, value in query.items():
            app.query_params[key] = value
        for key, value in (session or {}).items():
            app.session_state[key] = value
        if page != "overview":  # the default page; each other one opens by itself, as by a link
            app.switch_page(f"views/{page}.py")
        app.run()
        assert not app.exception
        return app

    return run


@dataclass
class Seen:
    """What our own HTML on a page says, and where its links lead."""

    whole: html.HtmlElement

    def texts(self, selector: str) -> list[str]:
        """The text of the elements of a class, white space squeezed."""
        elements = self.whole.find_class(selector)
        return [" ".join(one.text_content().split()) for one in elements]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.whole.text_content().split())

    @property
    def links(self) -> dict[str, str]:
        """The addresses by the text of the link."""
        return {
            " ".join(one.text_content().split()): one.get("href") or ""
            for one in self.whole.iter("a")
        }

    @property
    def facts(self) -> dict[str, str]:
        """The terms and what is said of them."""
        return {
            one.text_content(): " ".join(one.getnext().text_content().split())
            for one in self.whole.iter("dt")
        }


@pytest.fixture
def seen() -> Callable[[AppTest], Seen]:
    """Read the HTML of a page."""

    def read(app: AppTest) -> Seen:
        bodies = [each.proto.body for each in app.get("html")]
        kept = [body for body in bodies if not body.startswith(("<style", "<script"))]
        return Seen(html.fromstring(f"<div>{''.join(kept)}</div>"))

    return read


@pytest.fixture
def interpreted() -> Callable[[AppTest], list[str]]:
    """All of a page that is read as Markdown: what others wrote must not be in it."""

    def shown(app: AppTest) -> list[str]:
        return [
            element.value
            for kind in (app.markdown, app.caption, app.title, app.header, app.subheader)
            for element in kind
        ]

    return shown
