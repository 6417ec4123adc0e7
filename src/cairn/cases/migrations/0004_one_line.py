"""What happened with one person, on one line: the date of each visit where its person is, and an index by person and date
for whatever grows with the years."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def fill(apps, schema_editor):
    Attendance, Activity = apps.get_model("cases", "Attendance"), apps.get_model("cases", "Activity")
    day = Activity.objects.filter(pk=OuterRef("activity_id")).values("activity_date")[:1]
    Attendance.objects.update(activity_date=Subquery(day))


def line(name, fields, alone=False):
    return models.Index(fields=fields, name=name, **({"condition": Q(activity=None)} if alone else {}))


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_plan_reviews")]
    operations = [
        migrations.AddField("attendance", "activity_date", models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("attendance", "activity_date", models.DateField()),
        migrations.AddIndex("attendance", line("attendance_line", ["client", "activity_date"])),
        migrations.AddIndex("steprecord", line("step_line", ["client", "step_date"])),
        migrations.AddIndex("steprecord", line("step_line_alone", ["client", "step_date"], alone=True)),
        migrations.AddIndex("outcomerecord", line("outcome_line", ["client", "outcome_date"])),
        migrations.AddIndex("outcomerecord", line("outcome_line_alone", ["client", "outcome_date"], alone=True)),
        migrations.AddIndex("note", line("note_line", ["client", "note_date"])),
        migrations.AddIndex("note", line("note_line_alone", ["client", "note_date"], alone=True)),
        migrations.AddIndex("needjudgement", line("judgement_line", ["client", "judged_date"])),
        migrations.AddIndex("assessment", line("assessment_line", ["client", "assessed_date"])),
        migrations.AddIndex("appointment", line("appointment_line", ["client", "planned_date"])),
    ]
