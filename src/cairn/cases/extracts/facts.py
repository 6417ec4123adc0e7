"""Needs, where people were sent, steps, attendances, and sessions where heads were counted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.db.models import Max

from cairn.cases.extracts import aims, funding
from cairn.cases.extracts.reading import batches
from cairn.cases.extracts.wide import Known, Row, known
from cairn.cases.models import Activity, ActivityFunding, Attendance, Need, Signposting, StepRecord
from cairn.cases.rules import CONFIRMED
from cairn.definitions import registry
from cairn.services.models import ActivityType


def needs(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a need, paid for as on the day it was presented."""
    for facts in known(organisation_id, subjects):
        rows = Need.objects.filter(**facts.batch.where("client_id")).order_by("pk")
        rows = rows.annotate(sent_on=Max("signpostings__made_date"))
        for episode, uid, need, version, presented, *stands in rows.values_list(
            "episode_id", "uid", "need", "dictionary_version", "presented_date", "part_met_date", "met_date", "state",
            "can_meet", "sent_on",
        ).iterator(2000):  # fmt: skip
            own = (str(uid), facts.episodes[episode].uid, need, areas(version).get(need), presented, *stands)
            yield (facts.subject(episode), *own, *facts.wide(episode, presented))


def signpostings(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a line of where somebody was sent. Where it belongs to no support, no service and no route is known."""
    for facts in known(organisation_id, subjects):
        rows = Signposting.objects.filter(**facts.batch.where("client_id")).order_by("pk")
        for client, episode, uid, kind, result, made, heard, need, version in rows.values_list(
            "client_id", "episode_id", "uid", "kind", "result", "made_date", "result_date", "need__need",
            "need__dictionary_version",
        ).iterator(2000):  # fmt: skip
            person, area = facts.people[client], areas(version).get(need) if need else None
            own = (str(uid), facts.episodes[episode].uid if episode else None, kind, result, made, heard, need, area)
            nowhere: Row = (*person.who(person.band_on(made)), facts.provider, None, None, [], None, None, None)
            yield (person.uid, *own, *(facts.wide(episode, made) if episode else nowhere))


@cache
def areas(version: int) -> dict[str, str]:
    """The area of each need of a version of the dictionary."""
    return {need.id: need.area for need in registry.get("needs", "common", version).needs}


def steps(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each rung that an episode confirmed, on the day of its first confirmation; `is_first` where the person
    had confirmed that rung in no earlier episode; `towards_set_aside` where its ladder leads to an outcome that was not
    this person's goal on that day."""
    together = aims.carried_together(organisation_id)
    for facts in known(organisation_id, subjects):
        where = facts.batch.where("client_id")
        rows = StepRecord.objects.filter(**where, state__in=CONFIRMED)
        confirmed = rows.order_by("client_id", "rung_id", "step_date", "pk").values_list(
            "client_id", "rung_id", "episode_id", "uid", "rung__uid", "rung__ladder__uid", "step_date",
            "is_added_later", "rung__ladder_id", "rung__ladder__need",
        )  # fmt: skip
        yield from _first_steps(facts, confirmed.iterator(2000), aims.read(**where), together)


def _first_steps(
    facts: Known, confirmed: Iterable[Row], said: aims.Said, together: Mapping[int, frozenset[aims.Pair]]
) -> Iterator[Row]:
    """Rows come by client, rung and date: the first of each (client, rung) is new, the first of an episode is a row."""
    people: set[tuple[int, int]] = set()
    episodes: set[tuple[int, int]] = set()
    for client, rung, episode, uid, rung_uid, ladder_uid, day, later, ladder, need in confirmed:
        if (episode, rung) in episodes:
            continue
        is_first = (client, rung) not in people
        people.add((client, rung))
        episodes.add((episode, rung))
        towards = aims.leads_to(ladder, need, together)
        own = (str(uid), facts.episodes[episode].uid, str(ladder_uid), str(rung_uid), day, is_first, later)
        yield (facts.subject(episode), *own, said.is_aside(episode, towards, day), *facts.wide(episode, day))


def attendances(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each named person at an activity, paid for as the activity says, or as the episode is on that day."""
    types = _types(organisation_id)
    for facts in known(organisation_id, subjects):
        rows = Attendance.objects.filter(**facts.batch.where("client_id"))
        theirs = ActivityFunding.objects.filter(activity__in=rows.values("activity_id"))
        paid = _paid_activities(theirs)
        for episode, uid, activity, activity_uid, kind, day, state in (
            rows.order_by("pk")
            .values_list(
                "episode_id", "uid", "activity_id", "activity__uid", "activity__activity_type_id",
                "activity__activity_date", "state",
            )
            .iterator(2000)
        ):  # fmt: skip
            own = (str(uid), str(activity_uid), types[kind], day, state)
            yield (facts.subject(episode), *own, *facts.wide(episode, day, paid.get(activity)))


def _types(organisation_id: int) -> dict[int, str]:
    """The uid of each type of activity, by its inner id. One query."""
    rows = ActivityType.objects.filter(organisation_id=organisation_id)
    return {pk: str(uid) for pk, uid in rows.values_list("pk", "uid")}


def _paid_activities(rows: Any) -> dict[int, list[str]]:
    """The contracts of each activity that says who paid for it; own funds are no contract."""
    found: dict[int, set[str]] = defaultdict(set)
    for activity, contract in rows.values_list("activity_id", "contract__uid"):
        found[activity].update(() if contract is None else (str(contract),))
    return {activity: sorted(contracts) for activity, contracts in found.items()}


def headcounts(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each session where nobody was named. Its subject is the activity."""
    services = funding.services_of(organisation_id)
    provider = funding.provider_uid(organisation_id)
    types = _types(organisation_id)
    counted = Activity.objects.filter(organisation_id=organisation_id, heads__isnull=False)
    for batch in batches(counted, subjects):
        paid = _paid_activities(ActivityFunding.objects.filter(**batch.where("activity_id")))
        rows = counted.filter(**batch.where("pk")).order_by("pk")
        for pk, uid, service, kind, day, heads in rows.values_list(
            "pk", "uid", "service_id", "activity_type_id", "activity_date", "heads"
        ):
            at = services[service]
            contracts = paid[pk] if pk in paid else funding.on(day, at.spans)
            own = (str(uid), str(uid), str(uid), types[kind], day, heads)
            yield (*own, provider, at.uid, at.area or None, contracts)
