"""The one scale that a service named becomes the first of its list."""

from django.db import migrations


def copy(apps, schema_editor):
    service, row = apps.get_model("services", "Service"), apps.get_model("services", "ServiceScale")
    for one in service._base_manager.exclude(scale="").iterator():
        row._base_manager.get_or_create(organisation_id=one.organisation_id, service=one, scale=one.scale)


class Migration(migrations.Migration):
    dependencies = [("services", "0006_service_scales")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
