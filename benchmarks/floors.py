"""The least that has to be done: walk a folder and ask for each file's stat; load all with PyYAML.

python benchmarks/floors.py walk FOLDER
python benchmarks/floors.py load FOLDER
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # an import would be a part of the floor
if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(folder: str) -> Iterator[str]:
    """The paths of all YAML files."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if (entry.stat(follow_symlinks=False).st_mode & 0o170000) == 0o040000:
                yield from walk(entry.path)
            elif entry.name.endswith(".yaml"):
                yield entry.path


def load(folder: str) -> None:
    """Each file with the fastest loader that PyYAML has, one after the other."""
    import yaml

    for path in walk(folder):
        with open(path, "rb") as file:  # noqa: PTH123 (the plain call is the quickest)
            yaml.load(file.read(), yaml.CSafeLoader)


if __name__ == "__main__":
    for name in ("seeds", "predictions"):
        if sys.argv[1] == "walk":
            for _ in walk(f"{sys.argv[2]}/{name}"):
                pass
        else:
            load(f"{sys.argv[2]}/{name}")
