"""Owns a quick way to read the plain shape of YAML that nearly all records are written in.

It takes `key: text`, mappings of it, lists of such mappings or of words, `[a, b]`, comments,
empty lines, and quotes with no escape but that of a quote. It declines anything else, mistakes
included: `yaml_source` then asks libyaml, which takes five times as long. What both read they read
alike, which tests hold.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["key_line", "read"]

# With these, and with whatever is not ASCII, text may begin that needs no quotes.
_STARTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789(/$+.")
# Chinese characters are words too: authors of articles stand in lists.
_WORD = "[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]*"
_ITEM = re.compile(f"( *)- ({_WORD})")
_WORDS = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
_NULLS = frozenset({"null", "Null", "NULL"})
# A record has four levels. libyaml's tree is the one that says where a file becomes too deep.
_DEEP = 20


def read(text: str) -> dict[str, Any] | None:
    """The values of a text in the plain shape; None for any other."""
    lines = text.split("\n")
    # Tabs, carriage returns, byte order marks and odd blanks are not printable, nor are unassigned
    # characters: all that libyaml and a line by line reader could see differently.
    if lines.pop() or not "".join(lines).isprintable():
        return None
    root: dict[str, Any] = {}
    node: Any = root
    indent = 0
    stack: list[tuple[Any, int]] = []
    waiting = ""  # the key whose value may begin on the next line
    has_hash = " #" in text
    for line in lines:
        key, colon, value = line.partition(": ")
        if key.isidentifier():  # nearly each second line: no indent, and a value
            if not colon:
                return None
            if stack:
                node, indent = root, 0
                stack.clear()
            waiting = ""
        elif key[:1] == "#" or not line:
            continue
        else:
            if not colon and line[-1:] == ":":
                key = line[:-1]
            word = key.lstrip(" ")
            at = len(key) - len(word)
            is_item = word[:2] == "- "
            key = word[2:] if is_item else word
            if not _is_key(key) or (not colon and line[-1] != ":"):
                key = ""  # no key, but maybe a word in a list
            if waiting:
                if at > indent:
                    child: Any = [] if is_item else {}
                    node[waiting] = child
                    stack.append((node, indent))
                    node, indent = child, at
                waiting = ""
            while at < indent:
                node, indent = stack.pop()
            if at != indent or is_item is not (type(node) is list) or len(stack) > _DEEP:
                return None
            if is_item:
                if not key:
                    item = _ITEM.fullmatch(line)
                    if item is None or item[2] in _NULLS:
                        return None
                    node.append(item[2])
                    continue
                child = {}
                node.append(child)
                stack.append((node, indent))
                node, indent = child, at + 2
            elif not key:
                return None
        # libyaml takes no key beyond 1024 characters.
        if key in node or len(key) > 100 or (len(key) == 4 and key in _NULLS):
            return None
        if not colon:
            node[key] = None
            waiting = key
            continue
        first = value[:1]
        if first in _STARTS or first > "\x7f":
            if ": " in value or value[-1] in ": " or (has_hash and " #" in value):
                return None
            # The length first: it spares most texts the hash.
            node[key] = None if len(value) == 4 and value in _NULLS else value
        elif first == "[" and _WORDS.fullmatch(value):
            words = value[1:-1].split(", ")
            if not _NULLS.isdisjoint(words):
                return None
            node[key] = words
        elif first in ('"', "'") and len(value) > 1 and value[-1] == first:
            escape = '\\"' if first == '"' else "''"
            inner = value[1:-1]
            rest = inner.replace(escape, "")
            if first in rest or (first == '"' and "\\" in rest):
                return None
            node[key] = inner.replace(escape, first)
        else:
            return None
    return root or None


def _is_key(word: str) -> bool:
    """Whether it is read as a key without more ado: hyphens may stand in it."""
    return word.isidentifier() or (word[:1] != "-" and word.replace("-", "_").isidentifier())


def key_line(text: str, key: str) -> int:
    """The line of a key of the root, in a text that `read` takes."""
    # In the plain shape, what begins a line is a key of the root or a comment.
    return text.count("\n", 0, f"\n{text}".index(f"\n{key}:")) + 1
