"""Django's SQLite with a fairer queue of writers.

SQLite makes a writer that finds the database locked wait 1, 2, 5, 10 … and then 100 milliseconds between its looks, so that
whoever has waited longest looks least often and is overtaken by whoever comes new: that is where a long tail of answers
comes from. Here everyone who wants to begin a transaction looks every millisecond, for as long as `timeout` says.
"""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base

LOOK = 0.001  # seconds between looks at the lock
TAKEN = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class DatabaseWrapper(base.DatabaseWrapper):
    """`BEGIN` waits in even steps; everything else is Django's."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            self._begin(time.monotonic() + patience)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")

    def _begin(self, until: float) -> Any:
        while True:
            try:
                return super()._start_transaction_under_autocommit()  # type: ignore[misc]
            except Exception as error:
                cause = error.__cause__
                if not _is_taken(cause) or time.monotonic() > until:
                    raise
            time.sleep(LOOK)


def _is_taken(error: BaseException | None) -> bool:
    """Whether somebody else is writing just now; extended codes keep the plain one in their lowest byte."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in TAKEN
