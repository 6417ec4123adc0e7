from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0009_template_changes")]

    operations = [
        migrations.RemoveField(model_name="proposalline", name="value_outcome"),
        migrations.AddField(
            model_name="proposalline", name="outcome", field=models.JSONField(blank=True, default=dict)
        ),
    ]
