"""Owns JUnit XML as Jenkins' schema has it: suites of cases, no file or line attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tracker.text import escape as visible

__all__ = ["Case", "legal", "suite"]

# What XML 1.0 has no way to write, not even escaped (section 2.2, Char).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Attributes would lose them; and no line of text may begin with what a log takes for a command.
_WHITE = {"\n": "&#10;", "\t": "&#9;"}
_COMMAND = re.compile(r"#(?=#\w*\[)")


@dataclass(frozen=True, slots=True)
class Case:
    """One test case: passed without a `verdict`, else failure, error or skipped with a message."""

    name: str
    classname: str
    verdict: str = ""
    message: str = ""
    text: str = ""


def suite(name: str, cases: Sequence[Case]) -> str:
    """A whole document with one suite; no time stamps, so that it is the same each time."""
    count = {word: sum(case.verdict == word for case in cases) for word in _VERDICTS}
    attributes = (
        f'name={_attribute(name)} tests="{len(cases)}" failures="{count["failure"]}" '
        f'errors="{count["error"]}" skipped="{count["skipped"]}"'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites>\n  <testsuite {attributes}>",
        *(_case(case) for case in cases),
        "  </testsuite>\n</testsuites>",
    ]
    return "\n".join(lines) + "\n"


_VERDICTS = ("failure", "error", "skipped")


def _case(case: Case) -> str:
    head = f"    <testcase classname={_attribute(case.classname)} name={_attribute(case.name)}"
    if not case.verdict:
        return f'{head} time="0"/>'
    kind = "" if case.verdict == "skipped" else f" type={_attribute(case.classname)}"
    body = f"      <{case.verdict} message={_attribute(case.message)}{kind}>"
    return f'{head} time="0">\n{body}{_text(case.text)}</{case.verdict}>\n    </testcase>'


def _attribute(text: str) -> str:
    return _inert(quoteattr(legal(text), _WHITE))


def _text(text: str) -> str:
    return _inert(escape(legal(text), _WHITE))


def _inert(written: str) -> str:
    return _COMMAND.sub("&#35;", written)


def legal(text: str) -> str:
    """The text with what XML can't hold made visible."""
    return _FORBIDDEN.sub("\ufffd", visible(text))
