"""Rounds: the year as a picture, a year asked for of many contracts at once, the dates of one round, and its questions."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas
from cairn.contracts import queries as contracts
from cairn.contracts.views import ContractLine
from cairn.interfaces import relevance_pages, rounds_file
from cairn.interfaces.commissioner import round_forms
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.commissioner.round_forms import MoveForm, QuestionsForm, YearForm
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import Sending, attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.periods import FIRST_DAY, LAST_DAY
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation.rounds import Timeline, timeline
from cairn.returns import asking, calendar, rules_rounds
from cairn.returns.actions import narrative, rounds
from cairn.returns.models import Round
from cairn.returns.rules_rounds import NewRound
from cairn.returns.rules_words import NewQuestion


@page(P.MANAGE_CONTRACTS)
def listing(request: Request) -> HttpResponse:
    """The rounds that are not long over, those of the same dates together, with how many were sent."""
    today = clock.today()
    every = calendar.dated(request.actor, "commissioner", since=today.replace(year=today.year - 1, day=1))
    found = [_drawn(one) for one in every]
    return show(
        request, "commissioner/rounds", rounds=every, picture=timeline(found, today), today=today,
        contracts=calendar.references(every), some=_contracts_words,
    )  # fmt: skip


def _contracts_words(references: tuple[str, ...]) -> str:
    return ", ".join(references[:3]) + (f" and {len(references) - 3} more" if len(references) > 3 else "")


def _drawn(one: calendar.Dated) -> NewRound:
    return NewRound(one.name, one.period.start, one.period.end, one.opens, one.closes, one.kind)


@page(P.MANAGE_CONTRACTS)
def calendar_file(request: Request) -> HttpResponse:
    return rounds_file.answer(request, "commissioner")


def _lines(request: Request) -> list[ContractLine]:
    """Contracts that have not ended for longer than a year; of one area where the address names it."""
    area, last = request.GET.get("area", ""), clock.today().replace(day=1, year=clock.today().year - 1)
    return [
        line
        for line in contracts.listing(request.actor)
        if line.side == "commissioner" and line.end_date >= last and area in ("", line.commissioning_area)
    ]


@page(P.MANAGE_CONTRACTS, writes=True)
def year_new(request: Request) -> HttpResponse:
    """Four quarters and the annual round, with their dates filled in, of all contracts or of those that are ticked."""
    lines = _lines(request)
    given = request.GET.get("contract", "")
    sending = prepare(request, lambda **said: YearForm(lines=lines, **said), initial=_usual(given))
    form: YearForm = sending.form  # type: ignore[assignment]

    def add(said: dict[str, Any]) -> Done[Any]:
        return rounds.add_year(by=request.actor, contract_uids=form.chosen(), year=form.wanted())

    if attempt(request, sending, add):
        return go(request, "commissioner:rounds", said=_asked_words(sending), event=sending.event)
    labels = areas.labels(request.actor, clock.today())
    return form_page(
        request, sending, template="commissioner/year_new", title="Ask for a year", submit="Ask for these returns",
        back=address(request, "commissioner:rounds"), picture=_picture(form), areas=labels,
        area=request.GET.get("area", ""), none=not lines,
        intro="Four quarters and the annual round, each with its four dates. The dates of one round can be moved later, until "
        "its return is sent.",
    )  # fmt: skip


def _usual(given: str) -> dict[str, Any]:
    days = rules_rounds.USUAL_DAYS
    return {
        "year": str(rules_rounds.year_of(clock.today())), "parts": list(rules_rounds.PARTS), "questions": "usual",
        "quarterly": days.quarterly, "annual": days.annual, "whom": "ticked" if given else "all",
        "contracts": [given] if given else [],
    }  # fmt: skip


def _asked_words(sending: Sending) -> str:
    done: Done[Any] = sending.done  # type: ignore[assignment]
    number, contracts_ = len(done.items), len({row.contract_id for row in done.items})
    of = "1 contract" if contracts_ == 1 else f"{contracts_:,} contracts"
    said = f"{number:,} {'round is' if number == 1 else 'rounds are'} added, of {of}. Their figures fill themselves."
    return " ".join([said, *(problem.message for problem in done.problems)])


def _picture(form: YearForm) -> Timeline | None:
    """The rounds of the year on the form, as a contract that runs the whole year has them."""
    said = form.cleaned_data if form.is_bound and form.is_valid() else None
    start = form.initial if said is None else said
    days = rules_rounds.Days(start["quarterly"], start["annual"])
    found = rules_rounds.rounds_of(int(start["year"]), start["parts"], days, (FIRST_DAY, LAST_DAY))
    return timeline(list(found), clock.today())


@page(P.MANAGE_CONTRACTS, writes=True)
def one(request: Request, round: str) -> HttpResponse:
    """The four dates of one round, to be moved while nobody has sent its return."""
    row = asking.asked_round(request.actor, round)
    now = _values(row)
    sending = prepare(request, MoveForm, initial={**now, "version": row.version})

    def to(said: dict[str, Any]) -> NewRound:
        return NewRound(**{name: said[name] for name in now}, kind=row.kind)

    def move(said: dict[str, Any]) -> Done[Any]:
        return rounds.change(by=request.actor, round_uid=str(row.uid), to=to(said), version=said["version"])

    def also(said: dict[str, Any]) -> list[Problem]:
        return rounds.change_problems(row, to(said))

    def stands() -> tuple[int, dict[str, Any]]:
        fresh = asking.asked_round(request.actor, round)
        return fresh.version, _values(fresh)

    if attempt(request, sending, move, also=also, now=stands):
        said = f"The round is moved. {row.contract.provider.name} sees its new dates."
        return go(request, "commissioner:round", said=said, round=row.uid)
    return form_page(
        request, sending, template="commissioner/round", title=now["name"], submit="Move the round", round=row,
        back=address(request, "commissioner:contract", contract=row.contract.uid), picture=timeline([row], clock.today()),
        questions=asking.questions_of(row), is_sent=row.answer.submissions.exists(), heads=round_forms.head_labels(),
    )  # fmt: skip


def _values(row: Round) -> dict[str, Any]:
    return {
        "name": row.name, "observed_from_date": row.observed_from_date, "observed_to_date": row.observed_to_date,
        "opens_date": row.opens_date, "closes_date": row.closes_date,
    }  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def questions(request: Request, round: str) -> HttpResponse:
    """What the round asks in words: as it stands, the usual questions, or those of the round before (`?from=`)."""
    row = asking.asked_round(request.actor, round)
    asked = _offered(row, request.GET.get("from", ""))
    count = _rows(request, len(asked))
    sending = prepare(request, lambda **said: QuestionsForm(rows=count, **said), initial=round_forms.initial(asked))
    form: QuestionsForm = sending.form  # type: ignore[assignment]

    def ask(said: dict[str, Any]) -> Done[Any]:
        try:
            return narrative.ask(by=request.actor, round_uid=str(row.uid), questions=form.asked())
        except Refused as refused:
            order = form.order()
            raise Refused([_placed(problem, order) for problem in refused.problems]) from refused

    if attempt(request, sending, ask):
        return go(
            request, "commissioner:round", said="The questions are kept.", event=sending.event, round=row.uid,
            fragment="questions",
        )  # fmt: skip
    return form_page(
        request, sending, template="commissioner/questions", title="What the round asks in words",
        submit="Keep these questions", back=address(request, "commissioner:round", round=row.uid), round=row, rows=count,
        before=bool(asking.last_asked(row)), fields={each.name: each for each in sending.view.fields},
        intro=f"{row.contract.reference}, {row.name}. To take a question out, empty its words.",
    )  # fmt: skip


def _offered(row: Round, source: str) -> list[NewQuestion]:
    stands = [replace(asking.as_new(each), uid=str(each.uid)) for each in asking.questions_of(row)]
    more = {"usual": round_forms.USUAL, "last": asking.last_asked(row)}.get(source, ())
    return [*stands, *(one for one in more if one.words not in {each.words for each in stands})]


def _rows(request: Request, there: int) -> int:
    """As many rows as the page had that was sent in; else those there are, and a few blank ones."""
    sent = sum(name.startswith("words_") for name in request.POST)
    return min(sent, 60) if request.method == "POST" else there + round_forms.BLANKS


def _placed(problem: Problem, order: list[int]) -> Problem:
    if problem.row is None:
        return problem
    return replace(problem, field=f"{problem.field}_{order[problem.row]}", row=None)


@page(P.MANAGE_CONTRACTS, writes=True)
def relevance(request: Request, contract: str) -> HttpResponse:
    found = ours(request, contract)
    back = address(request, "commissioner:contract", contract=found.uid)
    return relevance_pages.talk(request, found.uid, "commissioner:relevance", back)


urls = [
    path("contracts/<uuid:contract>/relevance/", relevance, name="relevance"),
    path("contracts/rounds/", listing, name="rounds"),
    path("contracts/rounds/calendar.ics", calendar_file, name="rounds_calendar"),
    path("contracts/rounds/year/", year_new, name="year_new"),
    path("contracts/rounds/<uuid:round>/", one, name="round"),
    path("contracts/rounds/<uuid:round>/questions/", questions, name="round_questions"),
]
