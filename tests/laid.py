"""The tables are laid by all migrations once; every worker and every later run copies that file while none has changed.

Only on SQLite, where a database is a file. A run on a changed migration, or on another Django, lays them anew.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
import pytest
from django.core import management
from django.db import connection

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".test_databases"
call = management.call_command


@contextmanager
def once() -> Iterator[None]:
    """While inside, `migrate` of a fresh SQLite database copies what an earlier one left."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(management, "call_command", _copied)
        yield


def _copied(command: str, *args: Any, **options: Any) -> None:
    if command != "migrate":
        call(command, *args, **options)
        return
    kept, fresh = KEPT / f"{_key()}.sqlite3", Path(str(connection.settings_dict["NAME"]))
    connection.close()
    try:
        shutil.copyfile(kept, fresh)
    except FileNotFoundError:
        call(command, *args, **options)
        connection.close()
        _keep(fresh, kept)


def _keep(fresh: Path, kept: Path) -> None:
    """The older ones go: each is of a house that stands no longer."""
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    aside = KEPT / f"{os.getpid()}.aside"
    aside.unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh)) as database:
        database.execute("VACUUM INTO ?", [str(aside)])
    aside.replace(kept)


def _key() -> str:
    """What the tables are made by: migrations, models (their rights and content types too), and the kernel's own."""
    made_by = hashlib.sha256(django.__version__.encode())
    for path in sorted((ROOT / "src/cairn").rglob("*.py")):
        if path.parent.name in ("migrations", "models", "kernel"):
            made_by.update(path.read_bytes())
    return made_by.hexdigest()[:20]
