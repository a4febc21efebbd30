from __future__ import annotations

import io
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from tracker.export import EXPORTS

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TODAY = "2026-11-21"


def test_list_describes_every_format(run: Run) -> None:
    code, out, err = run("export", "--list")

    assert (code, err) == (0, "")
    assert [re.split("  +", line)[0] for line in out.splitlines()] == list(EXPORTS)
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", list(EXPORTS))
def test_each_format_is_written_and_says_nothing(run: Run, root: Path, name: str) -> None:
    assert run("export", *name.split(), "-o", f"out/{name}", "--as-of", TODAY) == (0, "", "")

    assert (root / "out" / name).stat().st_size > 0
    assert [path.name for path in (root / "out").iterdir()] == [name]


def test_standard_output_is_the_same_bytes_as_the_file(run: Run, root: Path) -> None:
    run("export", "csv", "-o", "out.csv", "--as-of", TODAY)
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "export", "csv", "--as-of", TODAY],
        capture_output=True,
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )

    assert done.stdout == (root / "out.csv").read_bytes()
    assert "兩年內".encode() in done.stdout


def test_binary_goes_through_a_pipe(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "export", "parquet", "--as-of", TODAY],
        capture_output=True,
        check=True,
        cwd=root,
    )

    assert len(pd.read_parquet(io.BytesIO(done.stdout))) == 6


def test_binary_is_not_for_a_terminal(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert run("export", "parquet") == (
        2,
        "",
        "error: format `parquet` is binary and can't be shown in a terminal\n"
        "hint: write it to a file: -o predictions.parquet\n",
    )


def test_a_terminal_is_not_steered_by_data(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "predictions/due.yaml"
    path.write_text(
        path.read_text("utf-8")
        .replace("claim: A", 'claim: "\u202eA')
        .replace("script.", 'script."', 1),
        "utf-8",
    )
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    out = run("export", "csv", "--as-of", TODAY).out
    assert "\\u202eA film" in out
    assert "\u202e" not in out
    assert "\r" not in out
    assert "\\x0d" not in out


def test_filters_and_the_day_say_which_records(run: Run, root: Path) -> None:
    output = json.loads(run("export", "json", "--as-of", TODAY, "--state", "due").out)
    assert [record["row"]["id"] for record in output["records"]] == ["due"]

    output = json.loads(run("--as-of", "2026-05-14", "export", "json", "--grace", "0d").out)
    assert output["counts"]["due"] == 0
    assert output["counts"]["overdue"] == 1


def test_resolved_events_are_kept_on_request(run: Run, root: Path) -> None:
    assert "UID:resolved@" not in run("export", "ics", "--as-of", TODAY).out
    kept = run("export", "ics", "--as-of", TODAY, "--resolved", "--site", "https://x.example/").out
    assert "UID:resolved@x.example\r\n" in kept


@pytest.mark.parametrize(
    "site", ["example.org", "https://example.org/\x01", "https://a b/", "https://[::1"]
)
def test_a_site_is_a_link(run: Run, root: Path, site: str) -> None:
    code, out, err = run("export", "atom", "--site", site)

    assert (code, out) == (2, "")
    assert f"invalid URL {site!r}: use http:// or https://" in err


@pytest.mark.parametrize(
    ("argv", "err"),
    [
        (
            ("export",),
            "error: no format given\nhint: list the formats with `tracker export --list`\n",
        ),
        (
            ("export", "html"),
            "error: format `html` needs a folder\nhint: pass one, such as -o html/\n",
        ),
        (("export", "csv", "-o", "predictions"), "is a folder\nhint: pass a file inside it\n"),
        (("export", "csv", "-o", "predictions/due.yaml/x.csv"), "error: "),
        (("export", "xls"), "unknown format 'xls'"),
        (
            ("export", "csv", "all.csv"),
            "error: unexpected argument 'all.csv'\nhint: write to a file with -o FILE\n",
        ),
        (("export", "chart"), "error: no chart given\nhint: choose from horizon, scores, drift\n"),
        (
            ("export", "chart", "horizn"),
            "error: unknown chart 'horizn'\nhint: did you mean `horizon`?\n",
        ),
    ],
)
def test_wrong_use_is_a_sentence(run: Run, root: Path, argv: tuple[str, ...], err: str) -> None:
    code, out, said = run(*argv)

    assert (code, out) == (2, "")
    assert err in said


def test_invalid_files_are_left_out_with_a_word(run: Run, root: Path) -> None:
    (root / "predictions/broken.yaml").write_text("claim: [", encoding="utf-8")
    code, out, err = run("export", "jsonl", "--as-of", TODAY)

    assert (code, len(out.splitlines())) == (0, 6)
    assert err == "warning: 1 invalid file: run `tracker check`\n"


def test_an_empty_registry_exports_to_something_valid(run: Run, registry_dir: Path) -> None:
    code, out, err = run("export", "json", "--root", str(registry_dir), "--as-of", TODAY)

    assert (code, json.loads(out)["records"]) == (0, [])
    assert err == f"note: no predictions in {registry_dir / 'predictions'}\n"


def test_a_failed_write_leaves_the_old_file_alone(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = root / "out.json"
    target.write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(os, "fsync", full)
    assert run("export", "json", "-o", "out.json").code == 2
    assert target.read_text("utf-8") == "old"
    assert [path.name for path in root.iterdir() if path.name.startswith(".out")] == []


def test_permissions_and_links_stay(run: Run, root: Path) -> None:
    real = root / "real.json"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    (root / "link.json").symlink_to(real)
    run("export", "json", "-o", "link.json")
    run("export", "json", "-o", "new.json")

    assert (root / "link.json").is_symlink()
    assert json.loads(real.read_text("utf-8"))["version"] == 1
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((root / "new.json").stat().st_mode) == 0o666 & ~mask


def test_a_pipe_is_written_into_and_stays_a_pipe(run: Run, root: Path) -> None:
    os.mkfifo(root / "pipe")
    reader = os.open(root / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("export", "csv", "-o", "pipe").code == 0
        written = os.read(reader, 1 << 16)
    finally:
        os.close(reader)

    assert written == run("export", "csv").out.encode()
    assert stat.S_ISFIFO((root / "pipe").stat().st_mode)


@pytest.mark.usefixtures("root")
def test_a_stream_by_its_name_is_written_into(run: Run) -> None:
    reader, writer = os.pipe()
    try:
        assert run("export", "csv", "-o", f"/dev/fd/{writer}").code == 0
        assert os.read(reader, 1 << 16) == run("export", "csv").out.encode()
    finally:
        os.close(reader)
        os.close(writer)


def test_a_file_that_has_no_name_any_more_is_written_into(run: Run, root: Path) -> None:
    with (root / "gone").open("w+b") as file:
        (root / "gone").unlink()
        before = sorted(root.iterdir())
        assert run("export", "csv", "-o", f"/dev/fd/{file.fileno()}").code == 0
        assert file.read() == run("export", "csv").out.encode()
    assert sorted(root.iterdir()) == before


@pytest.mark.usefixtures("root")
def test_a_terminal_is_not_written_to_by_its_name(run: Run) -> None:
    leader, follower = os.openpty()
    try:
        name = os.ttyname(follower)
        code, out, err = run("export", "csv", "-o", name)
    finally:
        os.close(leader)
        os.close(follower)

    assert (code, out) == (2, "")
    assert err.startswith(f"error: is a terminal; use standard output: {name}\n")


def test_a_link_to_itself_is_told(run: Run, root: Path) -> None:
    (root / "loop").symlink_to("loop")
    code, out, err = run("export", "csv", "-o", "loop")

    assert (code, out) == (2, "")
    assert err.startswith("error: too many levels of symbolic links: loop\n")
    assert (root / "loop").is_symlink()


def test_a_folder_where_a_file_of_the_page_should_be_is_told(run: Run, root: Path) -> None:
    (root / "out/index.html").mkdir(parents=True)
    code, out, err = run("export", "html", "-o", "out", "--as-of", TODAY)

    assert (code, out) == (2, "")
    assert err == "error: is a directory: out/index.html\nhint: choose a file inside the folder\n"


def test_a_page_is_a_folder(run: Run, root: Path) -> None:
    (root / "site").write_text("a file", encoding="utf-8")

    assert run("export", "html", "-o", "out/page.html") == (
        2,
        "",
        "error: format `html` writes a folder, not the file out/page.html\n"
        "hint: pass a folder, such as -o out/page/\n",
    )
    assert "not the file site" in run("export", "html", "-o", "site").err
    assert not (root / "out").exists()
    (root / "old.html").mkdir()
    assert run("export", "html", "-o", "old.html", "--as-of", TODAY).code == 0


def test_a_page_of_somebody_else_is_not_overwritten(run: Run, root: Path) -> None:
    index = root / "site" / "index.html"
    index.parent.mkdir()
    index.write_text("<title>My home</title>", encoding="utf-8")

    assert run("export", "html", "-o", "site") == (
        2,
        "",
        "error: site/index.html was not written by `tracker export html`\n"
        "hint: choose another folder, or pass --force to overwrite it\n",
    )
    assert index.read_text("utf-8") == "<title>My home</title>"
    assert run("export", "html", "-o", "site", "--force", "--as-of", TODAY).code == 0
    assert run("export", "html", "-o", "site", "--as-of", "2026-11-22").code == 0


def test_the_page_links_the_feed_that_is_beside_it(run: Run, root: Path) -> None:
    run("export", "atom", "-o", "site/changes.atom", "--as-of", TODAY)
    run("export", "html", "-o", "site", "--as-of", TODAY)
    index = (root / "site" / "index.html").read_text("utf-8")

    assert (
        '<link rel="alternate" type="application/atom+xml" title="Feed" href="changes.atom">'
        in index
    )
    assert "text/calendar" not in index


def test_a_target_that_can_not_be_written_is_named(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def denied(path: str | Path, flags: int, *more: Any, **options: Any) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, *more, **options)

    monkeypatch.setattr(os, "open", denied)
    code, out, err = run("export", "csv", "-o", "out/all.csv", "--as-of", TODAY)

    assert (code, out) == (2, "")
    assert err == "error: permission denied: out/all.csv\nhint: check the permissions\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_that_can_not_be_written_is_named(run: Run, root: Path) -> None:
    code, _, err = run("export", "csv", "-o", "/dev/full", "--as-of", TODAY)

    assert (code, err.splitlines()[0]) == (2, "error: no space left on device: /dev/full")


def test_the_feed_knows_its_name_and_takes_a_number(run: Run, root: Path) -> None:
    site = ("--site", "https://x.example/y", "--as-of", TODAY)
    run("export", "atom", "-o", "out/changes.atom", *site, "--entries", "1")
    text = (root / "out" / "changes.atom").read_text("utf-8")

    assert 'href="https://x.example/y/changes.atom"' in text
    assert text.count("<entry>") == 1
    assert run("export", "atom", "--entries", "all", *site).out.count("<entry>") > 1
    assert "use 1 or more, or `all`" in run("export", "atom", "--entries", "0").err
