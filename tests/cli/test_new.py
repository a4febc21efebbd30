from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.records.schema import schemas

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PARTS = {
    "--claim": "Robot taxis run in ten cities.",
    "--quote": "in ten cities: soon",
    "--speaker": "Ada Example",
    "--source": "https://example.org/talk",
    "--made-on": "2024-03",
    "--as-said": "within two years",
    "--correct": "They do.",
    "--incorrect": "They don't.",
}
GIVE = "hint: pass the missing parts as options, or run the command in a terminal to be prompted\n"
FOLDERS = "hint: use letters, digits, spaces and ._- only, and begin with a letter or digit\n"
RECORD = """\
claim: Robot taxis run in ten cities.
quote: "in ten cities: soon"
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03
deadline:
  as_said: within two years
  kind: by
  latest: 2026-03-31
criteria:
  correct: They do.
  incorrect: They don't.
status: open
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def flags(**changed: str | None) -> list[str]:
    parts = {**PARTS, **{"--" + key.replace("_", "-"): value for key, value in changed.items()}}
    return [word for key, value in parts.items() if value is not None for word in (key, value)]


def test_a_record_is_written_with_the_window_of_the_phrase(run: Run, root: Path) -> None:
    ran = run("new", "ada-taxis", *flags(), "--no-comments")
    assert ran.code == 0
    assert ran.err == "note: 'within two years' is read as \"by 2026-03-31\"\n"
    assert (root / "predictions/ada-taxis.yaml").read_text(encoding="utf-8") == RECORD
    assert ran.out.startswith(
        "--- /dev/null\n+++ b/predictions/ada-taxis.yaml\n@@ -0,0 +1,13 @@\n+claim:"
    )
    assert "wrote predictions/ada-taxis.yaml\n" in ran.out
    assert run("check").code == 0


def test_it_is_annotated_and_names_the_schema_from_where_it_stands(run: Run, root: Path) -> None:
    (root / "schema").mkdir()
    (root / "schema/prediction.schema.json").write_text(schemas()["prediction.schema.json"])
    ran = run("new", "2024/03/ada-taxis", *flags())
    assert ran.code == 0
    assert "wrote predictions/2024/03/ada-taxis.yaml\nupdated schema/prediction" in ran.out
    assert '{"const": "wang-yang"' in (root / "schema/prediction.schema.json").read_text("utf-8")
    text = (root / "predictions/2024/03/ada-taxis.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../../schema/prediction.schema.json\n"
        "\n# The claim as one checkable English sentence; in the editor's words, not the speaker's.\nclaim: Robot"
    )
    modeline = text.split("\n")[0].partition("=")[2]
    assert (
        root / "predictions/2024/03" / modeline
    ).resolve() == root / "schema/prediction.schema.json"


def test_what_the_policy_assumed_is_written(run: Run, root: Path) -> None:
    assumed = "An earlier event counts, too."
    ran = run("new", "ada-taxis", *flags(as_said="in two years"))
    assert f"note: 'in two years' is read as \"by 2026-03-31\" ({assumed})\n" in ran.err
    assert f"+  assumed: {assumed}\n" in ran.out


def test_what_was_assumed_is_not_written_beside_other_days(run: Run, root: Path) -> None:
    assumed = "The deadline is the last day of the period."
    ran = run("new", "ada-taxis", *flags(as_said="by 2027"), "--dry-run")
    assert "+  latest: 2027-12-31\n" in ran.out
    assert assumed in ran.out
    ran = run("new", "ada-taxis", *flags(as_said="by 2027", latest="2027-01-01"), "--dry-run")
    assert "+  latest: 2027-01-01\n" in ran.out
    assert "assumed:" not in ran.out


def test_a_word_that_the_policy_cannot_read_is_named(run: Run, root: Path) -> None:
    ran = run("new", "ada-taxis", *flags(as_said="by Ramadan 2027"))
    assert ran.code == 2
    note = "note: can't turn 'by Ramadan 2027' into dates: `Ramadan` is unclear\n"
    assert note in ran.err


@pytest.mark.parametrize(
    ("parts", "deadline"),
    [
        ({"as_said": None, "latest": "2026-05-13"}, "deadline: 2026-05-13\n"),
        ({"as_said": "soon", "kind": "undated"}, "deadline:\n  as_said: soon\n  kind: undated\n"),
        ({"as_said": "in spring", "earliest": "2026-03-01", "latest": "2026-05-31"}, "  kind: between\n  earliest: 2026-03-01\n  latest: 2026-05-31\n"),
        ({"latest": "2026-02-28", "assumed": "mine"}, "  as_said: within two years\n  kind: by\n  latest: 2026-02-28\n  assumed: mine\n"),
        ({"as_said": None, "after": "due", "within": "P1Y"}, "  kind: after_event\n  after: due\n  within: P1Y\n"),
        ({"as_said": "not for years", "earliest": "2030-01-01"}, "  kind: not_before\n  earliest: 2030-01-01\n"),
    ],
)  # fmt: skip
def test_the_options_say_the_deadline(
    run: Run, root: Path, parts: dict[str, str | None], deadline: str
) -> None:
    ran = run("new", "ada-taxis", *flags(**parts), "--no-comments")
    assert ran.code == 0, ran
    assert deadline in (root / "predictions/ada-taxis.yaml").read_text(encoding="utf-8")


def test_a_claim_that_was_made_before_is_shown_the_same_speaker_first(run: Run, root: Path) -> None:
    claim = "A film is made from just a script."
    ran = run("new", "again", *flags(claim=claim, speaker="zhou-hongyi"))
    assert ran.code == 0
    shown = ran.err.split("note: similar predictions:\n")[1].splitlines()
    assert shown[0] == "  due: A film is made from a script."
    assert shown[-1] == "hint: if one of them is the same claim, pass its id with --restates"
    assert len(shown) == 6
    ran = run("new", "once-more", *flags(claim=claim), "--restates", "due")
    assert "said before" not in ran.err
    assert "+restates: due\n" in ran.out


def test_missing_parts_are_named(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run("new", "a") == (
        2,
        "",
        f"error: missing: --claim, --quote, --speaker, --source, --made-on\n{GIVE}",
    )
    ran = run("new", "a", *flags(as_said="soonish"))
    note = "note: can't turn 'soonish' into dates: `soonish` is unclear\n"
    assert ran.err == f"{note}error: missing: --kind with --earliest or --latest\n{GIVE}"
    ran = run("new", "a", *flags(incorrect=None))
    assert ran.err.endswith(f"error: missing: --incorrect\n{GIVE}")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Ada_Taxis", "error: invalid id 'Ada_Taxis': use a-z, 0-9 and -\nhint: did you mean `ada-taxis`?\n"),
        ("due", "error: id `due` is already in use: predictions/due.yaml\nhint: choose another id\n"),
        ("2024/due", "error: id `due` is already in use: predictions/due.yaml\nhint: choose another id\n"),
        ("../seeds/a", "error: invalid folder in '../seeds/a'\n" + FOLDERS),
        ("con", "error: id 'con' is reserved on Windows\nhint: choose another id\n"),
        ("2024/Aux/a", "error: folder name 'Aux' is reserved on Windows\nhint: choose another folder name\n"),
        ("2024./a", "error: folder name '2024.' ends in a dot\nhint: choose another folder name\n"),
        ("/tmp/a", "error: invalid folder in '/tmp/a'\n" + FOLDERS),
    ],
)  # fmt: skip
def test_an_id_that_can_not_be_is_told(run: Run, root: Path, name: str, error: str) -> None:
    assert run("new", name, *flags()) == (2, "", error)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"speaker": "wang-yan"}, "error[unknown-speaker] unknown speaker `wang-yan`\nhint: did you mean `wang-yang`? If not, add `wang-yan` to seeds/people.yaml, or write the full name\n"),
        ({"source": "heral"}, "hint: did you mean `herald`? If not, add seeds/heral.yaml, or write a link\n"),
        ({"restates": "du"}, "hint: did you mean `due`?\n"),
        ({"source": "no link"}, "error[invalid-source]"),
        ({"latest": "2020-01-01"}, "error[deadline-before-made-on]"),
    ],
)  # fmt: skip
def test_a_record_that_would_not_pass_is_not_written(
    run: Run, root: Path, changed: dict[str, str | None], error: str
) -> None:
    ran = run("new", "ada-taxis", *flags(**changed))
    assert ran.code == 1
    assert error in ran.out
    assert ran.err.endswith(
        "error: the record would not pass `tracker check`; nothing was written\n"
    )
    assert not (root / "predictions/ada-taxis.yaml").exists()


def test_an_id_that_is_taken_while_the_record_is_made_is_told(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_: object) -> None:
        other = root / "predictions/b/n2.yaml"
        other.parent.mkdir()
        other.write_text(RECORD, encoding="utf-8")

    monkeypatch.setattr("tracker.cli.new.show_diff", meanwhile)
    assert run("new", "a/n2", *flags(), "--no-comments") == (
        1,
        "",
        "note: 'within two years' is read as \"by 2026-03-31\"\n"
        "error: id `n2` is already in use: predictions/b/n2.yaml; nothing was written\n"
        "hint: choose another id\n",
    )
    assert not (root / "predictions/a").exists()
    assert not (root / "predictions/.tracker-alone").exists()


def test_a_dry_run_writes_nothing(run: Run, root: Path) -> None:
    ran = run("new", "x/ada-taxis", *flags(), "--dry-run")
    assert ran.code == 0
    assert not (root / "predictions/x").exists()


def test_a_dry_run_has_the_warnings_of_the_real_run(run: Run, root: Path) -> None:
    arguments = ("new", "ada-taxis", *flags(latest="2026-04-30"))
    dry, real = run(*arguments, "--dry-run"), run(*arguments)
    assert (dry.code, real.code) == (0, 0)
    warning = next(line for line in real.out.splitlines() if "warning[deadline-disagrees]" in line)
    assert warning in dry.err.splitlines()
    assert dry.out == real.out.partition("wrote ")[0]  # the diff alone is for `git apply`


def test_on_a_terminal_it_asks(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["A film is made out of a script.", "x" * 61, "A film", "in ten cities: soon"]
    answers += ["汪揚", "https://example.org/talk", "in March", "2024-03", "I believe"]
    answers += ["within two years", "y", "They do.", "They don't.", "flim, talks", "y"]
    answers += ["deu", "due", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers)))
    ran = run("new", "ada-taxis", "--no-comments")
    assert ran.code == 0, ran
    assert "`title` is too long: 61 characters, limit 60\n" in ran.err
    assert "note: 汪揚 has the key `wang-yang`\n" in ran.err
    assert "'within two years' is read as \"by 2026-03-31\"\nis that right? (y/n) [y]: " in ran.err
    assert "`flim` is new; use `film`? (y/n) [y]: " in ran.err
    assert "unknown record `deu`\nhint: did you mean `due`?\n" in ran.err
    text = RECORD.replace("Robot taxis run in ten cities.", "A film is made out of a script.")
    text = text.replace("quote:", "title: A film\nquote:").replace("Ada Example", "wang-yang")
    text = text.replace("deadline:", "hedge: I believe\ndeadline:")
    text = text.replace("status:", "restates: due\ntags: [film, talks]\nstatus:")
    assert (root / "predictions/ada-taxis.yaml").read_text(encoding="utf-8") == text
    assert list(root.glob("state/**/*.yaml")) == []


def test_on_a_terminal_the_policy_can_be_overruled(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = "n\nwhenever\nnot_before\n2020-01-01\n2026-04-01\n\nSpring begins in April.\n"
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    ran = run("new", "ada-taxis", *flags(), "--no-comments")
    assert ran.code == 0, ran
    assert "unknown value 'whenever' for `deadline.kind`\n" in ran.err
    assert "`earliest` (2020-01-01) is before `made_on` (2024-03)\n" in ran.err
    assert ran.err.count("an answer is required\n") == 1  # what was assumed
    text = (root / "predictions/ada-taxis.yaml").read_text(encoding="utf-8")
    assert "  earliest: 2026-04-01\n  assumed: Spring begins in April.\n" in text


def test_a_chinese_quote_is_translated_and_an_event_waited_for(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["it will be there in two years", "之後", "after_event", "after that", "deu", "due"]
    answers += ["-", "-", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers)))
    ran = run(
        "new",
        "ada-taxis",
        *flags(quote="在兩年內會有", as_said=None),
        "--within",
        "P1Y",
        "--no-comments",
    )
    assert ran.code == 0, ran
    text = (root / "predictions/ada-taxis.yaml").read_text(encoding="utf-8")
    assert "quote_en: it will be there in two years\n" in text
    end = "  as_said: 之後\n  as_said_en: after that\n  kind: after_event\n  after: due\n  within: P1Y\n"
    assert end in text


def test_an_option_is_checked_before_the_next_question(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["A film is made.", "", "in ten cities", "n", "wang-yang", "zhou-hongyi"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    ran = run("new", "a-film", "--speaker", "wang-yan", "--reported-by", "zhou-hongy")
    assert ran.code == 2  # the answers end here
    order = (
        "quote (",
        "unknown speaker `wang-yan`",
        "add this speaker?",
        "speaker (",
        "zhou-hongy`",
        "source (",
    )
    places = [ran.err.index(text) for text in order]
    assert places == sorted(places)
    assert "speaker: wang-yang\nreported_by: zhou-hongyi\n" in ran.err


def test_in_ci_nothing_is_asked(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("A claim.\n"))
    monkeypatch.setenv("CI", "true")
    ran = run("new", "ada-taxis")
    assert ran.err.startswith("error: missing: --claim, --quote,")


def test_a_kind_needs_its_ends_and_takes_no_others(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    ran = run("new", "a", *flags(as_said="in spring", kind="between", earliest="2026-03-01"))
    assert (ran.code, ran.out) == (2, "")
    assert "\nerror: missing: --latest\n" in f"\n{ran.err}"
    ran = run("new", "a", *flags(kind="by", latest="2026-03-31", earliest="2026-03-01"))
    assert (ran.code, ran.err) == (
        2,
        "error: --earliest does not apply to kind `by`\nhint: use --latest\n",
    )
