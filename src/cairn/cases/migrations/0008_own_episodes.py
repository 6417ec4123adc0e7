"""A worker's own open episodes, those that began first first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_today")]
    operations = [
        migrations.AddIndex(
            "episode",
            models.Index(fields=["organisation", "worker_uid", "end_date", "start_date"], name="episode_own"),
        ),
    ]
