import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0008_burden"),
    ]

    operations = [
        migrations.AddField(
            model_name="templatechange",
            name="decided",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="templatechange",
            name="revoked_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="templatechange",
            name="revoked_words",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="templatereply",
            name="minutes",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="templatereply",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="template_replies",
                to="contracts.measureproposal",
            ),
        ),
    ]
