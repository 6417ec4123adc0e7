"""The keys of everybody who is on record already, and their index."""

from typing import Any

from django.db import migrations

from cairn.kernel.textindex import Indexed
from cairn.people.keys import keys_of, of_answers

BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """As `people.adding.values_of` writes them from now on."""
    model = apps.get_model("people", "Client")
    rows = model.objects.only("pk", "organisation_id", "name", "known_as", "birth_date", "phone", "email", "postcode")
    changed = []
    for row in rows.iterator(chunk_size=BATCH):
        row.match_keys = keys_of(row.organisation_id, of_answers(row))
        changed.append(row)
    for start in range(0, len(changed), BATCH):
        model.objects.bulk_update(changed[start : start + BATCH], ["match_keys"])


class Migration(migrations.Migration):
    dependencies = [("people", "0007_alike")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        Indexed("people_client", "match_keys", "keys"),
    ]
