"""Start Django for the commands that need the database, and act for an organisation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cairn.kernel.problems import Problem, Refused

if TYPE_CHECKING:
    from cairn.access.actors import Actor


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    import django

    django.setup()


def learn_sizes() -> None:
    """Have the database look how large its tables are: from samples of ten thousand rows an index (0.3 seconds at 2 million
    activities; with a thousand, it took one worker of a large organisation for all of them).

    PostgreSQL and MariaDB do this by themselves in time; SQLite never. Without it SQLite reads all of an organisation where the
    index of an episode would find the few that are wanted (seen in EXPLAIN QUERY PLAN: caseload, register, proposals).
    """
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=10000")
        tables = connection.introspection.table_names(cursor) if connection.vendor == "mysql" else []
        cursor.execute(f"ANALYZE TABLE {', '.join(tables)}" if tables else "ANALYZE")


@contextmanager
def acting_for(reference: str) -> Iterator["Actor"]:
    """The program itself, acting for the organisation with this short name, in its scope."""
    start()
    from cairn.access import scope
    from cairn.access.models import Organisation
    from cairn.access.queries import system

    organisation = Organisation.objects.filter(slug=reference).first()
    if organisation is None:
        raise Refused(
            [Problem("organisation.unknown", f"There is no organisation {reference}.", "`cairn doctor` lists them.")]
        )
    by = system(organisation)
    with scope.of(by):
        yield by
