"""What is done at the doors by itself, every hour: what was no referral is blanked when its days have passed, and answers
that no job carried home are carried now."""

from typing import Any

from django.db.models import QuerySet

from cairn.access import scope
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.cases.actions import incoming, passing_on
from cairn.cases.models import IncomingReferral
from cairn.cases.rules_incoming import NOT_A_REFERRAL


def tidy() -> int:
    """For every organisation in turn, in its own scope and its own log. Returns how many rows were touched."""
    with scope.every("the program looks after the doors of every organisation"):
        to_blank = set(_own(state=NOT_A_REFERRAL).exclude(name="").values_list("organisation_id", flat=True))
        to_learn = set(_own(sender__isnull=False, answered_date__isnull=False).values_list("sender_id", flat=True))
    touched = 0
    for row in Organisation.objects.filter(pk__in=to_blank | to_learn):
        by = system(row)
        with scope.of(by):
            touched += len(incoming.blank(by=by).items) if row.pk in to_blank else 0
            touched += len(passing_on.learn(by=by).items) if row.pk in to_learn else 0
    return touched


def _own(**which: object) -> "QuerySet[Any]":
    return IncomingReferral.objects.filter(**which).order_by().distinct()
