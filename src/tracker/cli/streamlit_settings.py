"""The server's settings and theme: one table, for `.streamlit/config.toml` and the CLI.

An installed package has no `.streamlit/config.toml`, so `tracker dashboard` passes them as flags.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from tracker.charts import theme

__all__ = ["CLOUD", "SETTINGS", "flags", "toml"]

Value = str | bool | int | list[str] | list[int]


def _colours(base: theme.Base) -> dict[str, Value]:
    """The colours of pages and charts on one background."""
    palette = theme.PALETTES[base]
    return {
        "primaryColor": palette.link,
        "backgroundColor": palette.paper,
        "secondaryBackgroundColor": palette.panel,
        "textColor": palette.ink,  # the default leaves captions at 3.88:1
        "linkColor": palette.link,
        "borderColor": palette.line,
        "grayTextColor": palette.quiet,
        "grayBackgroundColor": palette.panel,
        "chartCategoricalColors": theme.colours(base),
    }


#: The names of apps on Community Cloud, for the checkout's file only: it runs `app.py` with these
#: settings. Nobody else can point such a name at a reader's machine.
CLOUD = "*.streamlit.app"

SETTINGS: Mapping[str, Mapping[str, Value]] = {
    "server": {
        "headless": True,
        "address": "127.0.0.1",  # not reachable from the network; 0.0.0.0 only in a container
        # A page open beside it could read it under a name of its own (DNS rebinding).
        "allowedHosts": ["localhost", "127.0.0.1", "::1"],
        # Sends a quarter of the bytes; an open page polls every ten seconds.
        "enableWebsocketCompression": True,
    },
    "browser": {
        "gatherUsageStats": False,  # nothing leaves the machine
        # The address to print. Without it, Streamlit asks an outside host for one in a container.
        "serverAddress": "127.0.0.1",
    },
    "client": {
        "toolbarMode": "minimal",  # no Deploy button; the theme switch stays
        "showErrorDetails": "type",
    },
    "theme": {
        "font": theme.SANS,
        "headingFont": theme.SERIF,
        "baseFontSize": 15,
        "headingFontSizes": ["1.85rem", "1.3rem", "1.05rem"],
        "headingFontWeights": [600, 600, 600],
        "metricValueFontSize": "2.1rem",
        "metricValueFontWeight": 600,
        "paddingTop": "1rem",
        "paddingBottom": "3rem",
        "baseRadius": "small",
    },
    "theme.light": _colours("light"),
    "theme.dark": _colours("dark"),
}


def flags(settings: Mapping[str, Mapping[str, Value]] = SETTINGS) -> list[str]:
    """The settings as flags of `streamlit run`; each host name is a flag of its own."""
    return [
        f"--{section}.{key}={_flag(value)}"
        for section, keys in settings.items()
        for key, every in keys.items()
        for value in (every if key == "allowedHosts" and isinstance(every, list) else [every])
    ]


def toml(settings: Mapping[str, Mapping[str, Value]] = SETTINGS) -> str:
    """The settings as `.streamlit/config.toml` holds them."""
    lines = []
    for section, keys in settings.items():
        lines += ["", f"[{section}]"]
        # A JSON string, number, boolean or list is the same in TOML.
        lines += [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
    return "\n".join(lines[1:]) + "\n"


def _flag(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, list) else str(value)
