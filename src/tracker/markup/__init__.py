"""HTML for pages: Jinja2 templates in which every value is escaped.

The dashboard and the static page share the templates, so a badge or a line of the scorecard is the
same in both.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from tracker import labels
from tracker.charts import theme
from tracker.records.dates import parse_date
from tracker.text import escape, is_web

if TYPE_CHECKING:  # the core, which imports this, has no Jinja2
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["LOGO", "environment", "logo", "render", "safe", "style"]

#: The picture of tabs and of the wordmark.
LOGO = Path(__file__).with_name("favicon.svg")

#: A date in prose: not one in an address, a file name or a longer number.
_DATE = re.compile(r"(?<![\w/.=-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w/=-])", re.ASCII)
#: The blanks inside a date in words.
_INSIDE = re.compile(r"(?<=[0-9]) (?=[A-Z])|(?<=[a-z]) (?=[0-9]{4})", re.ASCII)
#: Characters of Chinese, Japanese and Korean.
_EASTERN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def _visible(value: object) -> object:
    """Text with control characters made visible, before Jinja2 escapes it; HTML stays HTML."""
    return escape(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _prose(text: str) -> Markup:
    """Text whose dates are those of people, and not broken at the end of a line."""
    from markupsafe import escape as escape_html

    return safe(_DATE.sub(_day, str(escape_html(escape(text)))))


def _day(match: re.Match[str]) -> str:
    try:
        said = labels.day(parse_date(match[0]))
    except ValueError:
        said = match[0]
    return f'<time datetime="{match[0]}">{said}</time>'


def _unbroken(text: str) -> str:
    """Text whose dates in words are not broken at the end of a line."""
    return _INSIDE.sub("\N{NO-BREAK SPACE}", text)


@cache
def environment() -> Environment:
    """The templates, with autoescape on and the words and marks that they use."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    folder = files("tracker.markup").joinpath("templates")
    texts = {one.name: one.read_text("utf-8") for one in folder.iterdir()}
    templates = Environment(
        loader=DictLoader(texts),
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {"labels": labels, "mark": theme.mark, "by_word": theme.by_word}
    templates.tests["web"] = is_web
    templates.tests["eastern"] = lambda text: bool(_EASTERN.search(text))
    templates.filters["prose"] = _prose
    templates.filters["unbroken"] = _unbroken
    templates.filters["host"] = lambda url: urlsplit(url).hostname or url
    return templates


def render(template: str, /, **values: Any) -> Markup:
    """A template as HTML; whatever is not `Markup` in the values is text."""
    return safe(environment().get_template(template).render(**values))


def safe(html: str) -> Markup:
    """HTML that is inserted into a template as it is."""
    from markupsafe import Markup

    return Markup(html)


def style() -> str:
    """The colours and fonts of the theme as CSS variables and `:lang()` rules."""
    light, dark = theme.variables("light"), theme.variables("dark")
    both = ";".join(f"{name}:light-dark({light[name]},{dark[name]})" for name in light)
    scripts = "".join(f":lang({tag}){{--script:{fonts}}}" for tag, fonts in theme.SCRIPTS.items())
    marks = "".join(
        f'.g-{mark.word}{{--shape:url("{_svg(mark.path)}");--colour:var(--m-{mark.word})}}'
        f".b-{mark.word}{{background:var(--m-{mark.word})}}"
        for mark in theme.MARKS
    )
    both += f";--logo:url({logo()})"
    return f":root{{{both};--sans:{theme.SANS};--serif:{theme.SERIF}}}{scripts}{marks}{_style()}"


@cache
def logo() -> str:
    """The picture as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(LOGO.read_bytes()).decode()


def _svg(path: str) -> str:
    """A shape of the theme as the address of a picture, for CSS masks."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-1.1 -1.1 2.2 2.2'>"
        f"<path d='{path}'/></svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe=" /:='")


def _style() -> str:
    return files("tracker.markup").joinpath("page.css").read_text("utf-8")
