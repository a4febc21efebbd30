from __future__ import annotations

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
        ("clam", "x", 2, "error: 'clam' is no key that can be amended\nhint: did you mean `claim`?\n"),
        ("status", "correct", 2, "error: `status` is a verdict\nhint: use `tracker resolve`, which asks for evidence\n"),
        ("tags", "[a", 2, "error: VALUE can't be read: `[` is never closed"),
        ("deadline.latest", "2026-12-01", 1, "error: there is no place for `deadline.latest`\nhint: nothing was written; `deadline` is one text: give its whole value anew\n"),
        ("tags[" + "9" * 5000 + "]", "x", 1, "error: there is no place for `tags."),
        ("tags[7]", "x", 1, "error: there is no place for `tags[7]`\nhint: nothing was written; the entries of `tags` count from 0, the last is `tags[0]`\n"),
        ("evidence.url", "x", 2, "error: 'evidence' is no key that can be amended\nhint: did you mean resolution.evidence[0].url?\n"),
        ("latest", "x", 2, "error: 'latest' is no key that can be amended\nhint: did you mean deadline.latest?\n"),
        ("title", "x", 2, "error: `title` is not part of what was said, so it needs no entry in `amended`\nhint: change it in the file\n"),
        ("sky", "x", 2, "error: 'sky' is no key that can be amended\nhint: expected one of claim, quote, quote_in_copy, speaker, reported_by, source, made_on, hedge, deadline, criteria, forecasts, restates, review, tags, resolution\n"),
        ("made_on", "soon", 1, "error: the record would not be valid: invalid date 'soon' for `made_on`\nhint: nothing was written; write a date such as 2024-03-05, 2024-03, 2024 or 2024-02-16/2024-05-13\n"),
        ("claim", "A film is made from a script.", 0, "note: the record says so already; nothing was written\n"),
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


def test_a_dry_run_and_an_unknown_id(run: Run, root: Path) -> None:
    before = (root / "predictions/due.yaml").read_bytes()
    assert run("amend", "due", "claim", "x", "--why", "y", "--dry-run").code == 0
    assert (root / "predictions/due.yaml").read_bytes() == before
    ran = run("amend", "overdu", "claim", "x", "--why", "y")
    assert (ran.code, ran.err.splitlines()[1]) == (1, "hint: did you mean `overdue`?")
