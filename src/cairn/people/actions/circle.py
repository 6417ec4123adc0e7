"""Say who is around a person: their household, who cares for whom, who to call."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import around, queries, rules_around
from cairn.people.models import Client, RelatedPerson

GONE, MISTAKE = "gone", "mistake"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelated:
    """Somebody around a client: named, or another person supported here (`other_uid`), whose own record has the name."""

    client_uid: str
    relation: str
    name: str = ""
    phone: str = ""
    other_uid: str = ""
    lives_with: str = "not_asked"
    is_carer: bool = False
    is_cared_for: bool = False
    is_emergency_contact: bool = False
    words: str = ""


FIELDS = tuple(field.name for field in fields(NewRelated) if field.name != "client_uid")


def add(*, by: Actor, related: Sequence[NewRelated]) -> Done[RelatedPerson]:
    """Add people to circles, all or none. Raises Refused and queries.NotFound."""
    by.require(Permission.RECORD)
    people = queries.by_uids(by, [new.client_uid for new in related])
    others = _others(by, [new.other_uid for new in related])
    problems = []
    for row, (person, new) in enumerate(zip(people, related, strict=True)):
        told = {name: getattr(new, name) for name in FIELDS}
        problems += rules_around.related_problems(told, others.get(new.other_uid) is not None, row)
        problems += _linked_wrong(by, person, others.get(new.other_uid), None, row)
    refuse_if(problems)
    rows = [
        RelatedPerson(
            organisation_id=by.organisation_id,
            client=person,
            added_date=clock.today(),
            **_columns({name: getattr(new, name) for name in FIELDS}, others),
        )
        for person, new in zip(people, related, strict=True)
    ]
    with deed("people.circle_changed", by=by) as this:
        this.create_many(rows)
    return Done(tuple(rows), (), this.uid)


def change(
    *, by: Actor, client_uid: object, related_uid: object, version: int | None = None, **said: Any
) -> Done[RelatedPerson]:
    """Change what is known of one of a circle (any of `FIELDS`). Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.RECORD)
    person = queries.get(by, client_uid)
    row = around.one(by, person, related_uid)
    told = {**_stands(row), **said}
    others = _others(by, [told["other_uid"]])
    problems = rules_around.related_problems(told, others.get(told["other_uid"]) is not None, None)
    refuse_if(problems + _linked_wrong(by, person, others.get(told["other_uid"]), row, None))
    if version is not None:
        row.version = version
    with deed("people.circle_changed", by=by) as this:
        this.update(row, **_columns(told, others))
    return Done((row,), (), this.uid)


def remove(
    *,
    by: Actor,
    client_uid: object,
    related_uid: object,
    why: str,
    ended_date: date | None = None,
    version: int | None = None,
) -> Done[RelatedPerson]:
    """Take somebody out of a circle: `gone` from a date on (the row stays, as part of what was), or noted by `mistake`
    (the row goes). Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.RECORD)
    row = around.one(by, queries.get(by, client_uid), related_uid)
    day = ended_date or clock.today()
    refuse_if(rules_around.leaving_problems(why, row.added_date, day, clock.today()))
    if version is not None:
        row.version = version
    with deed("people.circle_changed", by=by) as this:
        if why == GONE:
            this.update(row, ended_date=day, is_emergency_contact=False)
        else:
            this.delete(row)
    return Done((row,), (), this.uid)


def _stands(row: RelatedPerson) -> dict[str, Any]:
    other: Any = row.other
    return {**{name: getattr(row, name) for name in FIELDS if name != "other_uid"},
            "other_uid": str(other.uid) if other else ""}  # fmt: skip


def _others(by: Actor, uids: Sequence[str]) -> dict[str, Client]:
    """The linked people that the actor may see; who is not here looks as if there were nobody."""
    found = {}
    for uid in {uid for uid in uids if uid}:
        try:
            found[uid] = queries.get(by, uid)
        except NotFound:
            continue
    return found


def _columns(told: dict[str, Any], others: dict[str, Client]) -> dict[str, Any]:
    """A linked person keeps their name and phone on their own record: here they would grow stale."""
    other = others.get(told["other_uid"])
    plain = {name: value for name, value in told.items() if name != "other_uid"}
    own = {"name": "", "phone": ""} if other else {name: plain[name].strip() for name in ("name", "phone")}
    return {**plain, **own, "words": plain["words"].strip(), "other": other}


def _linked_wrong(
    by: Actor, person: Client, other: Client | None, row: RelatedPerson | None, place: int | None
) -> list[Problem]:
    if other is None:
        return []
    if other.pk == person.pk:
        fix = "Choose somebody else, or write a name."
        return [Problem("circle.self", "Nobody is of their own circle.", fix, field="other_uid", row=place)]
    there = RelatedPerson.objects.filter(
        organisation_id=by.organisation_id, client=person, other=other, ended_date__isnull=True
    ).exclude(pk=row.pk if row else None)
    message, fix = "They are in this circle already.", "Change what is noted there."
    return [Problem("circle.twice", message, fix, field="other_uid", row=place)] if there.exists() else []
