"""JUnit XML by Jenkins' schema: suites of cases, without file and line attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tracker.text import escape as visible

__all__ = ["Case", "legal", "suite"]

# Characters that XML 1.0 cannot contain, even escaped (section 2.2, Char).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: White space that would be lost in an attribute, or start a new line in a CI log. It is replaced
#: by characters that `legal` has removed, and at the end written as references.
_WHITE = {"\n": ("\x00", "&#10;"), "\t": ("\x01", "&#9;")}
_COMMAND = re.compile(r"#(?=#\w*\[)")


@dataclass(frozen=True, slots=True)
class Case:
    """One test case: `verdict` is failure, error or skipped; without one it passed."""

    name: str
    classname: str
    verdict: str = ""
    message: str = ""
    text: str = ""


def suite(name: str, cases: Sequence[Case]) -> str:
    """A document with one suite; it has no timestamps, so the output is reproducible."""
    count = {word: sum(case.verdict == word for case in cases) for word in _VERDICTS}
    document = ET.Element("testsuites")
    element = ET.SubElement(
        document,
        "testsuite",
        name=_kept(name),
        tests=str(len(cases)),
        failures=str(count["failure"]),
        errors=str(count["error"]),
        skipped=str(count["skipped"]),
    )
    for case in cases:
        _add(element, case)
    ET.indent(document)
    text = ET.tostring(document, encoding="unicode").replace(" />", "/>")
    for aside, reference in _WHITE.values():
        text = text.replace(aside, reference)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_COMMAND.sub("&#35;", text)}\n'


_VERDICTS = ("failure", "error", "skipped")


def _add(parent: ET.Element, case: Case) -> None:
    element = ET.SubElement(
        parent, "testcase", classname=_kept(case.classname), name=_kept(case.name), time="0"
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
    """The text with the characters that XML cannot contain made visible."""
    return _FORBIDDEN.sub("\ufffd", visible(text))
