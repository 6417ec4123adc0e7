"""Which lines and branches of the files with a floor (scripts/coverage_floor.py) the tests reach: a plugin of pytest, loaded by
`-p scripts.covering` before anything of ours is imported. Each process writes what it saw into the folder that `COVERED` names.

A tracer is called at every line; here the lines themselves say once that they were reached, and then fall silent (SlipCover)."""

import json
import os
import sys
from pathlib import Path

import pytest
import slipcover

from scripts.coverage_floor import floor_of

FOLDER = Path(os.environ["COVERED"])


class Floored:
    """The files that a floor is held for."""

    def matches(self, filename: object) -> bool:
        return floor_of(str(filename)) > 0


#: a line of a protocol that only says `...` is never reached
seen = slipcover.Slipcover(branch=True, exclude_also=[r"^\s*\.\.\.$"])
if "-n" not in sys.argv:  # whoever only hands out the tests to other processes need not count
    slipcover.ImportManager(seen, Floored()).__enter__()


def pytest_sessionfinish(session: pytest.Session) -> None:
    name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    (FOLDER / f"{name}.json").write_text(json.dumps(seen.get_coverage()))
