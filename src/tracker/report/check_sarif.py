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
    """One run with a rule for each code that was found; columns count code points."""
    codes = sorted({found.code for found in report.diagnostics})
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
            _result(found, codes.index(found.code), report.prefix) for found in report.diagnostics
        ],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    severity = next(found.severity for found in diagnostics if found.code == code)
    from tracker.checks.catalogue import documentation  # the checks are much to import

    text = documentation(code)
    return {
        "id": code,
        "shortDescription": {"text": text.split("\n", 1)[0]},
        "help": {"text": text},
        "defaultConfiguration": {"level": severity},
    }


def _plain(text: str) -> str:
    """No control characters, and no `[text](target)`: SARIF 3.11.6 makes links of these."""
    return escape(text).replace("](", "] (")


def _result(found: Diagnostic, index: int, prefix: str) -> dict[str, object]:
    hint = f"\nhint: {found.hint}" if found.hint else ""
    place: dict[str, object] = {
        "artifactLocation": {"uri": urllib.parse.quote(prefix + found.path, errors="replace")}
    }
    if found.line is not None:
        place["region"] = {"startLine": found.line, "startColumn": found.column or 1}
    return {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": found.severity,
        "message": {"text": _plain(found.message + hint)},
        "locations": [{"physicalLocation": place}],
    }
