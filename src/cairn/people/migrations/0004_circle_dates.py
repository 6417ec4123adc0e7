"""Since when somebody belongs to a person's circle, and until when."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_found_by_parts")]
    operations = [
        migrations.AddField(
            "relatedperson", "added_date", models.DateField(default=datetime.date(2025, 1, 1)), preserve_default=False
        ),
        migrations.AddField("relatedperson", "ended_date", models.DateField(blank=True, null=True)),
    ]
