"""Diagnostics as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence

from tracker import REPOSITORY, __version__
from tracker.diagnostic import Diagnostic
from tracker.json_text import json_text
from tracker.report.base import CheckReport
from tracker.text import escape, plural

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HELP = f"{REPOSITORY}/blob/v{__version__}/docs/checks.md"
#: GitHub refuses a run with more results, and shows the first 5,000.
_MOST = 25_000


def render(report: CheckReport) -> str:
    """One run, errors first, with a rule for each code that occurs; columns count code points."""
    worst_first = sorted(report.diagnostics, key=lambda each: each.severity != "error")
    shown = worst_first[:_MOST]
    codes = sorted({diagnostic.code for diagnostic in shown})
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "tracker",
                "semanticVersion": __version__,
                "informationUri": REPOSITORY,
                "rules": [_rule(code, shown) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(diagnostic, codes.index(diagnostic.code), report.prefix) for diagnostic in shown
        ],
    }
    if len(worst_first) > _MOST:
        omitted = plural(len(worst_first) - _MOST, "more problem")
        note = f"{_MOST:,} problems shown, worst first; {omitted} omitted"
        run["invocations"] = [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [{"level": "warning", "message": {"text": note}}],
            }
        ]
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    severity = next(each.severity for each in diagnostics if each.code == code)
    from tracker.checks.catalogue import STRUCTURE, documentation  # importing the checks is slow

    text = documentation(code)
    heading = "files-structure-and-references" if code in STRUCTURE else code
    return {
        "id": code,
        "shortDescription": {"text": text.split("\n", 1)[0]},
        "helpUri": f"{_HELP}#{heading}",
        "help": {"text": text, "markdown": text.replace("::\n", ":\n")},
        "defaultConfiguration": {"level": severity},
    }


def _plain(text: str) -> str:
    """Without control characters and `[text](target)`, which SARIF 3.11.6 turns into links."""
    return escape(text).replace("](", "] (")


def _result(diagnostic: Diagnostic, index: int, prefix: str) -> dict[str, object]:
    hint = f"\nhint: {diagnostic.hint}" if diagnostic.hint else ""
    place: dict[str, object] = {
        "artifactLocation": {"uri": urllib.parse.quote(prefix + diagnostic.path, errors="replace")}
    }
    if diagnostic.line is not None:
        place["region"] = {"startLine": diagnostic.line, "startColumn": diagnostic.column or 1}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": diagnostic.severity,
        "message": {"text": _plain(diagnostic.message + hint)},
        "locations": [{"physicalLocation": place}],
    }
