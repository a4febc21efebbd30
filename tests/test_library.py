"""The public names, and the page on them: each of its examples is run."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tracker

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_every_example_of_the_page_runs_as_it_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (DOCS / "library.md").read_text(encoding="utf-8")
    files = re.findall(r'^```yaml title="(\S+)"\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
    for name, text in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    examples = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    monkeypatch.chdir(tmp_path)

    test = doctest.DocTestParser().get_doctest(examples, {}, "library.md", "library.md", 0)
    failed, tried = doctest.DocTestRunner(verbose=False).run(test)
    assert capsys.readouterr().out == ""
    assert (failed, len(files), tried > 30) == (0, 4, True)


def test_every_public_name_is_there_and_on_the_page() -> None:
    page = (DOCS / "library.md").read_text(encoding="utf-8")
    told_by_their_use = {
        "Change",
        "Diagnostic",
        "Due",
        "Facts",
        "Prediction",
        "Record",
        "Standing",
        "__version__",
    }

    for name in tracker.__all__:
        assert getattr(tracker, name) is not None
        assert name in page or name in told_by_their_use
    assert set(tracker.__all__) <= set(dir(tracker))


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'tracker' has no attribute 'lode'"):
        tracker.lode  # noqa: B018


@pytest.mark.parametrize("name", ["load", "Filter", "due", "score"])
def test_a_name_loads_no_pandas(name: str) -> None:
    code = f"import sys, tracker; tracker.{name}; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_a_frame_without_its_extra_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tracker.export.dataframe", raising=False)
    monkeypatch.setitem(sys.modules, "pandas", None)
    message = r"needs the extra `export` \(pandas\): pip install 'prediction-tracker\[export\]'"

    with pytest.raises(ImportError, match=message):
        tracker.frame  # noqa: B018


def test_a_part_of_the_package_is_there_without_an_import() -> None:
    assert tracker.__getattr__("scoring") is sys.modules["tracker.scores.scoring"]
