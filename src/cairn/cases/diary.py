"""What planned contacts and planned sessions have in common: who is there, how they come round, what stands in the way.
Shared by the actions that plan and move them; the rules are in `rules_diary`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Protocol

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.cases import checks, loading, rules, rules_diary
from cairn.cases.models import AlsoThere, Appointment, PlannedSession, Series
from cairn.cases.rules_diary import Repeat, Slot
from cairn.kernel.problems import Problem, too_long

LONGEST_PLACE = 200
CONTACT, SESSION = Appointment, PlannedSession
OF = {CONTACT: "appointment", SESSION: "session"}
"""What `AlsoThere` calls each."""


class Planned(Protocol):
    """What is asked of anything new in a diary. `also` are the other workers; `all_the_same`: planned although somebody
    has something else then."""

    @property
    def planned_date(self) -> date: ...
    @property
    def start_time(self) -> time | None: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def place(self) -> str: ...
    @property
    def worker_uid(self) -> str: ...
    @property
    def also(self) -> Sequence[str]: ...
    @property
    def repeat(self) -> Repeat | None: ...
    @property
    def all_the_same(self) -> bool: ...


def worker_of(by: Actor, uid: str) -> str:
    """Whose it is: whoever plans it, where nobody else is said."""
    return loading.canonical(uid) or (by.uid if by.kind == "user" else "")


def others(by: Actor, worker_uid: str, also: Iterable[str]) -> list[str]:
    """The other workers, each once; whoever it is whose it is, is not another."""
    main = worker_of(by, worker_uid)
    return [uid for uid in dict.fromkeys(map(loading.canonical, also)) if uid and uid != main]


def days_of(new: Planned) -> tuple[date, ...]:
    return rules_diary.occasions(new.planned_date, new.repeat) if new.repeat else (new.planned_date,)


def problems_of(by: Actor, new: Planned, members: Collection[str], today: date, row: int | None) -> list[Problem]:
    """What is wrong with when, where and who."""
    problems = rules.planned_problems(new.planned_date, today, "planned_date", row)
    problems += rules_diary.length_problems(new.start_time, new.minutes, row)
    problems += rules_diary.repeat_problems(new.repeat, new.planned_date, row) if new.repeat else []
    problems += too_long(new.place, LONGEST_PLACE, "place", row)
    return problems + people_problems(by, new.worker_uid, new.also, members, row)


def people_problems(
    by: Actor, worker_uid: str, also: Iterable[str], members: Collection[str], row: int | None
) -> list[Problem]:
    problems = checks.worker(worker_uid, members, by, row)
    if any(checks.worker(uid, members, by, row) for uid in also):
        fix = "Choose colleagues from the list."
        problems.append(Problem("also.unknown", "Somebody named is not a member here.", fix, field="also", row=row))
    return problems


# --- what stands in the way ---


def slots_of(by: Actor, new: Planned, key: str) -> list[Slot]:
    """The time that something new would take, of every worker on every day."""
    who = [worker_of(by, new.worker_uid), *others(by, new.worker_uid, new.also)]
    return [Slot(uid, day, new.start_time, new.minutes, f"{key}.{day}") for day in days_of(new) for uid in who if uid]


def taken(by: Actor, wanted: Iterable[Slot], leave_out: Collection[str] = ()) -> list[Slot]:
    """What these workers have planned on these days, with a time; `leave_out` are uids of rows that are being moved."""
    timed = [slot for slot in wanted if slot.start is not None]
    workers, days = {slot.worker_uid for slot in timed}, {slot.day for slot in timed}
    found: list[Slot] = []
    for part in loading.chunks(sorted(days)):
        own = {"organisation_id": by.organisation_id, "planned_date__in": part, "worker_uid__in": workers}
        for model, name in OF.items():
            rows = model.objects.filter(**own, state="planned", start_time__isnull=False)
            found += [_slot(row, row.worker_uid) for row in rows]
            also = AlsoThere.objects.filter(
                **own, **{f"{name}__state": "planned", f"{name}__start_time__isnull": False}
            )
            found += [_slot(getattr(row, name), row.worker_uid) for row in also.select_related(name)]
    out = set(leave_out)
    return [slot for slot in found if slot.key not in out]


def _slot(row: Any, worker_uid: str) -> Slot:
    return Slot(worker_uid, row.planned_date, row.start_time, row.minutes, str(row.uid))


def clash_problems(
    by: Actor, wanted: Mapping[int, Sequence[Slot]], there: Sequence[Slot], agreed: Collection[int] = ()
) -> list[Problem]:
    """One problem for each item that would put somebody in two places, unless that was agreed to."""
    place = {id(slot): row for row, slots in wanted.items() for slot in slots}
    met: dict[int, list[tuple[Slot, Slot]]] = defaultdict(list)
    for one, other in rules_diary.clashes((slot for slots in wanted.values() for slot in slots), there):
        met[place[id(one)]].append((one, other))
    return [_clash(by, pairs, row) for row, pairs in sorted(met.items()) if row not in agreed]


def _clash(by: Actor, pairs: Sequence[tuple[Slot, Slot]], row: int) -> Problem:
    one, other = min(pairs, key=lambda pair: (pair[0].day, pair[0].begins))
    who = "You have" if one.worker_uid == by.uid else "A colleague has"
    end = rules_diary.end_of(other.start, other.minutes)
    when = f"from {other.start:%H:%M}" + (f" to {end:%H:%M}" if end else "")
    days = len({pair[0].day for pair in pairs})
    first = f"On {days} of these days: first on {one.day.day}/{one.day.month}. " if days > 1 else ""
    message = f"{first}{who} something else planned {when}."
    return Problem("diary.clash", message, "Choose another time, or plan it all the same.", field="start_time", row=row)


def warnings_of(by: Actor, rows: Sequence[Any]) -> list[Problem]:
    """The same for rows that are written in any case, as the next contact is with a visit: said, not asked."""
    wanted = {number: [_slot(row, row.worker_uid)] for number, row in enumerate(rows) if row.start_time is not None}
    there = taken(by, (slot for slots in wanted.values() for slot in slots)) if wanted else []
    fix = "Move one of them, if they cannot both be."
    return [replace(one, severity="warning", fix=fix) for one in clash_problems(by, wanted, there)]


# --- rows ---


def series_row(this: Deed, new: Planned, days: Sequence[date]) -> Series | None:
    if new.repeat is None:
        return None
    made: Series = this.create(
        Series(
            organisation_id=this.by.organisation_id,
            unit=new.repeat.unit,
            every=new.repeat.every,
            start_date=days[0],
            until_date=days[-1],
        )
    )
    return made


def also_rows(by: Actor, row: Any, uids: Iterable[str]) -> Iterator[AlsoThere]:
    """Unsaved rows of the other workers of something planned."""
    for uid in uids:
        yield AlsoThere(
            organisation_id=by.organisation_id,
            **{OF[type(row)]: row},
            planned_date=row.planned_date,
            worker_uid=uid,
        )


def also_of(model: Any, rows: Iterable[Any]) -> dict[int, list[AlsoThere]]:
    """Who else is there, by the id of what is planned."""
    name, found = OF[model], defaultdict(list)
    for part in loading.chunks(row.pk for row in rows):
        for one in AlsoThere.objects.filter(**{f"{name}_id__in": part}).order_by("id"):
            found[getattr(one, f"{name}_id")].append(one)
    return found


def set_also(this: Deed, row: Any, there: Sequence[AlsoThere], wanted: Sequence[str] | None) -> None:
    """Let exactly these workers be there too (None: whoever is), on the day that it stands on now."""
    uids = [one.worker_uid for one in there] if wanted is None else list(wanted)
    uids = [uid for uid in dict.fromkeys(uids) if uid != row.worker_uid]
    kept = set()
    for one in there:
        if one.worker_uid in uids and one.worker_uid not in kept:
            kept.add(one.worker_uid)
            this.update(one, planned_date=row.planned_date)
        else:
            this.delete(one)
    this.create_many(also_rows(this.by, row, [uid for uid in uids if uid not in kept]))


# --- change ---


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryChange:
    """How something planned is to stand now; what is None stays. `start_time` "" and `minutes` 0 take them away. `also` are
    all the other workers. `later`: all later ones of its series too, each moved by as many days."""

    planned_date: date | None = None
    start_time: time | str | None = None
    minutes: int | None = None
    place: str | None = None
    worker_uid: str | None = None
    also: Sequence[str] | None = None
    state: str | None = None
    version: int | None = None
    later: bool = False
    all_the_same: bool = False

    @property
    def said(self) -> dict[str, Any]:
        values = {
            "planned_date": self.planned_date,
            "place": self.place,
            "state": self.state,
            "worker_uid": None if self.worker_uid is None else loading.canonical(self.worker_uid),
        }
        found: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
        if self.start_time is not None:
            found["start_time"] = self.start_time or None
        if self.minutes is not None:
            found["minutes"] = self.minutes or None
        return found


@dataclass(frozen=True, slots=True)
class Moving:
    """One change with the rows that it is about, the named one first, and who else is there."""

    one: DiaryChange
    rows: tuple[Any, ...]
    also: Mapping[int, Sequence[AlsoThere]]

    @property
    def row(self) -> Any:
        return self.rows[0]

    def values(self, row: Any) -> dict[str, Any]:
        """What becomes of one row."""
        said = self.one.said
        if "planned_date" in said:
            said["planned_date"] = row.planned_date + (said["planned_date"] - self.row.planned_date)
        return said

    def slots(self) -> list[Slot]:
        """The time that it all would take; none where nothing about time or people changes."""
        said = self.one.said
        touched = any(
            name in said and said[name] != getattr(self.row, name)
            for name in ("planned_date", "start_time", "minutes", "worker_uid", "state")
        )
        if said.get("state", self.row.state) != "planned" or not (touched or self.one.also is not None):
            return []
        found: list[Slot] = []
        for row in self.rows:
            now = {name: getattr(row, name) for name in ("planned_date", "start_time", "minutes", "worker_uid")}
            now |= {name: value for name, value in self.values(row).items() if name in now}
            also = [one.worker_uid for one in self.also.get(row.pk, ())] if self.one.also is None else self.one.also
            found += [
                Slot(uid, now["planned_date"], now["start_time"], now["minutes"], str(row.uid))
                for uid in dict.fromkeys([now["worker_uid"], *also])
            ]
        return found

    def write(self, this: Deed) -> None:
        values = [self.values(row) for row in self.rows]  # before the named row moves, by which the others are measured
        for row, said in zip(self.rows, values, strict=True):
            this.update(row, **said)
            set_also(this, row, self.also.get(row.pk, ()), self.one.also)


def moving(model: Any, row: Any, one: DiaryChange) -> Moving:
    """The change with its rows: with `later`, those of its series that are planned from its day on."""
    rows = [row]
    if one.later and row.series_id:
        more = model.objects.filter(series_id=row.series_id, planned_date__gte=row.planned_date, state="planned")
        rows += list(more.filter(activity__isnull=True).exclude(pk=row.pk).order_by("planned_date", "id"))
    return Moving(one, tuple(rows), also_of(model, rows))


def change_problems(
    by: Actor, moved: Mapping[int, Moving], members: Collection[str], today: date, states: Collection[str]
) -> list[Problem]:
    """Everything that is wrong with these changes, by their place in the list."""
    problems: list[Problem] = []
    for place, each in moved.items():
        problems += _one_problems(by, each, members, today, states, place)
    wanted = {place: each.slots() for place, each in moved.items()}
    keys = {str(row.uid) for each in moved.values() for row in each.rows}
    there = taken(by, (slot for slots in wanted.values() for slot in slots), keys)
    return problems + clash_problems(by, wanted, there, {n for n, each in moved.items() if each.one.all_the_same})


def _one_problems(
    by: Actor, each: Moving, members: Collection[str], today: date, states: Collection[str], place: int
) -> list[Problem]:
    one, row, said = each.one, each.row, each.one.said
    problems = rules.not_a_code(one.state, states, "state", place) if one.state is not None else []
    if row.activity_id is not None:
        fix = "Change or remove the activity that was recorded."
        message = "What came of this is recorded already."
        problems.append(Problem("appointment.over", message, fix, field="state", row=place))
    day = one.planned_date or row.planned_date
    if day != row.planned_date:
        problems += rules.planned_problems(day, today, "planned_date", place)
    if one.state in ("missed", "no_answer") and day > today:
        fix = "Wait for the day, or cancel it."
        problems.append(Problem("appointment.early", "That day has not come yet.", fix, field="state", row=place))
    start, minutes = said.get("start_time", row.start_time), said.get("minutes", row.minutes)
    if "start_time" in said or "minutes" in said:
        problems += rules_diary.length_problems(start, minutes, place)
    problems += too_long(one.place or "", LONGEST_PLACE, "place", place)
    return problems + people_problems(by, one.worker_uid or "", one.also or (), members, place)
