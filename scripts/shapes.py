"""Of the tests that ask a database, PostgreSQL repeats so many that every shape of SQL that any of them says is said: a plugin
of pytest, `-p scripts.shapes`. On SQLite it writes down which test says what, in the folder that `SHAPES` names; on PostgreSQL it
reads that and leaves out the tests that say nothing new, the quickest way to all shapes first.

A shape is a statement without its values. What may go wrong by the values too (indexes of words, locks, several at once, whole
files in and out) is in `WHOLE`, and runs whole; so does what SQLite has not run. `make test-long` repeats every test."""

import heapq
import json
import os
import re
import sys
import time
from array import array
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

FOLDER = Path(os.environ.get("SHAPES", ""))
WHOLE = re.compile(
    r"tests/(access/|concurrency/|engines/|structure/|exchange/|people/test_(finding|at_once)|cases/test_(searching|short_reads))"
)
VALUES = re.compile(r"'[^']*'|\b\d+\b")
SAVEPOINTS = re.compile(r'"s\d+_x\d+"')
LISTS = re.compile(r"\((?:\s*(?:%s|N|NULL)\s*,?)+\)(?:\s*,\s*\((?:\s*(?:%s|N|NULL)\s*,?)+\))*")

#: of each test, the numbers of the shapes that it says
said: dict[str, Sequence[int]] = {}
seconds: dict[str, float] = {}
numbers: dict[str, int] = {}
_now: set[int] = set()


@lru_cache(4096)
def shape(sql: str) -> str:
    return LISTS.sub("(…)", VALUES.sub("N", SAVEPOINTS.sub("S", sql)))


def listen(name: str) -> None:
    """Have every cursor say what it says here too."""
    says = getattr(CursorWrapper, name)

    def heard(self: CursorWrapper, sql: Any, *rest: Any) -> Any:
        _now.add(numbers.setdefault(shape(str(sql)), len(numbers)))
        return says(self, sql, *rest)

    setattr(CursorWrapper, name, heard)


def pytest_configure(config: pytest.Config) -> None:
    if connection.vendor == "sqlite":
        listen("_execute")
        listen("_executemany")


def pytest_runtest_logstart(nodeid: str) -> None:
    _now.clear()
    seconds[nodeid] = time.process_time()


def pytest_runtest_logfinish(nodeid: str) -> None:
    said[nodeid] = array("L", sorted(_now))
    seconds[nodeid] = time.process_time() - seconds[nodeid]


def pytest_sessionfinish(session: pytest.Session) -> None:
    hands_out = "-n" in sys.argv  # whose tests run in other processes: it heard nothing
    if connection.vendor == "sqlite" and not hands_out:
        tests = {nodeid: [seconds[nodeid], list(shapes)] for nodeid, shapes in said.items()}
        name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        (FOLDER / f"{name}.json").write_text(json.dumps({"shapes": list(numbers), "tests": tests}))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if connection.vendor != "sqlite":
        needed = chosen(read(), [item.nodeid for item in items])
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in needed])
        items[:] = [item for item in items if item.nodeid in needed]


def read() -> dict[str, tuple[float, set[str]]]:
    """Of each test that SQLite ran: how long it took, and what it said."""
    found: dict[str, tuple[float, set[str]]] = {}
    for path in sorted(FOLDER.glob("*.json")):
        kept = json.loads(path.read_text())
        for nodeid, (took, shapes_said) in kept["tests"].items():
            shapes = {kept["shapes"][number] for number in shapes_said}
            found[nodeid] = (took, shapes | found.get(nodeid, (0.0, set()))[1])
    return found


def chosen(known: dict[str, tuple[float, set[str]]], nodeids: Sequence[str]) -> set[str]:
    """Those that run whole, those of which nothing is known, and of the others so many that nothing is left unsaid: always the
    one that says most new in its time."""
    needed = {nodeid for nodeid in nodeids if WHOLE.match(nodeid) or nodeid not in known}
    spoken = {one for nodeid in needed if nodeid in known for one in known[nodeid][1]}
    rest = [(-float("inf"), nodeid) for nodeid in sorted(set(nodeids) - needed)]
    while rest:  # what was worth most when it was last looked at is looked at again: it can only have become less
        _, nodeid = heapq.heappop(rest)
        took, shapes = known[nodeid]
        worth = -len(shapes - spoken) / (took + 0.02)
        if not worth:
            continue
        if rest and worth > rest[0][0]:
            heapq.heappush(rest, (worth, nodeid))
        else:
            needed.add(nodeid)
            spoken |= shapes
    return needed
