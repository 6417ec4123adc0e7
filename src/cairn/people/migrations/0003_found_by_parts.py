from django.db import migrations

from cairn.kernel.textindex import Indexed


class Migration(migrations.Migration):
    """People are found by any part of what they are found by."""

    dependencies = [("people", "0002_worker_day")]
    operations = [Indexed("people_client", "search_text", "parts")]
