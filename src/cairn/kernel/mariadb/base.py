"""Django's MySQL backend for MariaDB, through PyMySQL, with text that is compared as on SQLite and PostgreSQL.

MariaDB's usual collations hold `Zoë`, `zoe` and `zoe ` to be one. Ours tells every letter and blank apart (`COLLATION`);
where a lookup is to overlook capitals it says so itself, as on PostgreSQL.
"""

from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured

try:
    import pymysql
except ImportError as missing:
    raise ImproperlyConfigured(
        "MariaDB's driver is not installed. Install it: pip install 'cairn[mariadb]'"
    ) from missing

pymysql.install_as_MySQLdb()  # before Django looks for the compiled driver

from django.db.backends.mysql import base, operations, schema  # noqa: E402

COLLATION = "utf8mb4_nopad_bin"
BEGINNING = 191  # letters of a text that an index has: as much as fits everywhere


class DatabaseOperations(operations.DatabaseOperations):
    """Lookups that overlook capitals make capitals of both sides."""

    def lookup_cast(self, lookup_type: str, internal_type: str | None = None) -> str:
        cast = super().lookup_cast(lookup_type, internal_type)
        return f"UPPER({cast})" if lookup_type in ("iexact", "icontains", "istartswith", "iendswith") else cast


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Tables have our collation, whatever the database was made with."""

    sql_create_table = (
        f"CREATE TABLE %(table)s (%(definition)s) ENGINE InnoDB CHARACTER SET utf8mb4 COLLATE {COLLATION}"
    )

    def _create_index_sql(self, model: Any, *, fields: Any = None, col_suffixes: Any = (), **more: Any) -> Any:
        """Of text without a length MariaDB indexes the beginning only, and wants to be told how much of it."""
        suffixes = list(col_suffixes) or [""] * len(fields or ())
        for place, field in enumerate(fields or ()):
            if field.db_type(self.connection) == "longtext":
                suffixes[place] = f"({BEGINNING}) {suffixes[place]}".strip()
        return super()._create_index_sql(model, fields=fields, col_suffixes=suffixes, **more)  # type: ignore[misc]


class DatabaseWrapper(base.DatabaseWrapper):
    """What is not said here is Django's."""

    display_name = "MariaDB"
    SchemaEditorClass = DatabaseSchemaEditor
    ops_class = DatabaseOperations
    operators = {
        **base.DatabaseWrapper.operators,
        **dict.fromkeys(("iexact", "icontains", "istartswith", "iendswith"), "LIKE UPPER(%s)"),
    }
    pattern_ops = {
        **base.DatabaseWrapper.pattern_ops,
        "icontains": "LIKE CONCAT('%%', UPPER({}), '%%')",
        "istartswith": "LIKE CONCAT(UPPER({}), '%%')",
        "iendswith": "LIKE CONCAT('%%', UPPER({}))",
    }

    @cached_property
    def data_types(self) -> dict[str, str]:  # type: ignore[override]
        """MariaDB's own word for JSON brings a collation of its own along, which then mixes with no other."""
        return {**super().data_types, "JSONField": "longtext"}

    def init_connection_state(self) -> Any:
        if not self.mysql_is_mariadb:
            raise ImproperlyConfigured("DATABASE_URL leads to MySQL; Cairn runs on MariaDB 10.6 or later.")
        return super().init_connection_state()  # type: ignore[misc]
