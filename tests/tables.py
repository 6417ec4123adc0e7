"""The tables of a database as it has them itself, to hold two of them beside each other: `python -m tests.tables` lays those of
`DATABASE_URL` or `CAIRN_DATA_DIR` by all migrations and prints them; `python -m tests.tables at-once` as `cairn init` does."""

import json
import re
import sys
from typing import Any

Tables = dict[str, dict[str, Any]]
#: not ours: what is migrated, and a table of Django's whose key its own migration makes longer than its model
NOT_OURS = {"django_migrations", "auth_group_permissions"}


def tables(connection: Any) -> Tables:
    """By table: columns with their types, constraints and indexes with what they hold."""
    found: Tables = {}
    with connection.cursor() as cursor:
        for name in sorted(set(connection.introspection.table_names(cursor)) - NOT_OURS):
            columns = connection.introspection.get_table_description(cursor, name)
            held = connection.introspection.get_constraints(cursor, name).values()
            found[name] = {
                "columns": sorted(
                    [one.name, str(one.type_code), one.internal_size, one.null_ok, one.default] for one in columns
                ),
                "held": sorted((_plain(one) for one in held), key=str),
                "words": sorted(_words(connection, cursor, name)),
            }
    return json.loads(json.dumps(found))


def index() -> None:
    """The indexes of words, of which models know nothing: a migration makes them."""
    from cairn.interfaces.cli.laying import INDEXES
    from cairn.kernel import textindex

    for one in INDEXES:
        textindex.build(one)


def _plain(one: dict[str, Any]) -> dict[str, Any]:
    """Without what each database calls it; whether one column is unique by itself or by name is the same."""
    return {
        key: one.get(key) for key in ("columns", "primary_key", "unique", "foreign_key", "check", "index", "orders")
    }


#: what the conditions of constraints and indexes say
ASKED = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('index', 'trigger') AND sql IS NOT NULL",
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE tablename = %s UNION ALL "
    "SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass",
}


def _words(connection: Any, cursor: Any, table: str) -> list[str]:
    if connection.vendor not in ASKED:
        return []
    said = ASKED[connection.vendor]
    cursor.execute(said, [table] * said.count("%s"))
    words = [row[0] for row in cursor.fetchall()]
    if connection.vendor == "sqlite":
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        words += re.findall(r'CONSTRAINT "\w+" (?:CHECK|UNIQUE) \([^,]*\)', cursor.fetchone()[0])
    return [_in_any_order(one) for one in words]


def _in_any_order(said: str) -> str:
    """A migration writes the parts of a condition in the order of the alphabet."""
    return " ".join(sorted(re.findall(r"[^\s()]+", said))) if re.search("CHECK|WHERE", said) else said


if __name__ == "__main__":
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from cairn.interfaces.cli.laying import lay

    if "at-once" in sys.argv:
        lay()
    call_command("migrate", verbosity=0, check_unapplied="at-once" in sys.argv)
    call_command("makemigrations", "--check", "--dry-run", stdout=sys.stderr)
    print(json.dumps(tables(connection)))
