"""What one small form needs to record a visit with one person: everything defaulted from the last time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import loading, rules
from cairn.cases.models import Appointment, Attendance, AttendanceNeed, Episode, Need, OutcomeRecord, StepRecord
from cairn.cases.queries.base import NotFound, title, visible_to
from cairn.cases.queries.day import AppointmentRow, appointment_row
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.services import queries as services
from cairn.services.models import Rung

SHORTEST, LONGEST = 1, 92
"""Days between two visits that may be offered as usual."""


@dataclass(frozen=True, slots=True)
class QuickKind:
    """A type of activity that may be recorded, and how long it took the last time."""

    uid: str
    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class QuickStep:
    """A rung of the service's ladders. `state` is how it stands now ("" where it was never reached); `kinds` are the types
    of activity that carry it; the next unreached of its ladder `is_next`."""

    rung_uid: str
    label: str
    ladder_uid: str
    ladder: str
    state: str
    reached_date: dt.date | None
    last_date: dt.date | None
    is_next: bool
    kinds: tuple[str, ...]

    @property
    def stands(self) -> bool:
        return self.state in rules.CONFIRMED


@dataclass(frozen=True, slots=True)
class QuickOutcome:
    framework: str
    outcome: str
    label: str
    reached_date: dt.date | None
    kinds: tuple[str, ...]

    @property
    def code(self) -> str:
        return f"{self.framework}|{self.outcome}"


@dataclass(frozen=True, slots=True)
class QuickNeed:
    """An open need of the person; `kinds` are the types of activity that are usually for it."""

    uid: str
    label: str
    kinds: tuple[str, ...]
    was_last: bool
    ladder: str


@dataclass(frozen=True, slots=True)
class Running:
    """One of the person's open episodes, to choose from."""

    uid: str
    service_uid: str
    service: str


@dataclass(frozen=True, slots=True)
class Quick:
    """What is offered for one episode. `kind_uid` and `minutes` are what stands on the form at first, `needs` the ones
    ticked; `repeats` is the last type with one person, which may be recorded once more; `again_days` is how long it was
    between the last two visits; `planned` is what was planned for today."""

    client_uid: str
    name: str
    reference: str
    episode: Running | None
    others: tuple[Running, ...]
    kinds: tuple[QuickKind, ...]
    kind_uid: str
    minutes: int
    steps: tuple[QuickStep, ...]
    outcomes: tuple[QuickOutcome, ...]
    needs: tuple[QuickNeed, ...]
    last_date: dt.date | None
    last_kind: str
    repeats: QuickKind | None
    again_days: int | None
    planned: AppointmentRow | None

    @property
    def may_repeat(self) -> bool:
        """Whether the last visit is offered once more: not when one is recorded today already, which would be refused."""
        return self.repeats is not None and self.last_date != clock.today()


def quick(by: Actor, client: Any, episode_uid: str = "", kind_uid: str = "", appointment_uid: str = "") -> Quick:
    """The form for one episode of a client (a row): the one that is named, else that of a named appointment, or the one in
    which something was planned for today or done last. Raises NotFound for an episode or a type that is not theirs."""
    running = list(
        visible_to(by).filter(client=client, end_date=None).select_related("service").order_by("-start_date")
    )
    visits = _visits(by, client)
    planned = _planned(by, client, appointment_uid)
    episode = _chosen(running, episode_uid, planned, visits)
    who = (str(client.uid), title(client.name, client.known_as, client.reference), client.reference)
    choices = tuple(Running(str(row.uid), str(row.service.uid), row.service.name) for row in running)
    if episode is None:
        return Quick(*who, None, (), (), "", 0, (), (), (), None, "", None, None, None)
    came = [row for row in visits if row.episode_id == episode.pk]
    types = [row for row in services.activity_types(by, episode.service) if row.is_active and row.mode != "head_count"]
    kinds = _kinds(types, came)
    today = planned.get(episode.pk)
    kind = _first_kind(kinds, kind_uid, today, came)
    mine = next(one for one in choices if one.uid == str(episode.uid))
    return Quick(
        *who, mine, tuple(one for one in choices if one is not mine), kinds, kind.uid if kind else "",
        kind.minutes if kind else 0, _steps(episode, types), _outcomes(episode, types), _needs(by, client, types, came),
        came[0].activity.activity_date if came else None, came[0].activity.activity_type.name if came else "",
        _kind_of(kinds, came), _interval(came), _as_planned(today),
    )  # fmt: skip


def _visits(by: Actor, client: Any) -> list[Any]:
    """The latest visits, newest first: enough to say what is usual."""
    rows = visible_to(by, Attendance).filter(client=client, state="attended")
    return list(rows.select_related("activity__activity_type").order_by("-activity_date", "-id")[:12])


def _planned(by: Actor, client: Any, uid: str) -> dict[int, Any]:
    """What was planned, by episode: the one that is named, if nothing came of it yet, else today's."""
    rows = visible_to(by, Appointment).filter(client=client, activity=None)
    rows = rows.select_related("client", "episode__service", "activity_type")
    key = loading.canonical(uid)
    if key and (named := {row.episode_id: row for row in rows.filter(uid=key)}):
        return named
    return {row.episode_id: row for row in rows.filter(planned_date=clock.today(), state="planned")}


def _as_planned(row: Any) -> AppointmentRow | None:
    if row is None:
        return None
    also = tuple(row.also.order_by("id").values_list("worker_uid", flat=True))
    return appointment_row(row, {}, tuple(dict.fromkeys((row.worker_uid, *also))) if also else ())


def _chosen(running: Sequence[Episode], uid: str, planned: dict[int, Any], visits: Sequence[Any]) -> Episode | None:
    if uid:
        found = next((row for row in running if str(row.uid) == loading.canonical(uid)), None)
        if found is None:
            raise NotFound("no such open episode")
        return found
    last = next((row.episode_id for row in visits), None)
    return next((row for row in running if row.pk in planned), None) or next(
        (row for row in running if row.pk == last), running[0] if running else None
    )


def _kinds(types: Sequence[services.ActivityTypeView], came: Sequence[Any]) -> tuple[QuickKind, ...]:
    """Types for one person first; each with its minutes of last time. A group's type is offered where it was used."""
    lasted: dict[str, int] = {}
    for row in came:
        lasted.setdefault(str(row.activity.activity_type.uid), row.activity.minutes)
    offered = [row for row in types if row.mode == "individual"]
    return tuple(QuickKind(row.uid, row.name, lasted.get(row.uid) or row.usual_minutes) for row in offered)


def _first_kind(kinds: Sequence[QuickKind], uid: str, planned: Any, came: Sequence[Any]) -> QuickKind | None:
    """The type asked for, else the planned one, else the last one used, else the first."""
    if uid:
        found = next((one for one in kinds if one.uid == loading.canonical(uid)), None)
        if found is None:
            raise NotFound("no such type of activity")
        return found
    wanted = [str(planned.activity_type.uid)] if planned and planned.activity_type else []
    first = next((one for uid in wanted for one in kinds if one.uid == uid), None)
    return first or _kind_of(kinds, came) or (kinds[0] if kinds else None)


def _kind_of(kinds: Sequence[QuickKind], came: Sequence[Any]) -> QuickKind | None:
    """The last type with one person."""
    used = (str(row.activity.activity_type.uid) for row in came)
    return next((one for uid in used for one in kinds if one.uid == uid), None)


def _steps(episode: Episode, types: Sequence[services.ActivityTypeView]) -> tuple[QuickStep, ...]:
    """Every rung of the service, ladder by ladder, from the bottom."""
    carried: dict[str, list[str]] = defaultdict(list)
    for kind in types:
        for step in kind.steps:
            carried[step.uid].append(kind.uid)
    said: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    own = StepRecord.objects.filter(episode=episode).order_by("step_date", "id")
    for rung_id, day, state in own.values_list("rung_id", "step_date", "state"):
        said[rung_id].append((day, state))
    found: list[QuickStep] = []
    ahead: set[int] = set()
    rungs = Rung.objects.filter(ladder__service_id=episode.service_id).select_related("ladder")
    for rung in rungs.order_by("ladder__name", "ladder_id", "position"):
        one = _step(rung, said[rung.pk], tuple(carried[str(rung.uid)]))
        is_next = not one.stands and rung.ladder_id not in ahead
        ahead |= {rung.ladder_id} if is_next else set()
        found.append(replace(one, is_next=is_next))
    return tuple(found)


def _step(rung: Any, said: Sequence[tuple[dt.date, str]], kinds: tuple[str, ...]) -> QuickStep:
    states = rules.step_states(said)
    last = said[-1][0] if said else None
    first = rules.first_reached(said)
    ladder = rung.ladder
    return QuickStep(
        str(rung.uid), rung.label, str(ladder.uid), ladder.name, states[-1] if states else "", first, last, False, kinds
    )


def _outcomes(episode: Episode, types: Sequence[services.ActivityTypeView]) -> tuple[QuickOutcome, ...]:
    carried: dict[tuple[str, str], list[str]] = defaultdict(list)
    labels: dict[tuple[str, str], str] = {}
    for kind in types:
        for one in kind.outcomes:
            carried[one.framework, one.outcome].append(kind.uid)
            labels[one.framework, one.outcome] = one.label
    rows = OutcomeRecord.objects.filter(episode=episode, is_reached=True).order_by("-outcome_date")
    reached = {
        (framework, ref): day for framework, ref, day in rows.values_list("framework", "outcome", "outcome_date")
    }
    return tuple(
        QuickOutcome(*key, labels[key], reached.get(key), tuple(kinds)) for key, kinds in sorted(carried.items())
    )


def _needs(
    by: Actor, client: Any, types: Iterable[services.ActivityTypeView], came: Sequence[Any]
) -> tuple[QuickNeed, ...]:
    """The person's needs that are not met; those of the last visit are marked."""
    carried: dict[str, list[str]] = defaultdict(list)
    for kind in types:
        for need in kind.needs:
            carried[need].append(kind.uid)
    rows = list(visible_to(by, Need).filter(client=client).exclude(state="met").order_by("presented_date", "id"))
    if not rows:
        return ()
    last = AttendanceNeed.objects.filter(attendance=came[0]) if came else AttendanceNeed.objects.none()
    ticked = set(last.values_list("need_id", flat=True))
    return tuple(
        QuickNeed(
            str(row.uid),
            registry.get("needs", "common", row.dictionary_version).need(row.need).label,
            tuple(carried[row.need]),
            row.pk in ticked,
            row.need,
        )
        for row in rows
    )


def _interval(came: Sequence[Any]) -> int | None:
    """Days between the last two visits, where that can be a habit."""
    days = list(dict.fromkeys(row.activity_date for row in came))
    gap = (days[0] - days[1]).days if len(days) > 1 else 0
    return gap if SHORTEST <= gap <= LONGEST else None
