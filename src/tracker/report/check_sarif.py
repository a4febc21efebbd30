"""Diagnostics as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence

from tracker import __version__
from tracker.diagnostic import Diagnostic
from tracker.json_text import json_text
from tracker.report.base import CheckReport
from tracker.text import escape

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: CheckReport) -> str:
    """One run, with a rule for each code that occurs; columns count code points."""
    codes = sorted({diagnostic.code for diagnostic in report.diagnostics})
    run = {
        "tool": {
            "driver": {
                "name": "tracker",
                "semanticVersion": __version__,
                "rules": [_rule(code, report.diagnostics) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(diagnostic, codes.index(diagnostic.code), report.prefix)
            for diagnostic in report.diagnostics
        ],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    severity = next(each.severity for each in diagnostics if each.code == code)
    from tracker.checks.catalogue import documentation  # importing the checks is slow

    text = documentation(code)
    return {
        "id": code,
        "shortDescription": {"text": text.split("\n", 1)[0]},
        "help": {"text": text},
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
