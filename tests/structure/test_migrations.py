"""The tables of tests, and of a new installation, are laid straight from the models in a second; those of one that stands by
migrations. They are the same."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.tables import tables

OTHER = "cairn_by_migrations"


@contextmanager
def elsewhere(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty database beside that of the tests, on the same engine."""
    own = {**os.environ, "CAIRN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
    if connection.vendor == "sqlite":
        yield own
        return
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {OTHER}")
    try:
        yield {**own, "DATABASE_URL": f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{OTHER}"}
    finally:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {OTHER}")


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_migrations_lay_the_tables_that_the_models_ask_for(tmp_path: Path) -> None:
    _same_as_by_models(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_a_new_database_is_laid_at_once_and_no_migration_is_left_to_do(tmp_path: Path) -> None:
    _same_as_by_models(tmp_path, "at-once")


def _same_as_by_models(folder: Path, *how: str) -> None:
    by_models = tables(connection)
    with elsewhere(folder) as environment:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.tables", *how],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    laid: dict[str, Any] = json.loads(done.stdout)
    assert set(by_models) == set(laid) and len(by_models) > 100
    for name, table in by_models.items():
        assert laid[name] == table, name
