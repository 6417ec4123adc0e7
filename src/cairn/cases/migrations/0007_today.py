"""Today is a bounded read: the episodes that began first, the sessions of a type by date, the referrals that wait longest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_listed_by_index")]
    operations = [
        migrations.AddIndex(
            "episode", models.Index(fields=["organisation", "end_date", "start_date"], name="episode_longest")
        ),
        migrations.AddIndex("activity", models.Index(fields=["activity_type", "activity_date"], name="activity_of_type")),
        migrations.AddIndex(
            "referral", models.Index(fields=["organisation", "state", "received_date"], name="referral_waiting")
        ),
    ]
