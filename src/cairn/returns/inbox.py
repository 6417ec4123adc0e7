"""The commissioner's inbox: returns by where they stand, filtered and a page at a time. Enter a scope first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from cairn.access.actors import Actor
from cairn.contracts.models import Contract
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.returns import finding, questions
from cairn.returns.models import Chase, FigureNote, Round, Submission
from cairn.returns.questions import Open
from cairn.returns.views import ReturnView

#: Where a return may stand, in the order of the inbox. `questions` are among `waiting` too.
PLACES = ("waiting", "questions", "late", "rejected", "again", "expected", "later", "accepted")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; "" for all. `round` is a period and a kind, as `Choices.rounds` offers them."""

    area: str = ""
    provider: str = ""
    round: str = ""
    words: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A return in the inbox. `chased_at`: when it was last asked after."""

    uid: str
    contract_uid: str
    contract_reference: str
    contract_title: str
    area: str
    provider_name: str
    round_name: str
    period: Period
    opens_date: date
    closes_date: date
    place: str
    submissions: int
    sent_at: datetime | None
    is_late: bool
    open_questions: Open
    chased_at: datetime | None
    chases: int
    may_chase: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be filtered by: providers and rounds by their keys, rounds newest first."""

    providers: Mapping[str, str]
    rounds: Mapping[str, str]
    areas: frozenset[str]


def rows(by: Actor, said: Filter) -> "QuerySet[Any]":
    """The returns that the actor's organisation asked for, with where each stands."""
    found = finding.visible_to(by).filter(commissioner_id=by.organisation_id)
    if said.area:
        found = found.filter(round__contract__commissioning_area=said.area)
    if said.provider:
        found = found.filter(provider__slug=said.provider)
    if said.contract:
        found = found.filter(round__contract__uid=said.contract)
    if said.round:
        found = found.filter(_round(said.round))
    for word in said.words.split():
        found = found.filter(
            Q(round__contract__reference__icontains=word)
            | Q(round__contract__title__icontains=word)
            | Q(provider__name__icontains=word)
            | Q(round__name__icontains=word)
        )
    sent = Submission.objects.filter(answer=OuterRef("pk"))
    asked = FigureNote.objects.filter(answer=OuterRef("pk"), kind="query", settled_at=None)
    return found.annotate(was_sent=Exists(sent), is_asked=Exists(asked))


def _round(key: str) -> Q:
    """A key that is none finds nothing, nor does one written in another way: a round that has two keys has two of what it may
    have one of."""
    first, _, rest = key.partition("..")
    last, _, kind = rest.partition(",")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return Q(pk__in=[])
    if [day.isoformat() for day in days] != [first, last]:
        return Q(pk__in=[])
    return Q(round__observed_from_date=days[0], round__observed_to_date=days[1], round__kind=kind)


def standing(place: str, today: date) -> Q:
    """Which returns stand in a place."""
    open_, sent = Q(state="open"), Q(was_sent=True)
    late, early = Q(round__closes_date__lt=today), Q(round__opens_date__gt=today)
    return {
        "waiting": Q(state="submitted"),
        "questions": Q(state="submitted", is_asked=True),
        "late": open_ & ~sent & late,
        "rejected": Q(state="rejected"),
        "again": open_ & sent,
        "expected": open_ & ~sent & ~late & ~early,
        "later": open_ & ~sent & early,
        "accepted": Q(state="accepted"),
    }[place]


def counts(found: "QuerySet[Any]") -> dict[str, int]:
    """How many stand in each place. One query."""
    today = clock.today()
    return found.aggregate(**{place: Count("pk", filter=standing(place, today)) for place in PLACES})


#: Of what waits the first sent first; of what is owed the longest overdue; of what is done the newest.
ORDER: Mapping[str, tuple[Any, ...]] = {
    "waiting": (F("last_sent"), "pk"),
    "questions": (F("last_sent"), "pk"),
    "accepted": (F("decided_at").desc(), "-pk"),
}


def page(by: Actor, found: "QuerySet[Any]", place: str, number: int, size: int = PAGE) -> tuple[Line, ...]:
    """One page of a place. Three queries; `number` from 1."""
    today = clock.today()
    order = ORDER.get(place, ("round__closes_date", "round__contract__reference", "pk"))
    mine = found.filter(standing(place, today)).annotate(
        sent=Count("submissions"), last_sent=Max("submissions__submitted_at")
    )
    start = (number - 1) * size
    return lines(by, list(mine.order_by(*order)[start : start + size]), place, today)


def lines(by: Actor, rows: Sequence[Any], place: str, today: date) -> tuple[Line, ...]:
    ids = [row.pk for row in rows]
    asked = questions.counts_of(ids)
    chased = {
        pk: (last, many)
        for pk, last, many in Chase.objects.filter(answer_id__in=ids)
        .values_list("answer_id")
        .annotate(last=Max("made_at"), many=Count("pk"))
    }
    return tuple(_line(row, place, asked.get(row.pk, Open()), *chased.get(row.pk, (None, 0)), today) for row in rows)


def _line(row: Any, place: str, asked: Open, last: datetime | None, chases: int, today: date) -> Line:
    said, contract = row.round, row.round.contract
    sent_on = clock.london_date(row.last_sent) if row.last_sent else None
    return Line(
        uid=str(row.uid),
        contract_uid=str(contract.uid),
        contract_reference=contract.reference,
        contract_title=contract.title,
        area=contract.commissioning_area,
        provider_name=contract.provider.name,
        round_name=said.name,
        period=Period(said.observed_from_date, said.observed_to_date),
        opens_date=said.opens_date,
        closes_date=said.closes_date,
        place=place,
        submissions=row.sent,
        sent_at=row.last_sent,
        is_late=bool(sent_on and sent_on > said.closes_date),
        open_questions=asked,
        chased_at=last,
        chases=chases,
        may_chase=row.state in ("open", "rejected") and said.opens_date <= today,
    )


def choices(by: Actor) -> Choices:
    """Two queries."""
    mine = Contract.objects.filter(commissioner_id=by.organisation_id).select_related("provider")
    columns = list(
        mine.order_by("provider__name").values_list("provider__slug", "provider__name", "commissioning_area")
    )
    rounds = Round.objects.filter(commissioner_id=by.organisation_id)
    found = rounds.values_list("observed_from_date", "observed_to_date", "kind").order_by("-observed_to_date", "kind")
    return Choices(
        {slug: name for slug, name, _ in columns},
        {f"{first}..{last},{kind}": kind_words(Period(first, last), kind) for first, last, kind in found.distinct()},
        frozenset(area for _, _, area in columns),
    )


def kind_words(period: Period, kind: str) -> str:
    """A round's period, and that it is an annual one."""
    words = f"{period.start:%-d %b %Y} to {period.end:%-d %b %Y}"
    return f"{words}, annual" if kind == "annual" else words


def before(by: Actor, view: ReturnView) -> str:
    """The uid of the accepted return of the same kind for the round before; "" where there is none. One query."""
    rows = finding.visible_to(by).filter(
        round__contract__uid=view.contract_uid, round__kind=view.round_kind, state="accepted",
        round__observed_to_date__lt=view.period.start,
    )  # fmt: skip
    uid = rows.order_by("-round__observed_to_date", "-pk").values_list("uid", flat=True).first()
    return str(uid) if uid else ""
