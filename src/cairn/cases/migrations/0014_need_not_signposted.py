from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_signposted")]

    operations = [
        migrations.RemoveField(model_name="need", name="signposted_date"),
        migrations.RemoveField(model_name="need", name="signposted_to"),
    ]
