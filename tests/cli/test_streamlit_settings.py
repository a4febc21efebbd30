from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from streamlit import config

from tracker.cli.streamlit_settings import CLOUD, SETTINGS, flags, toml

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def _nested() -> dict[str, object]:
    nested: dict[str, object] = {}
    for section, values in SETTINGS.items():
        here = nested
        for part in section.split("."):
            here = here.setdefault(part, {})  # type: ignore[assignment]
        here.update(values)
    return nested


def test_the_file_and_the_table_are_equal() -> None:
    assert tomllib.loads(toml()) == _nested()
    read = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    read["server"]["allowedHosts"].remove(CLOUD)  # what the file has on top, for Community Cloud
    assert read == _nested()


def test_every_setting_is_one_of_streamlit() -> None:
    known = set(config._config_options_template)
    for section, values in SETTINGS.items():
        for key in values:
            assert f"{section}.{key}" in known


def test_flags_are_written_as_streamlit_reads_them() -> None:
    assert "--server.address=127.0.0.1" in flags()
    assert "--browser.gatherUsageStats=false" in flags()
    hosts = [flag for flag in flags() if flag.startswith("--server.allowedHosts=")]
    assert [flag.partition("=")[2] for flag in hosts] == ["localhost", "127.0.0.1", "::1"]
    assert len(flags()) - len(hosts) + 1 == sum(len(values) for values in SETTINGS.values())


def test_the_settings_need_no_streamlit() -> None:
    code = "import tracker.cli.streamlit_settings, sys; print({'streamlit', 'altair', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
