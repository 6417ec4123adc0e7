"""Write step ladders: small steps towards something, from the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import F, ProtectedError

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.services import queries, rules, writers
from cairn.services.actions.versions import claim
from cairn.services.models import ActivityTypeStep, Rung, Service, StepLadder

ASIDE = 10_000  # positions stand this far off while rungs change places


@dataclass(frozen=True, slots=True)
class NewLadder:
    """A ladder to add; `rungs` are labels from the bottom. What is blank comes from `starter`, a ladder definition's id."""

    service_uid: str
    name: str = ""
    rungs: tuple[str, ...] = ()
    need: str = ""
    starter: str = ""


@dataclass(frozen=True, slots=True)
class RungLine:
    """A rung as a form gives it back: an existing one by its uid, a new one without."""

    label: str
    uid: str = ""


def add(*, by: Actor, ladders: Sequence[NewLadder]) -> Done[StepLadder]:
    """Add ladders with their rungs, all or none. Raises Refused and NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    services = queries.by_uids(queries.visible_to(by), [new.service_uid for new in ladders])
    filled = [_filled(new) for new in ladders]
    refuse_if([*_each_wrong(filled), *_names_taken(by, services, filled)])
    pairs = list(zip(services, filled, strict=True))
    rows = [writers.ladder(service, new.name, new.need, new.starter) for service, new in pairs]
    with deed("services.ladders_added", by=by) as this:
        this.create_many(rows)
        this.create_many(rung for row, new in zip(rows, filled, strict=True) for rung in writers.rungs(row, new.rungs))
    return Done(tuple(rows), (), this.uid)


def change(
    *,
    by: Actor,
    ladder_uid: object,
    version: int | None,
    name: str | None = None,
    need: str | None = None,
    rungs: Sequence[RungLine] | None = None,
) -> Done[StepLadder]:
    """Change a ladder; `rungs` is the whole of it from the bottom, and one that is left out is removed.

    A rung keeps its uid, and so what people have reached on it, through a new label or place. Raises Refused (also when
    a removed rung has records), Conflict and NotFound.
    """
    by.require(Permission.MANAGE_SERVICES)
    row = queries.get_ladder(by, ladder_uid)
    now = list(Rung.objects.filter(ladder=row).order_by("position"))
    lines = [RungLine(rung.label, str(rung.uid)) for rung in now] if rungs is None else list(rungs)
    _require_own(now, lines)
    values = {"name": row.name if name is None else name.strip(), "need": row.need if need is None else need}
    labels = [line.label for line in lines]
    wrong = rules.ladder_problems(values["name"], labels, values["need"], row.starter)
    refuse_if([*wrong, *_name_taken_by_another(row, values["name"]), *_removed_but_carried(now, lines)])
    if version is not None:
        row.version = version
    with deed("services.ladder_changed", by=by) as this:
        if rungs is not None and [(r.label, str(r.uid)) for r in now] != [(n.label, n.uid) for n in lines]:
            claim(this, row)
            _put_in_order(this, row, now, lines)
        this.update(row, **values)
    return Done((row,), (), this.uid)


def _filled(new: NewLadder) -> NewLadder:
    try:
        starter = registry.get("ladder", new.starter) if new.starter else None
    except registry.NotDefined:
        starter = None
    if starter is None:
        return new
    rungs = new.rungs or tuple(rung.label for rung in starter.rungs)
    return replace(new, name=new.name or starter.label, need=new.need or starter.needs[0], rungs=rungs)


def _each_wrong(ladders: Sequence[NewLadder]) -> list[Problem]:
    return [
        problem
        for row, new in enumerate(ladders)
        for problem in rules.ladder_problems(new.name, new.rungs, new.need, new.starter, row)
    ]


def _names_taken(by: Actor, services: Sequence[Service], ladders: Sequence[NewLadder]) -> list[Problem]:
    """A name may come twice in two services: the service is part of what is compared."""
    own = StepLadder.objects.filter(organisation_id=by.organisation_id, service__in=[row.pk for row in services])
    taken = [f"{service} {name}" for service, name in own.values_list("service_id", "name")]
    names = [f"{service.pk} {new.name.strip()}" for service, new in zip(services, ladders, strict=True)]
    return [_name_taken(row) for row in rules.twice(names, taken)]


def _name_taken_by_another(row: StepLadder, name: str) -> list[Problem]:
    others = StepLadder.objects.filter(service=row.service).exclude(pk=row.pk).values_list("name", flat=True)
    return [_name_taken(None)] if rules.twice([name], list(others)) else []


def _name_taken(row: int | None) -> Problem:
    fix = "Use another name, or change the ladder that there is."
    return Problem("ladder.name_taken", "The service has a ladder of this name.", fix, field="name", row=row)


def _require_own(now: Sequence[Rung], lines: Sequence[RungLine]) -> None:
    """Every line with a uid names a rung of this ladder, and no two the same; else raises NotFound."""
    named = [line.uid for line in lines if line.uid]
    if len(named) != len(set(named)) or set(named) - {str(rung.uid) for rung in now}:
        raise NotFound("no such step on this ladder")


def _removed(now: Sequence[Rung], lines: Sequence[RungLine]) -> list[Rung]:
    kept = {line.uid for line in lines}
    return [rung for rung in now if str(rung.uid) not in kept]


def _removed_but_carried(now: Sequence[Rung], lines: Sequence[RungLine]) -> list[Problem]:
    gone = [rung.pk for rung in _removed(now, lines)]
    carriers = ActivityTypeStep.objects.filter(rung__in=gone).order_by("activity_type__name")
    names = list(dict.fromkeys(carriers.values_list("activity_type__name", flat=True)))
    if not names:
        return []
    fix = f"Take the step off these types of activity first: {', '.join(names)}."
    return [Problem("ladder.rung_carried", "A step that you remove goes with a type of activity.", fix, field="rungs")]


def _put_in_order(this: Deed, ladder: StepLadder, now: Sequence[Rung], lines: Sequence[RungLine]) -> None:
    by_uid = {str(rung.uid): rung for rung in now}
    for rung in _removed(now, lines):
        _remove(this, rung)
    Rung.objects.filter(ladder=ladder).update(position=F("position") + ASIDE)
    for position, line in enumerate(lines, 1):
        label = line.label.strip()
        if line.uid:
            _place(this, by_uid[line.uid], position, label)
        else:
            organisation = ladder.organisation_id
            this.create(Rung(organisation_id=organisation, ladder=ladder, position=position, label=label))


def _place(this: Deed, rung: Rung, position: int, label: str) -> None:
    if (rung.position, rung.label) == (position, label):
        Rung.objects.filter(pk=rung.pk).update(position=position)
    else:
        this.update(rung, position=position, label=label)


def _remove(this: Deed, rung: Rung) -> None:
    try:
        this.delete(rung)
    except ProtectedError:
        message = "A step that you remove has been recorded for people."
        fix = "Leave it on the ladder; it may have another label or another place."
        raise Refused([Problem("ladder.rung_recorded", message, fix, field="rungs")]) from None
