"""Fast reader for the plain shape of YAML that nearly all records are written in.

It reads `key: text`, mappings, lists of mappings or words, `[a, b]`, comments, empty lines, and
quoted text whose only escapes are quotation marks. It declines anything else, mistakes included:
`reader` then asks libyaml, which takes five times as long. Tests make sure that both read the same.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["key_line", "read"]

# Text that begins with one of these, or with a character outside ASCII, needs no quotes.
_STARTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789(/$+.")
# Chinese characters too: lists name the authors of articles.
_WORD = "[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]*"
_ITEM = re.compile(f"( *)- ({_WORD})")
_WORDS = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
_NULLS = frozenset({"null", "Null", "NULL"})
# A record has four levels. Only libyaml reports a file that is too deep.
_DEEP = 20


def read(text: str) -> dict[str, Any] | None:
    """The values of a text in the plain shape; None for any other."""
    lines = text.split("\n")
    # Tabs, carriage returns, byte order marks, odd spaces and unassigned characters are not
    # printable: everything that libyaml and a line-by-line reader could read differently.
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
        if key.isidentifier():  # nearly every other line: no indent, and a value
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
                key = ""  # not a key, but perhaps a word in a list
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
        # libyaml accepts no key longer than 1024 characters.
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
            # Length first: most texts need no hash then.
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
    """Whether the word is a plain key: an identifier, which may contain hyphens."""
    return word.isidentifier() or (word[:1] != "-" and word.replace("-", "_").isidentifier())


def key_line(text: str, key: str) -> int:
    """The line of a key of the root, in a text that `read` accepts."""
    # In the plain shape, only keys of the root and comments begin a line.
    return text.count("\n", 0, f"\n{text}".index(f"\n{key}:")) + 1
