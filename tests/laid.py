"""What many tests begin with is laid once by the program's own actions; what they said to the database is kept, and said
again in the next test: a hundredth of a second in the place of a tenth, in three thousand tests.

Only on SQLite, where a transaction that is taken back takes the keys back too, so that the same words make the same rows. What
was kept is said again only where the database is as it was: the same keys come next, and every organisation's chain of deeds
ends in the same deed. The clock must stand where it stood, or not be held at all. Anything else is laid anew; so is what is
laid for other rooms than these, whose tests were seen to run alike either way."""

import os
import pickle
import shutil
import sys
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from cairn.access import scope
from cairn.access.models import ChainHead
from cairn.insight.mart import sources
from cairn.kernel import clock

Laid = TypeVar("Laid")
ROOMS = tuple(
    f"tests/{room}/"
    for room in (
        *("access", "api", "cases", "collection", "commissioner", "contracts", "desk", "exchange", "insight", "people"),
        *("public", "returns", "scales_room", "services", "workspace", "workspace_returns"),
    )
)
NO_ROWS = ("SELECT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Kept:
    """What was said to the database, in order, and what came of it."""

    said: tuple[tuple[str, Any, bool], ...]
    result: bytes


_kept: dict[Hashable, Kept] = {}


def again(name: str, lay: Callable[[], Laid]) -> Laid:
    """What `lay` lays and returns, by itself the first time, and afterwards as it did then."""
    here = os.environ.get("PYTEST_CURRENT_TEST", "").startswith(ROOMS)
    if not here or connection.vendor != "sqlite" or not connection.in_atomic_block:
        return lay()
    key = (name, clock._fixed.get(), clock.today(), *_as_it_is())
    if key not in _kept:
        return _listened_to(key, lay)
    with connection.cursor() as cursor:
        for sql, parameters, many in _kept[key].said:
            (cursor.cursor.executemany if many else cursor.cursor.execute)(sql, parameters)
    return pickle.loads(_kept[key].result)


def _as_it_is() -> tuple[Hashable, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        keys = tuple(cursor.fetchall())
    with scope.every("a test asks where every chain ends"):
        return keys, tuple(ChainHead.objects.order_by("pk").values_list())


def _listened_to(key: Hashable, lay: Callable[[], Laid]) -> Laid:
    said: list[tuple[str, Any, bool]] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(NO_ROWS):
            said.append((sql, list(parameters) if many else parameters, many))
        return execute(sql, said[-1][1] if many else parameters, many, context)

    with connection.execute_wrapper(listen):
        result = lay()
    if not any(sql.startswith("ROLLBACK") for sql, _, _ in said):
        _kept[key] = Kept(tuple(said), pickle.dumps(result))
    return result


def forget_files(organisation_uid: str) -> None:
    """An earlier test's organisation went by the same uid: its files and marts, and how far they were read, are not this
    one's."""
    found = []
    marts = settings.DATA_DIR / "marts"
    for folder, inside, kept in os.walk(settings.DATA_DIR):
        found += [Path(folder, name) for name in (*inside, *kept) if organisation_uid in name]
        # A mart's folder is named after its organisation: in those of others there is nothing to find.
        inside[:] = [name for name in inside if organisation_uid not in name and Path(folder).parent != marts]
    if found:
        sources.close_all()
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    if worker := sys.modules.get("cairn.interfaces.cli.worker"):
        worker._reached.clear()
