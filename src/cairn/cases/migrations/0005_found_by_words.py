from django.db import migrations

from cairn.kernel.textindex import Indexed


class Migration(migrations.Migration):
    """Notes are found by their words."""

    dependencies = [("cases", "0004_one_line")]
    operations = [Indexed("cases_note", "text", "words", ("client_id", "author_uid"))]
