from django.db import migrations, models


def carry(apps, schema_editor):
    """The theme of what is told already, as its teller gave it; of a story that was taken back there is none."""
    themes = apps.get_model("returns", "CaseStudy").objects.exclude(theme="").values_list("uid", "theme")
    uses = apps.get_model("returns", "CaseStudyUse").objects
    for uid, theme in themes:
        uses.filter(study_uid=uid).exclude(words="").update(theme=theme)


class Migration(migrations.Migration):
    dependencies = [("returns", "0007_how_data_was_used")]

    operations = [
        migrations.AddField(
            model_name="casestudyuse", name="theme", field=models.CharField(blank=True, default="", max_length=80)
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
