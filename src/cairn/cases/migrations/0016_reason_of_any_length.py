from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_feedback"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="reason",
            field=models.TextField(blank=True, default=""),
        ),
    ]
