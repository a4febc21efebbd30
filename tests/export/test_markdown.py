from __future__ import annotations

from typing import TYPE_CHECKING

from tests.export.conftest import TODAY, Case

from tracker.registry import load
from tracker.rows import rows

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry
    from tests.export.conftest import MakeCase


def test_the_report_of_one_record(make_case: MakeCase) -> None:
    assert (
        make_case("one").text("markdown")
        == """\
# Predictions on 2026-11-21

1 overdue (1 prediction).

## Due now

| State | Due | Deadline | Speaker | Claim |
| --- | --- | --- | --- | --- |
| overdue | 261 days overdue | within two years -&gt; by 2026-03-05 | Ada Example | A first sentence that can be checked. |

## Verdicts by speaker

| Speaker | open | share correct (95% interval) |
| --- | --- | --- |
| Ada Example | 1 | none scored |
| all | 1 | none scored |

## All records

### Ada Example

- **A first sentence that can be checked.**
  - overdue; within two years -&gt; by 2026-03-05; said 2024-03-05
  - “it will be there within two years” ([https://<!-- -->example.org/talk](<https://example.org/talk>))
"""
    )


def test_an_empty_registry_is_a_heading_and_a_figure(make_case: MakeCase) -> None:
    assert (
        make_case("empty").text("markdown")
        == """\
# Predictions on 2026-11-21

Nothing is due (0 predictions).
"""
    )


def test_nothing_that_others_wrote_is_markup(make_case: MakeCase) -> None:
    text = make_case("hostile").text("markdown")

    assert "<script" not in text
    assert "\u202e" not in text
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") in (4, 5, 6)


def test_every_record_is_in_it_once(case: Case) -> None:
    records = case.text("markdown").partition("## All records")[2]

    assert sum(line.startswith("- **") for line in records.splitlines()) == len(case.rows)
    assert "nan" not in records.casefold()


def test_invalid_files_are_reported(make_registry: MakeRegistry) -> None:
    registry = load(make_registry({"one": {}, "broken": "claim: ["}))
    text = Case("one broken", registry, rows(registry, TODAY)).text("markdown")
    assert text.splitlines()[4] == "1 invalid file: run `tracker check`."
