"""The attacks: registries of one bad file each, with what must be said of them.

A case is labelled by hand: `¦` stands in its text where the problem is, and is taken out. What no
mark can say (a file that is no text) names its path alone.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

__all__ = ["GOOD", "RECORD", "Case", "Label", "cases"]

Label = Literal["accept", "reject", "survive"]
#: path, line, column, code; line and column are None where the file has no places.
Problem = tuple[str, int | None, int | None, str]

RECORD = """\
claim: A first sentence that can be checked.
quote: it will be there within two years
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline:
  as_said: within two years
  kind: by
  latest: 2026-03-05
criteria:
  correct: It is there.
  incorrect: It is not there.
tags: [chips]
status: open
"""
#: The neighbour that stands beside every attack and must still be listed and due.
GOOD = RECORD.replace("first", "neighbour's")
RESOLUTION = """\
resolution:
  resolved_on: 2026-04-01
  happened_on: 2026-01-01
  note: It came.
  evidence:
    - url: https://example.org/report
"""
MARK = "¦"
X = "predictions/x.yaml"


@dataclass(frozen=True)
class Case:
    """Files by path, what is done to the folder besides, and the errors that must be told.

    accept: no error. reject: these errors and no other. survive: no crash, whatever is said.
    `shown` holds values of the record x that must come out unchanged.
    """

    name: str
    label: Label
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    make: Callable[[Path], None] | None = None
    shown: Mapping[str, object] = field(default_factory=dict)


def _place(text: str) -> tuple[str, tuple[int, int]]:
    before, _, after = text.partition(MARK)
    lines = re.split(r"\r\n|\n|\r", before.removeprefix("\ufeff"))
    return before + after, (len(lines), len(lines[-1]) + 1)


def reject(name: str, text: str, code: str, *, path: str = X, encoding: str = "utf-8") -> Case:
    """A record that is refused at the mark, with this code."""
    assert text.count(MARK) == 1, name
    text, place = _place(text)
    data = text.encode(encoding, "surrogatepass")
    return Case(name, "reject", {path: data}, ((path, *place, code),))


def refuse(name: str, files: Mapping[str, str | bytes], *expected: tuple[str, str]) -> Case:
    """Files that are refused as a whole: (path, code)."""
    data = {path: each.encode() if isinstance(each, str) else each for path, each in files.items()}
    return Case(name, "reject", data, tuple((path, None, None, code) for path, code in expected))


def accept(name: str, text: str | bytes, **shown: object) -> Case:
    """A record without an error, which holds these values."""
    data = text.encode() if isinstance(text, str) else text
    return Case(name, "accept", {X: data}, shown=shown)


def survive(name: str, text: str | bytes) -> Case:
    """A record of which anything may be said."""
    return Case(name, "survive", {X: text.encode() if isinstance(text, str) else text})


def put(key: str, value: str, record: str = RECORD) -> str:
    """The record with what stands behind the key in its line replaced."""
    pattern = re.compile(rf"^( *(?:- )?{key}:)(.*)$", re.MULTILINE)
    assert pattern.search(record), key
    return pattern.sub(lambda match: f"{match[1]} {value}", record, count=1)


RESOLVED = put("status", "correct") + RESOLUTION


def encodings() -> Iterator[Case]:
    """Bytes that are not UTF-8, and text that is."""
    ascii_only = RECORD
    for codec in ("utf-16", "utf-32"):
        yield reject(f"encoding {codec}", MARK + ascii_only, "not-utf-8", encoding=codec)
    for codec, at in (("utf-16-le", 1), ("utf-16-be", 0), ("utf-32-le", 1), ("utf-32-be", 0)):
        text = ascii_only[:at] + MARK + ascii_only[at:]
        yield reject(f"encoding {codec}", text, "control-character", encoding=codec)
    quotes = {
        "gb18030": "在两年内",
        "big5": "兩年內",
        "shift_jis": "二年以内",
        "euc-kr": "이년",
        "latin-1": "été",
        "cp1252": "“soon”",
        "koi8-r": "скоро",
        "cp437": "½",
    }
    for codec, quote in quotes.items():
        yield reject(f"encoding {codec}", put("quote", MARK + quote), "not-utf-8", encoding=codec)
    broken = {
        "overlong": b"\xc0\x80",
        "surrogate": b"\xed\xa0\x80",
        "beyond": b"\xf5\x80\x80\x80",
        "ff": b"\xff",
        "fe": b"\xfe",
        "lone": b"\x80",
        "cut": b"\xe4\xbd",
        "cut4": b"\xf0\x9f\x98",
    }
    for name, data in broken.items():
        for where, key, before in (
            ("value", "claim", "A claim "),
            ("nested", "correct", ""),
            ("quoted", "quote", '"'),
            ("comment", "speaker", "Ada # "),
            ("flow", "tags", "["),
        ):
            text, place = _place(put(key, before + MARK + "@"))
            raw = text.encode().replace(b"@", data + b' "\n' if where == "quoted" else data, 1)
            yield Case(f"bytes {name} {where}", "reject", {X: raw}, ((X, *place, "not-utf-8"),))
    yield accept(
        "byte order mark", "\ufeff" + RECORD, claim="A first sentence that can be checked."
    )
    for name, end in (("crlf", "\r\n"), ("cr", "\r")):
        text = RECORD.replace("\n", end)
        yield accept(f"line ends {name}", text, quote="it will be there within two years")
        bad = put("made_on", MARK + "2024-13-05").replace("\n", end)
        yield reject(f"line ends {name} place", bad, "invalid-date")
        bad = "\ufeff" + put("claim", MARK + "*x").replace("\n", end)
        yield reject(f"line ends {name} mark", bad, "yaml-alias")
    for name, text in {
        "astral": "😀𠀀 in 2030",
        "hangul": "각",
        "arabic": "سيحدث",
        "hebrew": "זה יקרה",
        "combining": "e" + "\u0301" * 300,
        "zero width": "a\u200bb\u200dc",
        "soft hyphen": "a\u00adb",
        "private": "\ue000",
        "replacement": "\ufffd",
        "no-break": "a\u00a0b",
        "bidi override": "a\u202eb",
        "isolates": "\u2066a\u2069",
        "tag characters": "a\U000e0041",
        "variation": "a\ufe0f",
        "last": "\U0010fffd",
        "flags": "🇹🇼🇨🇳",
        "family": "👨‍👩‍👧",
    }.items():
        quote = unicodedata.normalize("NFC", text)
        yield accept(f"text {name}", put("quote", f"'{text}'"), quote=quote)


def controls() -> Iterator[Case]:
    """Characters that nobody can see, in every kind of place."""
    places = {
        "value": put("claim", "A claim @ goes on"),
        "comment": put("claim", "A claim # @"),
        "quoted": put("claim", "'A claim @'"),
        "key": RECORD + "no@te: x\n",
        "block": put("claim", "|\n  A claim\n  and @ more"),
    }
    for code in (
        0,
        1,
        7,
        8,
        0xB,
        0xC,
        0xE,
        0x1B,
        0x1F,
        0x7F,
        0x80,
        0x85,
        0x9B,
        0x2028,
        0x2029,
        0xFEFF,
        0xFFFE,
        0xFFFF,
    ):
        for where, text in places.items():
            marked = text.replace("@", MARK + chr(code))
            yield reject(f"U+{code:04X} {where}", marked, "control-character")
    for escape in (r"\0", r"\a", r"\e", r"\x7f", r"\u009b", r"\x1b[31m"):
        text = put("claim", f'{MARK}"A {escape}"')
        yield reject(f"escape {escape}", text, "control-character")
    for escape, text in ((r"\u4e2d", "中"), (r"\U0001F600", "😀"), (r"\t", "\t"), (r"\n", "\n")):
        yield accept(f"escape {escape}", put("claim", f'"A {escape} b"'), claim=f"A {text} b")


def syntax() -> Iterator[Case]:
    """YAML that is none, or more than data, in each kind of place."""
    scalars = {
        "¦&Co Ltd": "yaml-anchor",
        "¦&x": "yaml-anchor",
        "¦*x": "yaml-alias",
        "¦**bold** text": "yaml-alias",
        "¦!important": "yaml-tag",
        "¦!!int 3": "yaml-tag",
        "¦!!python/object/apply:os.system [ls]": "yaml-tag",
        "¦!<x> y": "yaml-tag",
        "¦@home": "yaml-syntax",
        "¦`x`": "yaml-syntax",
        "¦%x": "yaml-syntax",
        "¦'open": "yaml-syntax",
        '¦"open': "yaml-syntax",
        "¦[a, b": "yaml-syntax",
        "¦{a: b": "yaml-syntax",
        "'a' ¦b": "yaml-syntax",
        "[a] ¦b": "yaml-syntax",
        "¦]": "yaml-syntax",
        "¦}": "yaml-syntax",
        '"C:¦\\dir"': "yaml-syntax",
        "a¦: b: c": "yaml-syntax",
        "| ¦text": "yaml-syntax",
        "¦? x": "yaml-syntax",
    }
    for scalar, code in scalars.items():
        for where in ("claim", "correct"):
            yield reject(f"syntax {scalar} in {where}", put(where, scalar), code)
        # A colon or `? ` is fine in a list; what is open goes on to the end of the file.
        if ": " not in scalar and not scalar.startswith("| ") and scalar[1:2] not in "'\"[{?":
            text = put("tags", f"\n- {scalar}\n- chips")
            yield reject(f"syntax {scalar} in tags", text, code)
    whole = {
        "no key": (put("claim", "x") + "¦nothing\n", "yaml-syntax"),
        "tab": (put("deadline", "").replace("  as_said", "¦\tas_said"), "yaml-syntax"),
        "indent": (RECORD.replace("  kind", " ¦kind"), "yaml-syntax"),
        "deeper": (RECORD.replace("quote", "  ¦quote"), "yaml-syntax"),
        "item": (RECORD + "¦- x\n", "yaml-syntax"),
        "second document": (RECORD + "¦---\n" + RECORD, "yaml-multiple-documents"),
        "end and more": (RECORD + "...\n¦a: b\n", "yaml-multiple-documents"),
        "directive": ("¦%YAML 1.2\n---\n" + RECORD, "yaml-directive"),
        "tag directive": ("¦%TAG ! tag:x,2000:\n---\n" + RECORD, "yaml-directive"),
        "merge key": (RECORD + "¦<<: {a: b}\n", "yaml-merge-key"),
        "complex key": (RECORD + "? ¦[a]\n: b\n", "yaml-complex-key"),
        "empty key": (RECORD + "¦: b\n", "yaml-empty-key"),
        "null key": (RECORD + "¦null: b\n", "yaml-empty-key"),
        "twice": (RECORD + "¦claim: again\n", "duplicate-key"),
        "twice quoted": (RECORD + '¦"claim": again\n', "duplicate-key"),
        "twice escaped": (RECORD + '¦"cl\\u0061im": again\n', "duplicate-key"),
        "twice nested": (
            RECORD.replace("  latest", "  kind: by\n  latest", 1).replace(
                "by\n  kind", "by\n  ¦kind"
            ),
            "duplicate-key",
        ),
        "conflict": (RECORD.replace("status", "¦<<<<<<< HEAD\nstatus"), "git-conflict"),
        "conflict middle": (RECORD.replace("status", "¦=======\nstatus"), "git-conflict"),
        "conflict end": (RECORD + "¦>>>>>>> branch\n", "git-conflict"),
        "conflict diff3": (
            RECORD.replace("claim", "¦<<<<<<< a\n||||||| b\n=======\nclaim", 1),
            "git-conflict",
        ),
        "lfs": (
            "¦version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            "git-lfs-pointer",
        ),
        "root list": ("- ¦a\n", "not-a-mapping"),
        "root text": ("¦just text\n", "not-a-mapping"),
        "json cut": ('¦{"claim": "x", "quote"', "yaml-syntax"),
        "html": ("¦<!DOCTYPE html>\n<html><body>404: Not Found</body></html>\n", "yaml-syntax"),
        "toml": ("¦[record]\nclaim = 1\n", "yaml-syntax"),
        "csv": ("¦claim,quote\n", "not-a-mapping"),
    }
    for name, (text, code) in whole.items():
        if name == "root list":
            text = "¦- a\n"
        if name in ("html", "toml"):
            yield survive(f"syntax {name}", text.replace(MARK, ""))
            continue
        yield reject(f"syntax {name}", text, code)
    for name, text in {
        "document start": "---\n" + RECORD,
        "document end": RECORD + "...\n",
        "comments": "# a\n" + RECORD.replace("\n", " # c\n") + "# z",
        "no newline": RECORD.rstrip(),
        "blank lines": RECORD.replace("\n", "\n\n"),
        "trailing blanks": RECORD.replace("\n", "  \n"),
        "quoted key": RECORD.replace("claim", '"claim"'),
        "question mark key": RECORD.replace("status: open", "? status\n: open"),
        "four blanks": RECORD.replace("  ", "    "),
    }.items():
        yield accept(f"syntax {name}", text, status="open")


def conversions() -> Iterator[Case]:
    """What YAML readers silently make something else of stays the text that was written."""
    words = (
        "no yes on off true false NO Yes y n 010 0o17 0x1F 0b101 1_000 12:30 12:30:45 190:20:30 1.10"
        " 1e3 .inf -.inf .nan +1 -0 = 2024-03-05 2026-02-30 2001-12-14t21:59:43.10-05:00 1.0 0.10 None"
    ).split()
    for word in words:
        yield accept(f"plain {word} claim", put("claim", word), claim=word)
        yield accept(f"plain {word} quote", put("quote", word), quote=word)
        yield accept(f"plain {word} tag", put("tags", f"[{word}, chips]"), tags=[word, "chips"])
    for word in ("null", "Null", "NULL", "~"):
        quoted = put("claim", f'"{word}"')
        yield accept(f"quoted {word}", quoted, claim=word)
        yield reject(f"plain {word}", put("claim", MARK + word), "missing-key")
    yield reject(
        "plain nothing",
        RECORD.replace("claim: A first sentence that can be checked.", "claim:¦"),
        "missing-key",
    )
    yield accept(
        "cut at a comment", put("claim", "Half of this # is a comment"), claim="Half of this"
    )
    yield accept("folded", put("claim", ">-\n  one\n  two"), claim="one two")


def structure() -> Iterator[Case]:
    """Keys that are missing, unknown or of the wrong kind."""
    for key in ("claim", "quote", "speaker", "source", "made_on"):
        text = re.sub(rf"^{key}:.*\n", "", RECORD, flags=re.MULTILINE)
        yield reject(f"without {key}", MARK + text, "missing-key")
        yield reject(f"{key} list", put(key, f"{MARK}[a, b]"), "not-text")
        yield reject(f"{key} mapping", put(key, f"{MARK}{{a: b}}"), "not-text")
        code = {"source": "invalid-source", "made_on": "invalid-date"}.get(key, "empty-text")
        yield reject(f"{key} empty", put(key, f"{MARK}''"), code)
        yield reject(f"{key} blank", put(key, f"{MARK}'  '"), code)
    yield reject("without status", MARK + RECORD.replace("status: open\n", ""), "missing-key")
    for word in ("Open", "OPEN", "opened", "yes", "true", "resolved", "correct!", "opén", "0"):
        yield reject(f"status {word}", put("status", MARK + word), "unknown-word")
    for word in ("By", "before", "yes", "on", "not-before", "''"):
        yield reject(f"kind {word}", put("kind", MARK + word), "unknown-kind")
    for key in (
        "Claim",
        "id",
        "claims",
        "__proto__",
        "constructor",
        "__class__",
        "model_config",
        "self",
        "resolutions",
        "评论",
        "status ",
        "a.b",
        "a[0]",
        "$ref",
        "forecast",
    ):
        yield reject(f"key {key}", f'{RECORD}{MARK}"{key}": x\n', "unknown-key")
    for key in ("earliest", "after", "within"):
        text = RECORD.replace("  kind: by\n", f"  kind: by\n  {MARK}{key}: 2025-01-01\n")
        yield reject(f"foreign {key}", text, "foreign-key")
    for key in ("tags", "forecasts", "updates", "amended", "ignore"):
        base = RECORD.replace("tags: [chips]\n", "")
        yield reject(f"{key} text", f"{base}{key}: {MARK}x\n", "not-a-list")
        yield reject(f"{key} mapping", f"{base}{key}: {MARK}{{a: b}}\n", "not-a-list")
    for key in ("forecasts", "updates", "amended", "ignore"):
        yield reject(f"{key} of text", f"{RECORD}{key}: [{MARK}x]\n", "not-a-mapping")
    yield reject(
        "criteria text",
        re.sub(r"criteria:\n.*\n.*\n", f"criteria: {MARK}x\n", RECORD),
        "not-a-mapping",
    )
    yield reject("resolution beside open", RECORD + MARK + RESOLUTION, "resolution-while-open")
    yield reject(
        "verdict alone", RECORD.replace("status: open", f"{MARK}status: correct"), "missing-key"
    )
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "http://",
        "https:///x",
        "//example.org",
        "https://user:pw@example.org/",
        "https://exa mple.org/",
        "file:///etc/passwd",
        "https://example.org/<script>",
        "https://example.org/a b",
        "https://[::1",
        "HTTPS:example.org",
        "https://example.org:999999/",
        "https://exa'mple.org/",
        r"https://example.org\@evil.org/",
    ):
        shown = "'" + url.replace("'", "''") + "'"
        yield reject(f"url {url}", put("- url", MARK + shown, RESOLVED), "invalid-url")
    for url in (
        "https://例え.jp/パス",
        "HTTP://EXAMPLE.ORG",
        "https://[::1]:80/x",
        "https://a.b/?q=1#f",
        "https://example.org/%00%0a",
        "https://xn--r8jz45g.jp/",
        "https://example.org/)(*&^",
    ):
        yield accept(f"url {url}", put("source", f"'{url}'"))


_BAD_DAYS = (
    "2023-02-29 1900-02-29 2024-13-01 2024-00-01 2024-01-00 2024-01-32 2024-04-31 0000-01-01 10000-01-01"
    " -001-01-01 +2024-01-01 2024-1-1 20240101 2024/01/01 01-02-2024 2024-01-01T00:00:00Z 2024-W01-1 2024-366"
    " ２０２４-01-01 ٢٠٢٤-٠١-٠١ 2024-01-01x 2024‐01‐01 today 1e3 NaN 0x7E8"
).split()


def dates() -> Iterator[Case]:
    """The calendar's ends and what is no date, at every key that holds one."""
    for day in _BAD_DAYS:
        for key, record in (("made_on", RECORD), ("latest", RECORD), ("resolved_on", RESOLVED)):
            yield reject(f"{key} {day}", put(key, f"{MARK}{day}", record), "invalid-date")
    for day in (
        "2024-03-05/",
        "/2024",
        "2024/2023",
        "2024-03-05/2024-02-30",
        "2024/2025/2026",
        "2024 / 2025",
    ):
        yield reject(f"bounds {day}", put("made_on", f"{MARK}{day}"), "invalid-date")
    for made_on, latest in (
        ("0001-01-01", "0001-01-01"),
        ("0001", "9999-12-31"),
        ("9999", "9999-12-31"),
        ("9999-12-31", "9999-12-31"),
        ("0001/9999", "9999-12-31"),
        ("2024-02-29", "2024-02-29"),
        ("2000-02-29", "2400-02-29"),
        ("0001-01", "0001-01-31"),
    ):
        text = put("made_on", made_on, put("latest", latest))
        yield accept(f"dates {made_on} {latest}", text.replace("within two years", "then"))
    for when in ("0001-01-01", "9999-12-31"):
        undated = re.sub(r"deadline:\n(  .*\n){3}", "deadline: {kind: undated}\n", RECORD)
        review = f"review: {{next: {when}, why: x}}\n"
        yield accept(f"review {when}", undated + review)
        window = f"deadline: {{as_said: x, kind: not_before, earliest: {when}}}\n"
        text = re.sub(r"deadline:\n(  .*\n){3}", window, put("made_on", "0001-01-01"))
        yield accept(f"not before {when}", text)
        window = f"deadline: {{as_said: x, kind: between, earliest: 0001-01-01, latest: {when}}}\n"
        text = re.sub(r"deadline:\n(  .*\n){3}", window, put("made_on", "0001-01-01"))
        yield accept(f"between {when}", text)
        yield survive(f"resolved {when}", put("resolved_on", when, RESOLVED))
        yield survive(f"happened {when}", put("happened_on", when, RESOLVED))
    for span in ("P", "PT1H", "1Y", "P1", "P-1Y", "P1.5Y", "p1y", "P1D1Y", "P99999Y", "P１Y"):
        text = _after("x-parent", f", within: {MARK}{span}")
        yield _with_parent(reject(f"within {span}", text, "invalid-duration"))
    for span in ("P0D", "P9999Y99999M99999W999999D", "P1Y", "P1M1D"):
        yield _with_parent(accept(f"within {span}", _after("x-parent", f", within: {span}")))
    for number in (
        "1.1",
        "-0.1",
        "50%",
        "1e-1",
        ".5",
        "0.",
        "nan",
        "inf",
        "0,5",
        "1/2",
        "one",
        "２",
    ):
        text = f"{RECORD}forecasts: [{{by: Ada, made_on: 2024, probability: {MARK}'{number}'}}]\n"
        yield reject(f"probability {number}", text, "invalid-probability")
    for number in ("0", "1", "0.0", "1.000", "0." + "3" * 5000):
        text = f"{RECORD}forecasts: [{{by: Ada, made_on: 2024, probability: {number}}}]\n"
        yield accept(f"probability {number[:9]}", text)


def _after(parent: str, more: str = "") -> str:
    window = f"deadline: {{kind: after_event, after: {parent}{more}}}\n"
    return re.sub(r"deadline:\n(  .*\n){3}", window, RECORD)


def _with_parent(case: Case) -> Case:
    files = {**case.files, "predictions/x-parent.yaml": RESOLVED.encode()}
    return Case(case.name, case.label, files, case.problems, shown=case.shown)


def references() -> Iterator[Case]:
    """Names of what is not there, of itself, and circles."""
    for name in ("nobody", "0", "--", "constructor", "a" * 5000):
        yield reject(f"speaker {name[:9]}", put("speaker", MARK + name), "unknown-speaker")
        yield reject(f"source {name[:9]}", put("source", MARK + name), "unknown-source")
        yield reject(f"restates {name[:9]}", f"{RECORD}restates: {MARK}{name}\n", "unknown-record")
        yield reject(f"after {name[:9]}", _after(MARK + name), "unknown-record")
    yield reject("restates itself", f"{RECORD}restates: {MARK}x\n", "reference-cycle")
    yield reject("after itself", _after(MARK + "x"), "reference-cycle")
    for bad in ("../good", "good.yaml", "Good", "good ", "predictions/good", "göod"):
        yield reject(f"restates {bad}", f"{RECORD}restates: {MARK}'{bad}'\n", "invalid-id")
    ring = {
        f"predictions/r{n}.yaml": f"{RECORD}restates: r{(n + 1) % 50}\n".encode() for n in range(50)
    }
    yield Case(
        "ring of 50", "reject", dict(ring), (("predictions/r0.yaml", 15, 11, "reference-cycle"),)
    )
    chain = {f"predictions/c{n:03}.yaml": _after(f"c{n + 1:03}").encode() for n in range(200)} | {
        "predictions/c200.yaml": RESOLVED.encode()
    }
    yield Case("chain of 200", "accept", dict(chain))
    broken = {X: f"{RECORD}restates: y\n".encode(), "predictions/y.yaml": b"claim: @"}
    yield Case(
        "restates a broken file",
        "reject",
        dict(broken),
        (("predictions/y.yaml", 1, 8, "yaml-syntax"),),
    )
    people = b"ada: {name: Ada}\n"
    yield Case(
        "people key of a word",
        "accept",
        {X: put("speaker", "ada").encode(), "seeds/people.yaml": people},
    )
    for name, text, code in (
        ("anchor", "a: {name: ¦&x y}\n", "yaml-anchor"),
        ("list", "¦- a\n", "not-a-mapping"),
        ("key", "¦A B: {name: x}\n", "invalid-id"),
        ("no name", "¦a: {role: x}\n", "missing-key"),
        ("text", "a: ¦x\n", "not-a-mapping"),
    ):
        yield reject(f"people {name}", text, code, path="seeds/people.yaml")
    for name, text, code in (
        ("no title", "¦url: https://example.org\n", "missing-key"),
        ("url", "title: x\nurl: ¦javascript:x\n", "invalid-url"),
        ("author", "title: x\nauthors: [¦nobody]\n", "unknown-author"),
        ("sha", "title: x\ndocument: {file: a.txt, sha256: ¦0}\n", "invalid-sha256"),
        (
            "file",
            "title: x\ndocument:\n  sha256: " + "0" * 64 + "\n  file: ¦../../etc/passwd\n",
            "invalid-file-name",
        ),
    ):
        yield reject(f"card {name}", text, code, path="seeds/card.yaml")


def folders() -> Iterator[Case]:
    """Files and folders that are odd, broken, or not files at all."""
    names = {
        "X.yaml": "invalid-id",
        "a b.yaml": "invalid-id",
        "a\nb.yaml": "invalid-id",
        "é.yaml": "invalid-id",
        "a\t.yaml": "invalid-id",
        "a'b.yaml": "invalid-id",
        "$(id).yaml": "invalid-id",
        "a;b.yaml": "invalid-id",
        "::error::x.yaml": "invalid-id",
        "a\x1b[31m.yaml": "invalid-id",
        "a\u202eb.yaml": "invalid-id",
        "a.b.yaml": "invalid-id",
        "x.yml": "file-ending",
        "x.YAML": "file-ending",
        "x.Yml": "file-ending",
        "=cmd.yaml": "invalid-id",
        "x%0A.yaml": "invalid-id",
        "<b>.yaml": "invalid-id",
        "[a](b).yaml": "invalid-id",
    }
    for name, code in names.items():
        yield refuse(
            f"name {name!r}", {f"predictions/{name}": RECORD}, (f"predictions/{name}", code)
        )
    for raw in (b"\xff", b"a\xc3", b"\xed\xa0\x80"):
        path = os.fsdecode(b"predictions/" + raw + b".yaml")
        yield refuse(f"name {raw!r}", {path: RECORD}, (path, "invalid-id"))
        path = os.fsdecode(b"predictions/" + raw)
        files: dict[str, str | bytes] = {path + "/x.yaml": RECORD}
        yield refuse(f"folder {raw!r}", files, (path, "folder-name"))
    for folder in (
        "a b",
        "a\nb",
        "-rf",
        "::error::x",
        "=1+1",
        "<script>",
        "a\x1b[31m",
        "x.yaml",
        "%0a",
        "..a",
        "COM0",
        "a\u202eb",
        "é",
        "e\u0301",
        "`id`",
        "$HOME",
        "n" * 255,
    ):
        yield Case(
            f"folder {folder[:9]!r}", "accept", {f"predictions/{folder}/x.yaml": RECORD.encode()}
        )
    for name in ("-rf", "--help", "0", "null", "com0", "con-1", "z" * 200):
        yield Case(f"id {name[:9]}", "accept", {f"predictions/{name}.yaml": RECORD.encode()})
    for name in ("aux", "con", "nul", "prn", "com1", "com9", "lpt1", "lpt9"):
        for path in (f"predictions/{name}.yaml", f"seeds/{name}.yaml"):
            yield refuse(f"id {path}", {path: RECORD}, (path, "reserved-name"))
    for folder in ("CON", "con", "Aux.2024", "nul .x", "a.", "a ", "a. ", "..."):
        path = f"predictions/a/{folder}" if folder != "..." else "predictions/a..."
        yield refuse(f"folder {folder!r}", {f"{path}/x.yaml": RECORD}, (path, "folder-name"))
    for first, second in (("A", "a"), ("\u00c9", "\u00e9"), ("\u03a3", "\u03c3")):
        files = {
            f"predictions/{name}/{stem}.yaml": RECORD.encode()
            for name, stem in ((first, "x"), (second, "y"))
        }
        yield refuse(
            f"folders {first!r} {second!r}", files, (f"predictions/{second}", "folder-name")
        )
    for name in (
        ".x.yaml.swp",
        ".#x.yaml",
        "#x.yaml#",
        "x.yaml~",
        "x.yaml.orig",
        "x.yaml.rej",
        ".x.yaml",
        "x.yaml.bak",
        "x.yaml.tmp",
        ".git/x.yaml",
        "Thumbs.db",
        "x",
        "x.txt",
        "x.json",
        ".DS_Store",
    ):
        yield Case(f"leftover {name}", "accept", {f"predictions/{name}": b"\xff\x00<<<<<<<"})
    twice = {X: RECORD.encode(), "predictions/sub/x.yaml": RECORD.encode()}
    yield Case("id twice", "reject", dict(twice), ((X, None, None, "duplicate-id"),))
    case = {"predictions/chips.yaml": RECORD.encode(), "predictions/Chips.yaml": RECORD.encode()}
    yield Case(
        "case clash", "reject", dict(case), (("predictions/Chips.yaml", None, None, "invalid-id"),)
    )
    for name, data in (
        ("empty", b""),
        ("comment", b"# nothing\n"),
        ("dashes", b"---\n"),
        ("null", b"null\n"),
        ("mark", b"\xef\xbb\xbf"),
        ("newlines", b"\n\n\n"),
    ):
        yield Case(f"file {name}", "survive", {X: data})
    yield refuse("file too large", {X: b"#" * ((1 << 20) + 1)}, (X, "file-too-large"))
    for name, make, code in (
        ("fifo", lambda path: os.mkfifo(path), "not-a-file"),
        ("link out", lambda path: path.symlink_to("/etc/passwd"), "outside-link"),
        ("link up", lambda path: path.symlink_to("../../outside.yaml"), "unreadable"),
        ("link to nothing", lambda path: path.symlink_to("nothing.yaml"), "unreadable"),
        ("link to itself", lambda path: path.symlink_to("x.yaml"), "unreadable"),
        ("link to device", lambda path: path.symlink_to("/dev/zero"), "outside-link"),
        ("link to its folder", lambda path: path.symlink_to("."), "outside-link"),
        ("link to proc", lambda path: path.symlink_to("/proc/self/environ"), "outside-link"),
        ("link to root", lambda path: path.symlink_to("/"), "outside-link"),
        ("link to a secret beside", _secret, "outside-link"),
    ):
        for path in (X, "seeds/x.yaml"):
            yield Case(
                f"{name} {path}",
                "reject",
                {},
                ((path, None, None, code),),
                make=_making(make, path),
            )
    yield Case(
        "seeds a link", "reject", {}, (("seeds", None, None, "outside-link"),), make=_seeds_link
    )
    yield Case(
        "folder of folders", "accept", {"predictions/" + "d/" * 200 + "x.yaml": RECORD.encode()}
    )
    yield Case("seeds file", "survive", {X: RECORD.encode()}, make=_seeds_file)
    yield Case("folder named x.yaml", "accept", {}, make=_making(lambda path: path.mkdir(), X))


def _making(make: Callable[[Path], object], path: str) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        make(root / path)

    return run


def _secret(path: Path) -> None:
    (path.parent.parent / ".env").write_text("token: a: secret\n", encoding="utf-8")
    path.symlink_to("../.env")


def _seeds_link(root: Path) -> None:
    (root / "seeds").rmdir()
    (root / "seeds").symlink_to("/etc")


def _seeds_file(root: Path) -> None:
    (root / "seeds").rmdir()
    (root / "seeds").write_text("x")


def cases() -> list[Case]:
    """All cases, their names unique."""
    listed = [
        case
        for group in (
            encodings,
            controls,
            syntax,
            conversions,
            structure,
            dates,
            references,
            folders,
        )
        for case in group()
    ]
    names = [case.name for case in listed]
    assert len(set(names)) == len(names), sorted({n for n in names if names.count(n) > 1})
    return listed
