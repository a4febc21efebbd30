"""Owns JUnit XML as Jenkins' schema has it: suites of cases, no file or line attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tracker.text import escape as visible

__all__ = ["Case", "legal", "suite"]

# What XML 1.0 has no way to write, not even escaped (section 2.2, Char).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: White space that would be lost in an attribute, or begin a line of a CI system's log: set aside
#: as characters that `legal` has taken out, and written as references.
_WHITE = {"\n": ("\x00", "&#10;"), "\t": ("\x01", "&#9;")}
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
    document = ET.Element("testsuites")
    found = ET.SubElement(
        document,
        "testsuite",
        name=_kept(name),
        tests=str(len(cases)),
        failures=str(count["failure"]),
        errors=str(count["error"]),
        skipped=str(count["skipped"]),
    )
    for case in cases:
        _add(found, case)
    ET.indent(document)
    text = ET.tostring(document, encoding="unicode").replace(" />", "/>")
    for aside, reference in _WHITE.values():
        text = text.replace(aside, reference)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_COMMAND.sub("&#35;", text)}\n'


_VERDICTS = ("failure", "error", "skipped")


def _add(found: ET.Element, case: Case) -> None:
    element = ET.SubElement(
        found, "testcase", classname=_kept(case.classname), name=_kept(case.name), time="0"
    )
    if case.verdict:
        verdict = ET.SubElement(element, case.verdict, message=_kept(case.message))
        if case.verdict != "skipped":
            verdict.set("type", _kept(case.classname))
        verdict.text = _kept(case.text)


def _kept(text: str) -> str:
    text = legal(text)
    for char, (aside, _) in _WHITE.items():
        text = text.replace(char, aside)
    return text


def legal(text: str) -> str:
    """The text with what XML can't hold made visible."""
    return _FORBIDDEN.sub("\ufffd", visible(text))
