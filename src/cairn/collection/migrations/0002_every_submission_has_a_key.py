from django.db import migrations, models

import cairn.collection.models.form


def give_keys(apps, schema_editor):
    submissions = apps.get_model("collection", "FormSubmission")._base_manager
    for row in submissions.filter(key="").iterator(500):
        submissions.filter(pk=row.pk).update(key=cairn.collection.models.form.own_key())


class Migration(migrations.Migration):
    dependencies = [("collection", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="formsubmission", name="one_submission_per_key"),
        migrations.AlterField(
            model_name="formsubmission",
            name="key",
            field=models.CharField(default=cairn.collection.models.form.own_key, max_length=80),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="formsubmission",
            constraint=models.UniqueConstraint(fields=("organisation", "collection", "key"), name="one_submission_per_key"),
        ),
    ]
