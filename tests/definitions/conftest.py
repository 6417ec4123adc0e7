"""A small library of definitions in a folder, to break at will."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cairn.definitions.library import Library

HEAD = "label: A thing\nsource: own\nsure: own\n"
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one definition: its path under the folder, and what follows label, source and sure."""

    def _write(path: str, body: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD + body, "utf-8")
        return file

    return _write


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)
