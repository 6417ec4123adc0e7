"""SQLite keeps pages as they were in a log beside its file: erasing somebody empties it, or says that it could not."""

import sqlite3

import pytest
from django.db import OperationalError, connection

from cairn.access.models import User
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure

pytestmark = pytest.mark.django_db(transaction=True)


def empty() -> int:
    store = next(store for store in erasure.stores() if store.name == "database log")
    return store.erase(Erasure(0, 0, ""))


def test_the_log_is_emptied_once_the_rows_are_gone() -> None:
    User.objects.create_user("zebedee@example.org", name="Zebedee")
    assert empty() == (1 if connection.vendor == "sqlite" else 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps such a log beside its file")
def test_while_somebody_reads_on_it_says_that_it_could_not() -> None:
    User.objects.create_user("zebedee@example.org", name="Zebedee")
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]))
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM access_user").fetchone()
        User.objects.create_user("dougal@example.org", name="Dougal")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=0")
        with pytest.raises(OperationalError, match="reading for too long"):
            empty()
    finally:
        reader.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=20000")
