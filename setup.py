"""The description on PyPI: the README, whose links lead to this version on GitHub.

Everything else is in pyproject.toml, which has no place for this.
"""

import re
from pathlib import Path

from setuptools import setup

FOLDER = Path(__file__).resolve().parent
_INIT = (FOLDER / "src/tracker/__init__.py").read_text("utf-8")
_REPOSITORY = "prediction-tracker/prediction-tracker"
_VERSION = re.findall(r'__version__ = "(.+)"', _INIT)[0]


def absolute(text: str) -> str:
    """The text with absolute links: a picture's to its file, any other to GitHub's page."""
    for mark, place in (
        (r"!\[", f"https://raw.githubusercontent.com/{_REPOSITORY}/v{_VERSION}/"),
        (r"\[", f"https://github.com/{_REPOSITORY}/blob/v{_VERSION}/"),
    ):
        text = re.sub(rf"({mark}[^\]]*\]\()(?![a-z]+:|#)", rf"\g<1>{place}", text)
    return text


setup(
    long_description=absolute((FOLDER / "README.md").read_text("utf-8")),
    long_description_content_type="text/markdown",
)
