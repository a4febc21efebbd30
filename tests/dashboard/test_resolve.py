from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from tracker.dashboard import resolve
from tracker.registry import load

Open = Callable[..., AppTest]
Visit = Callable[..., None]

DASHBOARD = Path(str(resolve.__file__)).parent
READ_ONLY = "Read-only: to save verdicts from this page, start the dashboard with --edit."
FIELDS = {
    "resolved_on": "2026-05-14",
    "note": "No chip reached it.",
    "evidence-0-url": "https://example.org/benchmark",
    "evidence-0-published_on": "2026-05-02",
    "by": "Eve",
}
#: A record as a person writes it, with what an edit could lose.
RECORD = """\
# kept as it is
claim: 'Chips reach it.'
quote: it will be there within two years   # as printed
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline: {as_said: within two years, kind: by, latest: 2026-03-05}
criteria: {correct: It is there., incorrect: It is not there.}
status: open  # until it is judged
tags: [chips]
"""
WRITTEN = RECORD.replace(
    "status: open  # until it is judged\n",
    """\
status: incorrect  # until it is judged
resolution:
  resolved_on: 2026-05-14
  note: No chip reached it.
  evidence:
    - url: https://example.org/benchmark
      published_on: 2026-05-02
  recorded_on: 2026-11-21
  by: Eve
""",
)


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Start the server so, and be this visitor; as it should be, unless something is named."""
    before = config.get_option("server.address")

    def as_visitor(
        *,
        edit: str | None = "1",
        address: str | None = "127.0.0.1",
        headers: Mapping[str, str] | None = None,
        ip: str = "127.0.0.1",
    ) -> None:
        if edit is None:
            monkeypatch.delenv("TRACKER_EDIT", raising=False)
        else:
            monkeypatch.setenv("TRACKER_EDIT", edit)
        config.set_option("server.address", address)
        sent = {"Host": "localhost:8501"} if headers is None else headers
        client = SimpleNamespace(headers=list(sent.items()), remote_ip=ip)
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)

    yield as_visitor
    config.set_option("server.address", before)


@pytest.fixture
def root(make_registry: Callable[..., Path]) -> Path:
    return make_registry({"a": RECORD})


def fill(app: AppTest, status: str | None = "incorrect", **fields: str) -> AppTest:
    """Fill in the form and ask for the diff."""
    if status:
        app.radio("resolve-a-status").set_value(status)
    for name, text in fields.items():
        key = f"resolve-a-{name}"
        if name.endswith("_on") or name == "until":
            app.date_input(key).set_value(date.fromisoformat(text) if text else None)
        elif name in ("note", "looked"):
            app.text_area(key).set_value(text)
        else:
            app.text_input(key).set_value(text)
    app.button("resolve_show").click().run()
    assert not app.exception
    return app


def diffs(app: AppTest) -> list[str]:
    return [code.value for code in app.code if code.language == "diff"]


def texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def can_write(app: AppTest) -> bool:
    return "resolve_write" in {button.key for button in app.button}


def test_the_diff_is_shown_and_then_written(
    root: Path, open_page: Open, visit: Visit, seen: Callable[[AppTest], Any]
) -> None:
    visit()
    path = root / "predictions/a.yaml"
    app = open_page(root, "record", id="a")
    assert not can_write(app)
    fill(app, **FIELDS)
    [diff] = diffs(app)
    assert diff.startswith("--- a/predictions/a.yaml\n+++ b/predictions/a.yaml\n")
    added = {line[1:] for line in diff.splitlines() if line.startswith("+")}
    assert set(WRITTEN.splitlines()) - set(RECORD.splitlines()) <= added
    assert path.read_text() == RECORD
    app.button("resolve_write").click().run()
    assert not app.exception
    assert path.read_text() == WRITTEN
    assert "predictions/a.yaml:9" in texts(app)
    assert "No chip reached it." in seen(app).text  # the page shows the verdict
    assert not can_write(app)
    assert diffs(app) == []


def test_what_the_file_became_passes_its_check(root: Path, open_page: Open, visit: Visit) -> None:
    visit()
    fill(open_page(root, "record", id="a"), **FIELDS).button("resolve_write").click().run()
    assert load(root).diagnostics == ()


@pytest.mark.parametrize("edit", [None, "", "0", "true"])
def test_without_the_flag_there_is_only_the_diff(
    root: Path, open_page: Open, visit: Visit, edit: str | None
) -> None:
    visit(edit=edit)
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    assert READ_ONLY in texts(app)
    assert len(diffs(app)) == 1
    assert not can_write(app)
    assert (root / "predictions/a.yaml").read_text() == RECORD


def test_the_diff_is_what_git_applies(root: Path, open_page: Open, visit: Visit) -> None:
    visit(edit=None)
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    # The page's code block has lost the last line's end; the download has not.
    patch = (diffs(app)[0] + "\n").encode()
    subprocess.run(["git", "apply", "-"], cwd=root, input=patch, check=True)
    assert (root / "predictions/a.yaml").read_text() == WRITTEN
    labels = [button.proto.label for button in app.get("download_button")]
    assert "Download for `git apply`" in labels


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_git_applies_the_download_whatever_the_file_is_like(
    root: Path,
    open_page: Open,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    bom: str,
    end: str,
    *,
    is_ended: bool,
) -> None:
    offered: dict[str, bytes] = {}

    def download_button(
        _label: str, content: bytes, *_rest: object, key: str = "", **_more: object
    ) -> None:
        offered[key] = content

    monkeypatch.setattr("streamlit.download_button", download_button)
    visit(edit=None)
    path = root / "predictions/a.yaml"
    # the first line changes with the last one, so that the byte order mark is among what is shown
    record = RECORD.replace("tags: [chips]\n", "").replace("# kept as it is\n", "")
    record = "status: open\n" + record.replace("status: open  # until it is judged\n", "")
    text = bom + (record if is_ended else record.rstrip("\n")).replace("\n", end)
    path.write_text(text, encoding="utf-8", newline="")
    fill(open_page(root, "record", id="a"), **FIELDS)
    for options in (["--check"], []):
        subprocess.run(
            ["git", "apply", *options, "-"], cwd=root, input=offered["resolve_download"], check=True
        )
    assert path.read_bytes().startswith(f"{bom}status: incorrect{end}resolution:{end}".encode())


@pytest.mark.parametrize(
    ("visitor", "because"),
    [
        # the server's address
        ({"address": "0.0.0.0"}, "the server listens on 0.0.0.0, not on localhost."),
        ({"address": "::"}, "the server listens on ::, not on localhost."),
        ({"address": "192.168.1.5"}, "the server listens on 192.168.1.5, not on localhost."),
        ({"address": "tracker.example"}, "the server listens on tracker.example, not"),
        ({"address": None}, "the server listens on all network addresses, not"),
        ({"address": ""}, "the server listens on all network addresses, not"),
        # the name in the browser's address bar
        ({"headers": {"Host": "evil.example:8501"}}, "opened as 'evil.example:8501', not"),
        ({"headers": {"Host": "localhost.evil.example"}}, "opened as 'localhost.evil"),
        ({"headers": {"Host": "127.0.0.1.evil.example"}}, "opened as '127.0.0.1.evil"),
        ({"headers": {"Host": "localhost@evil.example"}}, "opened as 'localhost@evil"),
        ({"headers": {"Host": "[::1"}}, "opened as '[::1', not"),
        ({"headers": {"Host": "0.0.0.0:8501"}}, "opened as '0.0.0.0:8501', not"),
        ({"headers": {"Host": ""}}, "opened as '', not"),
        ({"headers": {}}, "opened as None, not"),
        # the visitor
        ({"ip": "192.168.1.9"}, "you are connected from 192.168.1.9, not from the machine that runs the dashboard."),
        ({"ip": "fe80::1"}, "you are connected from fe80::1, not from the machine that runs the dashboard."),
        (
            {"headers": {"Host": "localhost", "X-Forwarded-For": "203.0.113.1"}},
            "goes through a proxy that others may use.",
        ),
    ],
)  # fmt: skip
def test_whoever_is_not_at_the_machine_can_not_write(
    root: Path, open_page: Open, visit: Visit, visitor: dict[str, str], because: str
) -> None:
    visit(**visitor)
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    assert [text for text in texts(app) if because in text] != []
    assert len(diffs(app)) == 1
    assert not can_write(app)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.3.2.1", "localhost", "LOCALHOST", "::1"])
@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "Localhost"])
@pytest.mark.parametrize("ip", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_whoever_is_at_the_machine_can(visit: Visit, address: str, host: str, ip: str) -> None:
    visit(address=address, headers={"Host": host}, ip=ip)
    assert resolve.barrier() is None


def test_a_button_of_before_does_not_open_a_gate_that_is_shut(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    visit(headers={"Host": "evil.example"})
    app.button("resolve_write").click().run()
    assert (root / "predictions/a.yaml").read_text() == RECORD
    assert not can_write(app)


def test_a_file_that_changed_meanwhile_is_not_written(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    path = root / "predictions/a.yaml"
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    path.write_text(RECORD.replace("[chips]", "[chips, models]"))
    app.button("resolve_write").click().run()
    assert not app.exception
    assert path.read_text() == RECORD.replace("[chips]", "[chips, models]")
    [refused] = [text for text in texts(app) if "changed since it was read" in text]
    assert "line 10 was 'tags: [chips]' and is now 'tags: [chips, models]'" in refused
    assert refused.endswith("nothing was written. Review the file, then show the diff again.")
    # what was typed is still there, and the diff is made from the new file
    app.button("resolve_show").click().run()
    app.button("resolve_write").click().run()
    assert path.read_text() == WRITTEN.replace("[chips]", "[chips, models]")


def test_a_diff_of_an_older_file_is_not_offered(root: Path, open_page: Open, visit: Visit) -> None:
    visit()
    path = root / "predictions/a.yaml"
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    path.write_text(RECORD + "# another line\n")
    app.run()
    assert not can_write(app)
    assert diffs(app) == []
    assert (
        "The file changed after this diff was made. Review it, then show the diff again."
    ) in texts(app)


def test_a_record_that_somebody_settled_meanwhile(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    app = open_page(root, "record", id="a")
    (root / "predictions/a.yaml").write_text(WRITTEN)
    fill(app, "correct", **FIELDS)
    assert "The record is incorrect, so there is nothing to resolve." in texts(app)
    assert (root / "predictions/a.yaml").read_text() == WRITTEN


def test_a_file_that_can_not_be_written_is_told_of(
    root: Path, tmp_path_factory: pytest.TempPathFactory, open_page: Open, visit: Visit
) -> None:
    visit()
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    outside = tmp_path_factory.mktemp("outside") / "a.yaml"
    outside.write_text(RECORD)
    (root / "predictions/a.yaml").unlink()
    (root / "predictions/a.yaml").symlink_to(outside)
    app.button("resolve_write").click().run()
    assert not app.exception
    assert outside.read_text() == RECORD


def test_everything_that_is_wrong_is_told_at_its_field(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    wrong = {
        "resolved_on": "",
        "summary": "x" * 161,
        "evidence-0-url": "javascript:alert(1)",
        "evidence-0-archive_url": "ftp://example.org",
    }
    app = fill(open_page(root, "record", id="a"), None, **wrong)
    messages = [text for text in texts(app) if re.match("Choose|Use|Give|Enter", text)]
    # in the order of the form
    assert messages == [
        "Choose a verdict.",
        "Use at most 160 characters.",
        "Choose the first day on which the verdict was possible.",
        "Give the reasons for the verdict.",
        "Enter a full address that begins with https://.",
        "Enter a full address that begins with https://.",
    ]
    assert diffs(app) == []
    assert not can_write(app)


def test_a_verdict_needs_a_page(root: Path, open_page: Open, visit: Visit) -> None:
    visit()
    app = fill(open_page(root, "record", id="a"), resolved_on="2026-05-14", note="It is not.")
    order = [getattr(node, "label", "") or getattr(node, "value", "") for node in app.main]
    link, message = "Evidence 1: link *", "Add at least one page as evidence."
    assert order.index(link) < order.index(message) < order.index("Publisher")
    assert not can_write(app)


def test_more_pages_and_rows_left_empty(root: Path, open_page: Open, visit: Visit) -> None:
    visit()
    app = open_page(root, "record", id="a")
    for _ in range(2):
        app.button("resolve_page").click().run()
    fields = {"evidence-2-url": "https://example.org/second", "evidence-2-title": "T: two"}
    fill(app, **FIELDS, **fields)
    assert '+    - url: https://example.org/second\n+      title: "T: two"\n' in diffs(app)[0]
    # the third row is the second page, and what is wrong with it is told at the third row
    fill(app, **{"evidence-2-url": "ftp://example.org"})
    said = texts(app)
    assert said.count("Enter a full address that begins with https://.") == 1


def test_a_search_without_a_result_is_recorded_and_repeated(
    root: Path, open_page: Open, visit: Visit, seen: Callable[[AppTest], Any]
) -> None:
    visit()
    app = open_page(root, "record", id="a")
    app.segmented_control("resolve-a-found").set_value("Nothing yet").run()
    fill(app, None, until="2026-11-21", link="ftp://example.org")
    assert {"Say what you looked for.", "Choose a day in the future."} <= set(texts(app))
    assert "Enter a full address that begins with https://." in texts(app)
    fill(app, None, looked="Searched the makers' sites.", until="2027-02-21", link="")
    added = [line for line in diffs(app)[0].split("\n") if line.startswith("+ ") or "+u" in line]
    assert diffs(app)[0].count("\n+") == 7, added
    app.button("resolve_write").click().run()
    assert not app.exception
    prediction = load(root).records["a"].prediction
    assert prediction.status == "open"
    assert prediction.updates
    assert prediction.updates[0].note == "Searched the makers' sites."
    assert prediction.review
    assert str(prediction.review.next) == "2027-02-21"
    assert "Nothing else is due." in texts(app)
    assert seen(app).texts("l-mark") == []


def test_after_a_verdict_the_next_record_is_offered(
    make_registry: Callable[..., Path],
    open_page: Open,
    visit: Visit,
    seen: Callable[[AppTest], Any],
) -> None:
    visit()
    root = make_registry({"a": RECORD, "b": {"claim": "Another one."}})
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    app.button("resolve_write").click().run()
    assert seen(app).links["Next: Another one."] == "./record?id=b"


def test_what_the_rules_of_check_forbid_is_not_offered(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    app = fill(open_page(root, "record", id="a"), **{**FIELDS, "resolved_on": "2020-01-01"})
    assert diffs(app) == []
    assert not can_write(app)
    assert [text for text in texts(app) if "2020-01-01" in text] != []


def test_hostile_text_is_literal_in_the_diff(
    root: Path, open_page: Open, visit: Visit, hostile: str, interpreted: Callable[..., list[str]]
) -> None:
    visit()
    fields = {**FIELDS, "note": hostile, "by": hostile, "evidence-0-title": hostile}
    app = fill(open_page(root, "record", id="a"), **fields)
    assert diffs(app)[0].count("<img src=x onerror=alert(1)> <b>bold</b> ![i](https://evil") == 3
    assert [text for text in interpreted(app) if "evil.example" in text] == []
    app.button("resolve_write").click().run()
    resolution = load(root).records["a"].prediction.resolution
    assert resolution is not None
    assert (resolution.note, resolution.by) == (hostile, hostile)
    assert [text for text in interpreted(app) if "evil.example" in text] == []


def test_hidden_characters_are_seen_in_the_diff(root: Path, open_page: Open, visit: Visit) -> None:
    visit()
    app = fill(open_page(root, "record", id="a"), **{**FIELDS, "note": "not \u202ecorrect"})
    assert "\\u202e" in "".join(diffs(app)).casefold()
    assert "\u202e" not in "".join(diffs(app))


def test_a_settled_record_has_no_form(varied: Path, open_page: Open, visit: Visit) -> None:
    visit()
    app = open_page(varied, "record", id="gpt-5")
    assert "resolve_show" not in {button.key for button in app.button}


def test_a_proposal_does_not_follow_to_another_record(
    make_registry: Callable[..., Path], open_page: Open, visit: Visit
) -> None:
    visit()
    root = make_registry({"a": RECORD, "b": {}})
    app = fill(open_page(root, "record", id="a"), **FIELDS)
    app.query_params["id"] = "b"
    app.run()
    assert not can_write(app)
    app.query_params["id"] = "a"
    app.run()
    assert not can_write(app)
    assert diffs(app) == []


# --- no other way ---

#: What holds a way to write a record, or makes one ready.
WRITERS = {"tracker.editing.files", "tracker.editing.edit", "tracker.editing.proposal"}
#: Ways past them.
CALLS = re.compile(
    r"\.(write_text|write_bytes|unlink|rename|replace_file|symlink_to|touch|mkdir|rmdir|chmod)\("
    r"|\bos\.(open|write|replace|rename|remove|unlink|link)\(|\bopen\(|\bshutil\b|\btempfile\b"
)


def imported(path: Path) -> set[str]:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return imported


def test_one_module_of_the_dashboard_can_write() -> None:
    modules = sorted(DASHBOARD.rglob("*.py"))
    assert len(modules) > 5
    assert [path.name for path in modules if imported(path) & WRITERS] == ["resolve.py"]
    assert [path.name for path in modules if CALLS.search(path.read_text("utf-8"))] == []


def test_that_module_writes_in_one_place_behind_the_barrier() -> None:
    text = (DASHBOARD / "resolve.py").read_text(encoding="utf-8")
    assert re.findall(r"\bfiles\.(\w+)", text) == ["Conflict", "WriteFailed"]
    assert text.count("proposal.write(") == 1
    tree = ast.parse(text)
    [writer] = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and "proposal.write(" in ast.unparse(node)
    ]
    calls = [ast.unparse(node.func) for node in ast.walk(writer) if isinstance(node, ast.Call)]
    lines = ast.unparse(writer).splitlines()
    gate = next(number for number, line in enumerate(lines) if "barrier()" in line)
    write = next(number for number, line in enumerate(lines) if "proposal.write(" in line)
    assert calls.count("barrier") == 1
    assert gate < write


def test_a_registry_that_is_gone_meanwhile_is_told_of(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    app = open_page(root, "record", id="a")
    shutil.rmtree(root / "predictions")
    fill(app, **FIELDS)
    assert app.title[0].value == "No registry found"


def test_what_check_warns_of_is_told_beside_the_diff(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    app = fill(open_page(root, "record", id="a"), **{**FIELDS, "resolved_on": "2026-01-01"})
    assert len(diffs(app)) == 1
    assert [text for text in texts(app) if text.startswith("check: ")] == [
        "check: status `incorrect` on 2026-01-01 is too early: the window is open through "
        "2026-03-05 (explain in `note` why the outcome was already clear)"
    ]


def test_what_can_not_be_written_is_refused_before_the_diff(
    root: Path, open_page: Open, visit: Visit
) -> None:
    visit()
    app = fill(open_page(root, "record", id="a"), **{**FIELDS, "note": "a\x07b"})
    assert diffs(app) == []
    assert (
        "`resolution.note` contains the control character U+0007. Nothing was written; "
        "edit predictions/a.yaml by hand."
    ) in texts(app)
