from __future__ import annotations

import itertools
import math

import pytest

from tracker.charts.theme import MARKS, PALETTES, Base, colours, words
from tracker.cli.streamlit_settings import SETTINGS
from tracker.records.state import State
from tracker.records.vocabulary import STATUSES

Vector = tuple[float, float, float]

#: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
UNSCORED = {"ambiguous", "annulled", "withdrawn"}


def _linear(colour: str) -> Vector:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def _times(matrix: tuple[tuple[float, ...], ...], vector: Vector) -> Vector:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def contrast(one: str, other: str) -> float:
    low, high = sorted(_times(XYZ, _linear(colour))[1] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _lab(linear: Vector) -> Vector:
    clipped = [min(max(value, 0.0), 1.0) for value in linear]
    xyz = _times(XYZ, (clipped[0], clipped[1], clipped[2]))
    x, y, z = (
        math.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116
        for v in (xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_every_state_and_verdict_has_a_look_of_its_own() -> None:
    states = [state for state in State if state is not State.RESOLVED]
    assert words() == [*states, "deferred", *(status for status in STATUSES if status != "open")]
    for part in ("label", "path", "meaning"):
        assert len({getattr(mark, part) for mark in MARKS}) == len(MARKS)


@pytest.mark.parametrize("base", ["light", "dark"])
def test_colours_stand_out_from_the_background(base: Base) -> None:
    background = SETTINGS[f"theme.{base}"]["backgroundColor"]
    assert isinstance(background, str)
    assert {c: contrast(c, background) for c in colours(base) if contrast(c, background) < 3} == {}


@pytest.mark.parametrize("base", ["light", "dark"])
def test_text_is_legible_on_paper_and_panel(base: Base) -> None:
    palette = PALETTES[base]
    weak = {
        (text, below): round(contrast(getattr(palette, text), getattr(palette, below)), 2)
        for text in ("ink", "quiet", "link", "today")
        for below in ("paper", "panel")
        if contrast(getattr(palette, text), getattr(palette, below)) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("base", ["light", "dark"])
def test_colours_stay_apart(base: str, sight: str) -> None:
    seen = {
        mark.word: _lab(_times(SIGHT[sight], _linear(getattr(mark, base))))
        for mark in MARKS
        if mark.word not in {"deferred", *UNSCORED - {"annulled"}}
    }
    near = {
        (one, other): round(math.dist(seen[one], seen[other]), 1)
        for one, other in itertools.combinations(seen, 2)
        if math.dist(seen[one], seen[other]) < 15
    }
    assert near == {}
