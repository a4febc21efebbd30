"""What is kept between two runs never changes what a command prints."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.fuzz.edits import begin, carry_out, coarsen, sequences

from tracker.cli import main

questions = st.sampled_from(
    [
        ("due",), ("due", "--format", "json"), ("due", "--fail-on", "due"),
        ("due", "--format", "junit"), ("list",), ("list", "--format", "json"),
    ]
)  # fmt: skip
#: Which version of the code is installed when a run begins.
versions = st.lists(st.sampled_from([0, 0, 0, 0, 1]), min_size=5, max_size=5)


def asked(root: Path, *question: str) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main([*question, "--root", str(root), "--as-of", "2026-05-14"])
    return code, said.getvalue()


def install(patch: pytest.MonkeyPatch, version: int) -> None:
    """Version 1 takes nothing for a prediction, and indents what it prints by one."""
    patch.setattr("tracker.fingerprint.of_rows", lambda: version)
    patch.setattr("tracker.fingerprint.of_answers", lambda: str(version))
    if version:
        patch.setattr("tracker.judge.is_prediction", lambda _: False)
        patch.setattr("tracker.report.due_text._INDENT", " ")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take minutes
)
@given(sequences, questions, versions)
def test_a_command_says_the_same_with_and_without_it(
    tmp_path_factory: pytest.TempPathFactory,
    runs: list[list[tuple[object, ...]]],
    question: tuple[str, ...],
    installed: list[int],
) -> None:
    place = tmp_path_factory.mktemp("all")
    root = place / "registry"
    begin(root)
    (place / "outside.yaml").write_text("claim: It is elsewhere.\n", "utf-8")
    for steps, version in zip(runs, installed, strict=False):
        carry_out(root, steps)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TRACKER_CACHE_DIR", str(place / "cache"))
            # With FAT's two seconds every file of this test would be too young to be trusted.
            coarsen(patch, 10_000_000)
            install(patch, version)
            expected = asked(root, *question, "--no-cache")
            assert asked(root, *question) == expected
            assert asked(root, *question) == expected
