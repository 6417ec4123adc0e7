"""Who else was named for a need becomes a line of its own, as every other place to which somebody was sent."""

from typing import Any

from django.db import migrations


def into_lines(apps: Any, schema_editor: Any) -> None:
    need_model, line = apps.get_model("cases", "Need"), apps.get_model("cases", "Signposting")
    told = need_model._base_manager.filter(signposted_date__isnull=False).order_by("pk")
    last = 0
    while rows := list(told.filter(pk__gt=last)[:500]):
        last = rows[-1].pk
        line._base_manager.bulk_create(
            line(
                organisation_id=row.organisation_id, client_id=row.client_id, episode_id=row.episode_id, need_id=row.pk,
                to_words=row.signposted_to, kind="told", made_date=row.signposted_date, result="not_known",
            )
            for row in rows
        )  # fmt: skip


def into_needs(apps: Any, schema_editor: Any) -> None:
    need_model, line = apps.get_model("cases", "Need"), apps.get_model("cases", "Signposting")
    lines = line._base_manager.filter(need__isnull=False).select_related("entry").order_by("made_date", "pk")
    for row in lines.iterator(500):
        to = row.entry.name if row.entry_id else row.to_words
        need_model._base_manager.filter(pk=row.need_id).update(signposted_date=row.made_date, signposted_to=to)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_attachment_name"), ("services", "0005_takes_referrals")]

    operations = [
        migrations.RunPython(into_lines, into_needs),
    ]
