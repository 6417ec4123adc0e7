"""The tables of an installation: a new database gets them at once, one that stands is migrated."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cairn.cases.queries import searching
from cairn.kernel import textindex
from cairn.people import finding, matching

#: Indexes of words, of which models know nothing: a migration makes them.
INDEXES = (searching.INDEX, finding.INDEX, matching.INDEX)


def lay() -> None:
    """Bring the tables to this version.

    Going through every version that ever was takes half a minute, nearly all of it Django drawing up models as they once
    were. An empty database has nothing to carry over: it gets the tables of today, and every migration noted as done. That
    both ways lead to the same tables is shown in tests/structure/test_migrations.py.
    """
    if connection.features.can_rollback_ddl and not connection.introspection.table_names():
        _lay_at_once()
    call_command("migrate", verbosity=0)


def _lay_at_once() -> None:
    """All or nothing: whoever is interrupted begins again."""
    recorder = MigrationRecorder(connection)
    done = sorted(MigrationLoader(connection).graph.nodes)
    with connection.schema_editor(atomic=True) as editor:
        for config in apps.get_app_configs():
            for model in router.get_migratable_models(config, connection.alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        for index in INDEXES:
            textindex.build(index)
        editor.create_model(recorder.Migration)
        for app, name in done:
            recorder.record_applied(app, name)
