"""Questions in a real terminal: what is typed is checked, kept as a draft, and taken up again."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.editing import drafts
from tracker.editing.drafts import Draft

if TYPE_CHECKING:
    from tests.cli.conftest import Run

    from tracker.yamlfile.file import Plain

pty = pytest.importorskip("pty")  # not on Windows
SOURCE = Path(__file__).resolve().parents[2] / "src"
STYLES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
PATIENCE = 30.0


class Typist:
    """A command in a terminal of its own, and somebody who types into it."""

    def __init__(self, root: Path, *argv: str, plain: bool = True) -> None:
        self._ours, theirs = pty.openpty()
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(SOURCE), *sys.path]),
            "XDG_STATE_HOME": str(root / "state"),
            "TERM": "dumb" if plain else "xterm",
            "PROMPT_TOOLKIT_NO_CPR": "1",
        }
        for name in ("CI", "COLUMNS", "GITHUB_ACTIONS", "NO_COLOR"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker", *argv],
            cwd=root,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(theirs)
        self.shown = ""
        self._seen = 0

    def answer(self, *dialogue: tuple[str, str]) -> None:
        """Type each answer once its question is shown."""
        for question, typed in dialogue:
            self.wait_for(question)
            self.type(f"{typed}\n")

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.shown[self._seen :]:
            assert time.monotonic() < end, f"no {text!r} in {self.shown}"
            assert self._read(end), f"ended without {text!r}: {self.shown}"
        self._seen = self.shown.index(text, self._seen) + len(text)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def hang_up(self) -> int:
        os.close(self._ours)
        return self.process.wait(PATIENCE)

    def end(self) -> int:
        """Read to the end; returns the exit code."""
        end = time.monotonic() + PATIENCE
        while self._read(end):
            pass
        os.close(self._ours)
        return self.process.wait(PATIENCE)

    def _read(self, end: float) -> bool:
        if not select.select([self._ours], [], [], max(end - time.monotonic(), 0))[0]:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # how Linux reports the end
            return False
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        self.shown += STYLES.sub("", text)
        return bool(data)


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl-C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


FIRST = (
    ("claim (", "Driverless taxis will run in ten cities within two years."),
    ("title (", "Taxis in ten cities"),
    ("quote (", "within two years they will be in ten cities"),
)
PERSON = (
    ("speaker (", "ada-example"),
    ("add this speaker? (y/n) [y]", ""),
    ("name (as they write it themselves)", "Ada Example"),
    ("role (", "founder"),
    ("affiliation (", ""),
    ("stake (", "sells the taxis"),
)
CARD = (
    ("source (", "example-talk"),
    ("add this source? (y/n) [y]", ""),
    ("title: ", "The road ahead"),
    ("publisher [-]", "Example"),
    ("kind (", "talk"),
    ("language (", "english"),
    ("\nlanguage (", "en"),
    ("URL [-]", "https://example.org/talk"),
    ("URL of an archived copy", ""),
    ("published on", "2024-03-05"),
    ("how is that date known?", "the date on the page"),
    ("authors (", "ada-example"),
    ("your copy of the text", "talk.txt"),
    ("note (", ""),
)
LAST = (
    ("made on (", "2024-03-05"),
    ("hedge (", ""),
    ("deadline in", "soonish"),
    ("kind (", "by"),
    ("latest (", "2023-12-31"),
    ("\nlatest (", "2026-03-05"),
    ("assumed (", "Soon means two years."),
    ("correct (", "They run in ten cities."),
    ("incorrect (", "They do not."),
    ("tags (", "taxis"),
)


def registry(root: Path) -> Path:
    (root / "predictions").mkdir()
    (root / "talk.txt").write_text("“Within two years they will be in ten cities.”", "utf-8")
    return root


def test_from_nothing_to_a_clean_check(tmp_path: Path) -> None:
    typist = Typist(registry(tmp_path), "new", "ada-taxis", "--no-comments")
    typist.answer(*FIRST, *PERSON, *CARD, *LAST)
    assert typist.end() == 0, typist.shown
    assert "\ninvalid language 'english' for `language`\n" in typist.shown
    assert "\n`latest` (2023-12-31) is before `made_on` (2024-03-05)\n" in typist.shown
    wrote = [line for line in typist.shown.splitlines() if line.startswith("wrote ")]
    assert wrote == [
        "wrote seeds/people.yaml",
        "wrote seeds/example-talk.yaml",
        "wrote predictions/ada-taxis.yaml",
    ]
    assert (tmp_path / "seeds/people.yaml").read_text("utf-8") == (
        "ada-example:\n  name: Ada Example\n  role: founder\n  stake: sells the taxis\n"
    )
    card = (tmp_path / "seeds/example-talk.yaml").read_text("utf-8")
    assert "document:\n  file: talk.txt\n  sha256: " in card
    assert "published_on:\n  date: 2024-03-05\n  evidence: the date on the page\n" in card
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "check", "--strict"], cwd=tmp_path, check=False
    )
    assert done.returncode == 0
    assert list(tmp_path.glob("state/**/*.yaml")) == []


def test_ctrl_c_keeps_a_draft_that_is_taken_up(tmp_path: Path) -> None:
    typist = Typist(registry(tmp_path), "new", "ada-taxis", "--no-comments")
    typist.answer(*FIRST)
    typist.wait_for("speaker (")
    typist.type("\x03")
    assert typist.end() == 130
    assert "\nYour answers so far:\n\nclaim: Driverless taxis" in typist.shown
    [draft] = tmp_path.glob("state/tracker/drafts/*/new/ada-taxis.yaml")
    assert f"note: draft saved in {draft}\n" in typist.shown
    assert draft.parent.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("predictions/*")) == []

    typist = Typist(tmp_path, "new", "--resume", "--no-comments")
    typist.answer(*((question, "") for question, _ in FIRST))
    typist.answer(("speaker (", "Ada Example"), ("source (", "https://example.org/talk"), *LAST)
    assert typist.end() == 0, typist.shown
    text = (tmp_path / "predictions/ada-taxis.yaml").read_text("utf-8")
    assert "title: Taxis in ten cities\n" in text
    assert not draft.exists()


def test_a_terminal_that_is_closed_loses_nothing(tmp_path: Path) -> None:
    typist = Typist(registry(tmp_path), "new", "ada-taxis")
    typist.answer(*FIRST)
    typist.wait_for("speaker (")
    assert typist.hang_up() != 0
    [draft] = tmp_path.glob("state/tracker/drafts/*/new/ada-taxis.yaml")
    assert "within two years they will be in ten cities" in draft.read_text("utf-8")


def test_a_verdict_is_kept_too(root: Path) -> None:
    typist = Typist(root, "resolve", "overdue")
    typist.answer(("status (", "incorect"), ("did you mean `incorrect`?", "incorrect"))
    typist.answer(("resolved on", "2126-05-14"), ("is after `recorded_on`", "2026-05-14"))
    typist.wait_for("happened on")
    typist.type("\x03")
    assert typist.end() == 130
    assert "status: incorrect\nresolution:\n  resolved_on: 2026-05-14\n" in typist.shown
    typist = Typist(root, "resolve", "overdue", "--resume", "--dry-run")
    typist.answer(("status (", ""), ("resolved on", ""), ("happened on", ""), ("summary", ""))
    typist.answer(("note (", "No chip."), ("evidence (", "https://example.org"), ("title", ""))
    typist.answer(("publisher", ""), ("published on", "2026-05"), ("add another page?", "n"))
    assert typist.end() == 0, typist.shown
    assert "+  resolved_on: 2026-05-14\n" in typist.shown


def test_with_completion_a_key_is_completed(root: Path) -> None:
    pytest.importorskip("prompt_toolkit")
    typist = Typist(root, "new", "ada-taxis", "--no-comments", plain=False)
    typist.answer(*FIRST)
    typist.wait_for("speaker (")
    typist.type("zhou")
    typist.wait_for("周鸿祎")
    typist.type("\t\r")
    typist.wait_for("source (")
    typist.type("\x03")
    assert typist.end() == 130
    assert "\nspeaker: zhou-hongyi\n" in typist.shown


# The drafts themselves


@pytest.mark.parametrize(("choice", "name"), [("", "Ada"), ("maybe\nn", "Eve")])
def test_a_draft_is_offered_and_can_be_declined(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, choice: str, name: str
) -> None:
    from tests.cli.test_new import Terminal

    draft = Draft(root, "person", "ada")
    draft.save({"people": {"ada": {"name": "Ada"}}})
    typed = "" if name == "Ada" else name
    monkeypatch.setattr(sys, "stdin", Terminal(f"{choice}\n{typed}\n-\n-\n-\n"))
    ran = run("person", "add", "ada")
    assert ran.code == 0, ran
    assert ran.err.startswith("note: there is a draft of `ada`\ncontinue from it? (y/n)")
    assert ("your first answer will replace the draft" in ran.err) == (name == "Eve")
    assert f"ada:\n  name: {name}\n" in (root / "seeds/people.yaml").read_text("utf-8")
    assert not draft.path.exists()


def test_where_nobody_sees_a_question_none_is_asked(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_new import Terminal

    from tracker.cli.form import can_ask

    monkeypatch.setattr(sys, "stdin", Terminal("A claim."))
    monkeypatch.delenv("CI", raising=False)
    assert not can_ask()
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert can_ask()
    monkeypatch.setenv("CI", "true")
    assert not can_ask()


def test_a_draft_that_is_missing_or_broken_is_reported(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(root / "state"))
    draft = Draft(root, "person", "ada")
    draft.save({"people": {"ada": {"name": "Ada"}}})
    assert drafts.names(root, "person") == ["ada"]
    assert draft.read() == {"people": {"ada": {"name": "Ada"}}}
    ran = run("person", "add", "bob", "--resume")
    assert (ran.code, ran.err) == (
        2,
        "error: no draft of `bob`\nhint: run the command without --resume\n",
    )
    draft.path.write_text("a: [", encoding="utf-8")
    ran = run("person", "add", "ada", "--resume")
    assert ran.code == 2
    assert ran.err.startswith(f"error: can't read the draft {draft.path}: line 1: ")


def test_without_a_place_for_drafts_the_questions_are_asked_all_the_same(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_new import Terminal

    (root / "state").write_text("a file in the way", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", Terminal("Ada\n\n\n\n\n"))
    ran = run("person", "add", "ada")
    assert ran.code == 0, ran
    assert ran.err.count("warning: can't save a draft: ") == 1
    assert "ada:\n  name: Ada\n" in (root / "seeds/people.yaml").read_text("utf-8")


def test_new_needs_an_id_unless_there_is_one_draft(run: Run, root: Path) -> None:
    ran = run("new")
    assert (ran.code, ran.err.split("\n")[0]) == (2, "error: ID is required")
    ran = run("new", "--resume")
    assert (ran.code, ran.err.split("\n")[0]) == (2, "error: there is no draft")
    for name in ("a", "b"):
        Draft(root, "new", name).save({"claim": "A claim."})
    ran = run("new", "--resume")
    assert ran.err.startswith("error: there are several drafts\nhint: pass one of ")


def test_a_record_that_could_not_be_written_is_kept(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_new import Terminal, flags

    def closed(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("tracker.cli.new.show_diff", closed)
    monkeypatch.setattr(sys, "stdin", Terminal("Robot taxis will run.\n-\n\n\n\n\n\n\n\n\n\n-\n"))
    ran = run("new", "ada-taxis", *flags(claim=None), "--kind", "undated")
    assert ran.code == 141, ran
    assert "\nYour answers so far:\n\nclaim: Robot taxis will run.\n" in ran.err
    assert drafts.names(root, "new") == ["ada-taxis"]


def test_a_required_part_can_not_be_skipped(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_new import Terminal

    monkeypatch.setattr(sys, "stdin", Terminal("-\nAda\n-\n-\n-\n"))
    ran = run("person", "add", "ada")
    assert ran.err.count("an answer is required\n") == 1
    assert "ada:\n  name: Ada\n" in (root / "seeds/people.yaml").read_text("utf-8")


def test_an_earlier_answer_can_be_erased(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prompt_toolkit")
    monkeypatch.setenv("XDG_STATE_HOME", str(root / "state"))
    people: dict[str, Plain] = {"ada": {"name": "Ada", "role": "founder"}}
    Draft(root, "person", "ada").save({"people": people})
    typist = Typist(root, "person", "add", "ada", "--resume", plain=False)
    typist.wait_for("Ada")
    typist.type("\x15\r")
    typist.wait_for("an answer is required")
    typist.wait_for("Ada")
    typist.type("\r")
    typist.wait_for("founder")
    typist.type("\x15\r")
    typist.answer(("affiliation (", ""), ("stake (", ""))
    assert typist.end() == 0, typist.shown
    assert "ada:\n  name: Ada\n" in (root / "seeds/people.yaml").read_text("utf-8")
    assert "role" not in (root / "seeds/people.yaml").read_text("utf-8")


def test_a_draft_whose_id_is_taken_is_named(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(root / "state"))
    draft = Draft(root, "new", "due")
    draft.save({"claim": "A claim."})
    ran = run("new", "--resume")
    assert ran.code == 2
    assert ran.err == (
        "error: id `due` is already in use: predictions/due.yaml\n"
        f"hint: rename the draft to use it under another id: {draft.path}\n"
    )
    assert draft.path.exists()
