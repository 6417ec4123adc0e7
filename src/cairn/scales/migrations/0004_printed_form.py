from django.db import migrations, models


class Migration(migrations.Migration):
    """Scales that were unlocked before this choice were asked by number and topic, beside the printed form: they stay usable."""

    dependencies = [
        ("scales", "0003_local_scale_hash"),
    ]

    operations = [
        migrations.AddField(
            model_name="scalepermission",
            name="uses_printed_form",
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name="scalepermission",
            name="uses_printed_form",
            field=models.BooleanField(default=False),
        ),
    ]
