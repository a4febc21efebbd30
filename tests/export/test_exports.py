"""What holds for every format."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tracker.export import EXPORTS, Options

if TYPE_CHECKING:
    from tests.export.conftest import Case


def test_every_format_is_the_same_each_time(case: Case) -> None:
    for export in EXPORTS.values():
        first = export.render(case.registry, case.rows, case.today, Options())
        assert export.render(case.registry, case.rows, case.today, Options()) == first


def test_no_text_says_nan_or_none(case: Case) -> None:
    for name, export in EXPORTS.items():
        if export.form == "text":
            text = case.text(name)
            assert "nan" not in text.casefold()
            assert "None" not in text


@pytest.mark.parametrize("library", ["pandas", "pyarrow", "icalendar", "altair", "streamlit"])
def test_listing_the_formats_loads_nothing_heavy(library: str) -> None:
    code = f"import sys, tracker.export; print({library!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_each_format_names_its_form_and_its_media_type() -> None:
    for export in EXPORTS.values():
        assert export.form in ("text", "binary", "folder")
        assert "/" in export.media_type
        assert export.suffix.startswith(".")
        assert export.description == export.description.strip(". ")
