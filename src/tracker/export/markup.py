"""HTML built from elements: every string that is not `Markup` is text, and is escaped."""

from __future__ import annotations

import html
import json

from tracker.text import escape, is_web

__all__ = ["Markup", "el", "join", "link", "script_json"]

_VOID = frozenset({"br", "input", "link", "meta"})


class Markup(str):
    """Finished HTML. Any other string is data."""

    __slots__ = ()


Child = str | None


def el(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element: `el("p", text, class_="quiet")`.

    In attribute names a trailing `_` is dropped and any other becomes `-`. Attributes that are None
    or False are left out.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{html.escape(escape(str(value)))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: Child) -> Markup:
    """The children in a row, with control characters made visible, as on a terminal."""
    return Markup(
        "".join(
            child if isinstance(child, Markup) else html.escape(escape(child))
            for child in children
            if child
        )
    )


def link(label: str, url: str | None) -> Markup:
    """A link if the address is http(s), else only the label."""
    if url is None or not is_web(url):
        return join(label)
    return el("a", label, href=url, rel="noreferrer noopener")


def script_json(value: object, name: str) -> Markup:
    """Data for the page's script, escaped so that it cannot end the element."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/json" id="{name}">{text}</script>')
