"""Loads every YAML file of a registry with PyYAML's fastest loader: what `due` is compared with.

python benchmarks/floors.py REGISTRY
"""

import os
import sys

import yaml

for folder in ("seeds", "predictions"):
    with os.scandir(f"{sys.argv[1]}/{folder}") as entries:
        for entry in entries:
            with open(entry.path, "rb") as file:  # noqa: PTH123 (pathlib would make it slower)
                yaml.load(file.read(), yaml.CSafeLoader)
