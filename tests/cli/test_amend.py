from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TODAY = ("--as-of", "2026-11-21")
AMENDED = '+amended:\n+  - date: 2026-11-21\n+    what: [{key}]\n+    why: "a: b"\n'


@pytest.mark.parametrize(
    ("key", "value", "changed"),
    [
        ("claim", "Another.", "-claim: A film is made from a script.\n+claim: Another.\n"),
        ("criteria.correct", "Yes: it is.", '+  correct: "Yes: it is."\n'),
        ("deadline", "2026-12-01", "-deadline: 2026-11-20\n+deadline: 2026-12-01\n"),
        ("deadline", "{kind: by, as_said: soon, latest: 2026-12-01}", "+deadline:\n+  as_said: soon\n+  kind: by\n+  latest: 2026-12-01\n"),
        ("tags", "[film, art]", "-tags: [film]\n+tags: [film, art]\n"),
        ("tags[0]", "art", "-tags: [film]\n+tags: [art]\n"),
        ("title", "A film", "+title: A film\n"),
        ("quote_en", "A film.", "+quote_en: A film.\n"),
        ("updates", "[{date: 2026-11-20, note: Not yet.}]", "+updates:\n+  - date: 2026-11-20\n+    note: Not yet.\n"),
        ("hedge", "no", '+hedge: "no"\n'),
    ],
)  # fmt: skip
def test_a_key_changes_with_its_reason(
    run: Run, root: Path, key: str, value: str, changed: str
) -> None:
    ran = run("amend", "due", key, value, "--why", "a: b", *TODAY)
    assert (ran.code, ran.err) == (0, "")
    assert changed in ran.out
    assert AMENDED.format(key=key.split(".")[0].split("[")[0]) in ran.out
    assert "wrote predictions/due.yaml:" in ran.out
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("key", "value", "code", "error"),
    [
        ("clam", "x", 2, "error: unknown key 'clam'\nhint: did you mean `claim`?\n"),
        ("status", "correct", 2, "error: `status` can't be amended\nhint: use `tracker resolve`\n"),
        ("tags", "[a", 2, "error: invalid VALUE: `[` is never closed, or a comma is missing after it"),
        ("tags", "art, film", 2, "error: `tags` must be a list\nhint: write it in brackets: \"[art, film]\"\n"),
        ("forecasts", "{by: wang-yang}", 2, "error: `forecasts` must be a list\nhint: write it in brackets: \"[{by: wang-yang}]\"\n"),
        ("forecasts", "0.5", 2, "error: `forecasts` must be a list\nhint: write it in brackets: \"[{KEY: VALUE}]\"\n"),
        ("deadline.latest", "2026-12-01", 1, "error: `deadline.latest` does not exist and can't be added; nothing was written\nhint: replace the whole value of `deadline`\n"),
        ("tags[" + "9" * 5000 + "]", "x", 1, "error: `tags."),
        ("tags[7]", "x", 1, "error: `tags[7]` does not exist and can't be added; nothing was written\nhint: entries are counted from 0; the last one is `tags[0]`\n"),
        ("evidence.url", "x", 2, "error: `due` is open: there is no `resolution` to amend\nhint: use `tracker resolve due`\n"),
        ("resolution.note", "x", 1, "error: `due` is open: there is no `resolution` to amend\nhint: use `tracker resolve due`\n"),
        ("latest", "x", 2, "error: unknown key 'latest'\nhint: did you mean `deadline`?\n"),
        ("amended", "x", 2, "error: `amended` can't be amended\nhint: pass the key that you want to change\n"),
        ("sky", "x", 2, "error: unknown key 'sky'\nhint: choose from claim, title, quote, quote_en, quote_in_copy, speaker, reported_by, source, made_on, hedge, hedge_en, deadline, forecasts, criteria, restates, tags, review, updates, ignore\n"),
        ("made_on", "soon", 1, "error: the record would be invalid: invalid date 'soon' for `made_on`; nothing was written\nhint: write a date such as 2024-03-05, 2024-03, 2024 or 2024-02-16/2024-05-13\n"),
        ("claim", "A film is made from a script.", 0, "note: no changes\n"),
    ],
)  # fmt: skip
def test_what_can_not_be_amended_is_told_and_not_written(
    run: Run, root: Path, key: str, value: str, code: int, error: str
) -> None:
    before = (root / "predictions/due.yaml").read_bytes()
    ran = run("amend", "due", key, value, "--why", "x", *TODAY)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(error)
    assert (root / "predictions/due.yaml").read_bytes() == before


#: A record with every part of a verdict, and one whose deadline is a mapping, each with values.
HINTED = {
    "resolved": {"latest": "2026-05-14", "kind": "2026-05-14", "as_said": "{kind: undated}", "note": "It did not.", "happened_on": "2025-08-06", "by": "Ada", "evidence": "[{url: https://example.org/b}]", "evidence.url": "https://example.org/b", "evidence[0].title": "A report", "evidence[0]": "{url: https://example.org/b}", "correct": "It is.", "resoluton": "{resolved_on: 2025-08-07, note: x, evidence: [{url: https://example.org/b}]}"},
    "upcoming": {"latest": "2029-05-14", "earliest": "2026-02-17", "kind": "{as_said: in 5 years, kind: by, latest: 2029-05-13}", "after": "{kind: after_event, after: due}", "as_said": "in spring", "assumed": "It is so.", "tag": "[a, b]"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("record", "key", "value"),
    [(record, key, value) for record, pairs in HINTED.items() for key, value in pairs.items()],
)
def test_a_hinted_key_is_accepted(run: Run, root: Path, record: str, key: str, value: str) -> None:
    why = ("--why", "x", "--dry-run", *TODAY)
    ran = run("amend", record, key, value, *why)
    hint = re.search(r"hint: did you mean `(.*)`\?", ran.err)
    assert hint is not None
    ran = run("amend", record, hint[1], value, *why)
    assert ran.code == 0
    assert "+    why: x" in ran.out


@pytest.mark.parametrize("key", ["next", "probability", "sky"])
def test_no_key_of_a_part_that_the_record_lacks_is_hinted(run: Run, root: Path, key: str) -> None:
    ran = run("amend", "resolved", key, "0.5", "--why", "x", *TODAY)
    assert ran.err.startswith(f"error: unknown key {key!r}\nhint: choose from claim, title, ")


def test_a_dry_run_and_an_unknown_id(run: Run, root: Path) -> None:
    before = (root / "predictions/due.yaml").read_bytes()
    assert run("amend", "due", "claim", "x", "--why", "y", "--dry-run").code == 0
    assert (root / "predictions/due.yaml").read_bytes() == before
    ran = run("amend", "overdu", "claim", "x", "--why", "y")
    assert (ran.code, ran.err.splitlines()[1]) == (1, "hint: did you mean `overdue`?")
