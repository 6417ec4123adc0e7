"""Who owes which form now, and who does not and why: read from episodes of the services that take part.

Years that still take new forms are looked at; what was closed before them is nobody's work any more.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection as Listed
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.cases.models import SupportPlan
from cairn.cases.queries import visible_to
from cairn.cases.queries.base import title, workers
from cairn.collection import library, persons, sampling, windows
from cairn.collection.filled import sent
from cairn.collection.filled import visible_to as on_their_way
from cairn.collection.models import CollectionService, CollectionYear, Sampling, SignUp
from cairn.collection.rules_completion import Place, State, quarter
from cairn.collection.rules_due import Span, Stay, Verdict, WhyNot, verdict
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm, When
from cairn.kernel import clock

NOT_OF: Mapping[str, tuple[When, When]] = {"short": ("review", "departure"), "long": ("departure", "review")}
"""Of a service of each term, the event that it has no form for where the programme has one for the other."""
EPISODE = ("id", "uid", "service_id", "client_id", "client__uid", "client__name", "client__known_as", "client__reference",
           "worker_uid", "start_date", "end_date")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One form of one person. `why_not` is "" where it is owed; `open_uid` and `sent_uid` where it was begun or sent."""

    form: str
    form_label: str
    when: When
    sign_up_uid: str
    collection: str
    year: str
    asked_by: dt.date
    service_uid: str
    service: str
    client_uid: str
    name: str
    reference: str
    episode_uid: str
    worker_uid: str
    worker: str
    date: dt.date | None
    why_not: WhyNot | None = None
    open_uid: str = ""
    sent_uid: str = ""

    @property
    def key(self) -> str:
        """What a tick of a list is called."""
        return f"{self.sign_up_uid}.{self.when}.{self.episode_uid}.{self.date}"


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed, oldest first, and what is not."""

    due: tuple[Line, ...]
    not_due: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read once for all lines."""

    services: Sequence[Any]
    years: Mapping[int, Sequence[CollectionYear]]
    episodes: Mapping[int, Sequence[Mapping[str, Any]]]
    plans: Mapping[int, Sequence[tuple[dt.date, dt.date]]]
    begun: Mapping[tuple[str, int], Sequence[Any]]
    sent: Mapping[tuple[Any, ...], Any]
    samples: Mapping[tuple[int, int], Any]
    names: Mapping[str, str]
    forms: dict[tuple[str, str, dt.date], CollectionForm | None] = field(default_factory=dict)


def due(by: Actor, today: dt.date, *, worker_uid: str = "", client_uid: str = "") -> Owing:
    """Who owes which form, of everybody, of one worker's people, or of one person. In ten queries at most."""
    known = _read(by, today, worker_uid, client_uid)
    lines = sorted(_lines(by, known, today), key=lambda one: (one.date or dt.date.max, one.name, one.form))
    return Owing(
        tuple(one for one in lines if one.why_not is None), tuple(one for one in lines if one.why_not is not None)
    )


def takes_part(by: Actor) -> bool:
    """Whether any service of the actor's organisation is in a programme now."""
    rows = CollectionService.objects.filter(organisation_id=by.organisation_id, sign_up__state="approved")
    return bool(rows.exists())


def asked_of(
    by: Actor, services: Sequence[CollectionService], years: Sequence[CollectionYear], today: dt.date
) -> Iterator[tuple[int, int, Place, State]]:
    """Every form that the record asks of these services in these years, open or closed, as (authority, year, place, state): for
    counting, so of nobody in particular. What was sent is placed where it was sent for."""
    of_collection = _grouped((year.collection_id, year) for year in years)
    known = _read(by, today, "", "", services, of_collection)
    for of, year, row, when in _every(known):
        said = _said(known, of, year, row, when, today)
        form = said and said.date and _form(known, of.sign_up.collection.programme, when, said.date)
        if not said or not said.date or not form or said.date > _last_day(year, today):
            continue
        was_sent = _was_sent(known, form.id, row, year, said)
        state = _state(by, known, of, year, row, when, said, _begun(known, form.id, row["id"], year), was_sent)
        if state:
            number, day = (was_sent.service_number, was_sent.form_date) if was_sent else (of.service_number, said.date)
            yield of.sign_up.commissioner_id, year.pk, Place(number, form.id, quarter(day, year.start_date)), state


def _last_day(year: CollectionYear, today: dt.date) -> dt.date:
    """Events after the end of a year, or of its collection, are asked about no more."""
    ends = [clock.london_date(at) for at in (year.ended_at, year.collection.ended_at) if at]
    return min([today, *ends])


def _state(
    by: Actor, known: _Known, of: Any, year: CollectionYear, row: Mapping[str, Any], when: When, said: Verdict,
    begun: Any, was_sent: Any,
) -> State | None:  # fmt: skip
    """None of what nothing asks for, though a form of it may have been sent."""
    if said.why_not:
        return None
    if not _is_asked(by, known, of, year, row, when):
        return None if was_sent else "outside"
    if was_sent:
        return "sent"
    return "left_out" if begun and begun.left_out_reason else "due"


def ended(by: Actor, today: dt.date) -> list[windows.Lock]:
    """Why a collection that the actor's organisation takes part in, or a year of it, asks for nothing any more."""
    sends = SignUp.objects.filter(provider_id=by.organisation_id, state="approved").values("collection_id")
    years = CollectionYear.objects.filter(collection_id__in=sends, start_date__lte=today).order_by("-start_date", "pk")
    return windows.ends_of(years.select_related("collection__organisation"))


def _read(
    by: Actor, today: dt.date, worker_uid: str, client_uid: str, of: Sequence[CollectionService] | None = None,
    every: Mapping[int, Sequence[CollectionYear]] | None = None,
) -> _Known:  # fmt: skip
    services = _services(by) if of is None else of
    years = _years({one.sign_up.collection_id for one in services}, today) if every is None else every
    episodes = _episodes(by, services, years, worker_uid, client_uid) if years else []
    ids = [row["id"] for row in episodes]
    clients = {row["client_id"] for row in episodes}
    return _Known(
        services=services,
        years=years,
        episodes=_grouped((row["service_id"], row) for row in episodes),
        plans=_plans(by, ids),
        begun=_grouped(((row.form, row.episode_id), row) for row in on_their_way(by).filter(episode_id__in=ids)),
        sent={
            (row.form, row.client_id, row.year_id, row.episode_id or row.form_date): row
            for row in sent(by).filter(client_id__in=clients, state="sent").defer("answers")
        },
        samples={(row.year_id, row.organisation_id): row for row in _samplings(years)},
        names=workers({row["worker_uid"] for row in episodes}, by),
    )


def _services(by: Actor) -> list[CollectionService]:
    """Those whose people are on record here, of collections that go on."""
    rows = CollectionService.objects.filter(
        organisation_id=by.organisation_id, sign_up__state="approved", is_recorded=True,
        sign_up__collection__ended_at=None,
    ).select_related("service", "sign_up__collection")  # fmt: skip
    return list(rows.order_by("service__name", "pk"))


def _years(collections: Listed[int], today: dt.date) -> dict[int, list[CollectionYear]]:
    rows = CollectionYear.objects.filter(
        collection_id__in=collections, new_until__gte=today, start_date__lte=today, ended_at=None
    )
    return _grouped((row.collection_id, row) for row in rows.order_by("start_date"))


def _episodes(
    by: Actor, services: Sequence[Any], years: Mapping[int, Sequence[CollectionYear]], worker_uid: str, client_uid: str
) -> list[dict[str, Any]]:
    """Those that touch one of the years, of the services that take part."""
    every = [year for found in years.values() for year in found]
    first, last = min(year.start_date for year in every), max(year.end_date for year in every)
    rows = visible_to(by).filter(service_id__in={one.service_id for one in services}, start_date__lte=last)
    rows = rows.filter(Q(end_date=None) | Q(end_date__gte=first))
    if worker_uid:
        rows = rows.filter(worker_uid=worker_uid)
    if client_uid:
        rows = rows.filter(client__uid=client_uid)
    return list(rows.order_by("start_date", "id").values(*EPISODE))


def _plans(by: Actor, ids: Sequence[int]) -> dict[int, list[tuple[dt.date, dt.date]]]:
    rows = visible_to(by, SupportPlan).filter(episode_id__in=ids).order_by("plan_date")
    return _grouped(
        (key, (made, again)) for key, made, again in rows.values_list("episode_id", "plan_date", "review_date")
    )


def _samplings(years: Mapping[int, Sequence[CollectionYear]]) -> Iterable[Sampling]:
    ids = [year.pk for found in years.values() for year in found]
    return Sampling.objects.filter(year_id__in=ids, is_on=True)


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return dict(found)


def events_of(programme: str, term: str) -> tuple[When, ...]:
    """The events that a service of this term has forms for in a programme: short stays end, long ones are reviewed."""
    there = dict.fromkeys(form.when for form in library.of_programme(programme))
    out, instead = NOT_OF.get(term, ("", ""))
    return tuple(when for when in there if when != out or instead not in there)


def _lines(by: Actor, known: _Known, today: dt.date) -> Iterator[Line]:
    for of, year, row, when in _every(known):
        if line := _line(by, known, of, year, row, when, today):
            yield line


def _every(known: _Known) -> Iterator[tuple[Any, CollectionYear, Mapping[str, Any], When]]:
    """Each service, year, stay and event that may ask for a form."""
    events = {one.pk: events_of(one.sign_up.collection.programme, one.term) for one in known.services}
    for of in known.services:
        for year in known.years.get(of.sign_up.collection_id, ()):
            for row in known.episodes.get(of.service_id, ()):
                for when in events[of.pk]:
                    yield of, year, row, when


def _said(
    known: _Known, of: Any, year: CollectionYear, row: Mapping[str, Any], when: When, today: dt.date
) -> Verdict | None:
    """What the rule says of an event; None where it lies outside the year, or outside the service's taking part."""
    said = verdict(when, _stay(known, row), Span(year.start_date, year.end_date), today)
    return None if said is None or (said.date and not _takes_part(of, said.date)) else said


def _line(
    by: Actor, known: _Known, of: Any, year: CollectionYear, row: Mapping[str, Any], when: When, today: dt.date
) -> Line | None:
    said = _said(known, of, year, row, when, today)
    if said is None:
        return None
    form = _form(known, of.sign_up.collection.programme, when, said.date or year.start_date)
    if form is None:
        return None
    begun = _begun(known, form.id, row["id"], year)
    was_sent = _was_sent(known, form.id, row, year, said)
    why_not = _why_not(by, known, of, year, row, when, said, begun, was_sent)
    return Line(
        form=form.id, form_label=form.label, when=when, sign_up_uid=str(of.sign_up.uid),
        collection=of.sign_up.collection.name, year=year.label, asked_by=year.due_date, service_uid=str(of.service.uid),
        service=of.service.name, client_uid=str(row["client__uid"]),
        name=title(row["client__name"], row["client__known_as"], row["client__reference"]),
        reference=row["client__reference"], episode_uid=str(row["uid"]), worker_uid=row["worker_uid"],
        worker=known.names.get(row["worker_uid"], ""), date=said.date, why_not=why_not,
        open_uid=str(begun.uid) if begun and not begun.left_out_reason else "",
        sent_uid=str(was_sent.uid) if was_sent else "",
    )  # fmt: skip


def _stay(known: _Known, row: Mapping[str, Any]) -> Stay:
    """The first plan is none that was looked at again."""
    plans = known.plans.get(row["id"], ())
    return Stay(
        row["start_date"], row["end_date"], tuple(made for made, _ in plans[1:]), plans[-1][1] if plans else None
    )


def _takes_part(of: Any, day: dt.date) -> bool:
    return bool(of.start_date <= day and (of.end_date is None or day <= of.end_date))


def _form(known: _Known, programme: str, when: When, day: dt.date) -> CollectionForm | None:
    key = (programme, when, day)
    if key not in known.forms:
        known.forms[key] = library.for_event(programme, when, day)
    return known.forms[key]


def _begun(known: _Known, form: str, episode_id: int, year: CollectionYear) -> Any:
    rows = known.begun.get((form, episode_id), ())
    return next((row for row in rows if year.start_date <= row.due_date <= year.end_date), None)


def _was_sent(known: _Known, form: str, row: Mapping[str, Any], year: CollectionYear, said: Verdict) -> Any:
    """By the screen, with its episode; or by a file, of the same person and day."""
    place = (form, row["client_id"], year.pk)
    return known.sent.get((*place, row["id"])) or known.sent.get((*place, said.date))


def _why_not(
    by: Actor, known: _Known, of: Any, year: CollectionYear, row: Mapping[str, Any], when: When, said: Verdict,
    begun: Any, was_sent: Any,
) -> WhyNot | None:  # fmt: skip
    if was_sent:
        return "sent"
    if begun:
        return "left_out" if begun.left_out_reason else None
    if said.why_not:
        return said.why_not
    return None if _is_asked(by, known, of, year, row, when) else "not_in_sample"


def _is_asked(
    by: Actor, known: _Known, of: Any, year: CollectionYear, row: Mapping[str, Any], when: When
) -> bool:  # fmt: skip
    """Of everybody, or of somebody in the sample."""
    sample = known.samples.get((year.pk, of.sign_up.commissioner_id)) if when == "review" else None
    return sample is None or _in_sample(by, sample, of, row)


def _in_sample(by: Actor, sample: Sampling, of: Any, row: Mapping[str, Any]) -> bool:
    groups = registry.get("codes", "client_group")
    is_older = of.client_group in groups.codes and groups.entry(of.client_group).group == "older"
    percent = sample.older_percent if is_older else sample.other_percent
    person = persons.code_of_uid(by.organisation_uid, row["client__uid"])
    return sampling.in_sample(sample.seed, person, percent)
