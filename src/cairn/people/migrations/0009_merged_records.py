"""The index of records that became one with another holds those alone."""

import django.db.models.deletion
from django.db import migrations, models

from cairn.kernel.textindex import Indexed


class Migration(migrations.Migration):
    dependencies = [("people", "0008_found_alike")]
    operations = [
        migrations.AlterField(
            "client",
            "merged_into",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="people.client",
            ),
        ),
        migrations.AddIndex(
            "client",
            models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="merged_records"
            ),
        ),
        # SQLite builds the table anew, and drops the triggers of its indexes.
        Indexed("people_client", "search_text", "parts"),
        Indexed("people_client", "match_keys", "keys"),
    ]
