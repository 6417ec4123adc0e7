"""What a second record of the same person is found by, and the pairs that were found."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import cairn.kernel.fields
from cairn.kernel.textindex import Indexed


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("people", "0006_case_record")]

    operations = [
        migrations.AddField("client", "match_keys", cairn.kernel.fields.PersonalText(blank=True, default="")),
        migrations.CreateModel(
            name="AlikePair",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("points", models.SmallIntegerField(default=0)),
                ("is_apart", models.BooleanField(default=False)),
                ("said_by_uid", models.CharField(blank=True, default="", max_length=36)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.client"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.client"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "is_apart", "-points", "id"], name="pairs_listed")],
                "constraints": [models.UniqueConstraint(fields=("client", "other"), name="one_pair_of_two")],
            },
        ),
        # SQLite builds the table of people anew for a column with a default, and drops the triggers of its index.
        Indexed("people_client", "search_text", "parts"),
    ]
