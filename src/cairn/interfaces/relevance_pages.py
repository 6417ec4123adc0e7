"""The yearly conversation about relevance: read by both sides, each writes its own words."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.interfaces.pages import Request, address, go
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.returns import relevance, rules_rounds
from cairn.returns.actions import relevance as actions
from cairn.returns.relevance import Talk
from cairn.returns.rules import Side
from cairn.web.formfields import DateField, VersionField


class TalkForm(forms.Form):
    held_date = DateField(label="When did you talk?", not_future=True)
    words = forms.CharField(
        label="What does your side say?",
        help_text="Whether the service is still what people need, and what should change. Leave out names of people.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    version = VersionField()


def talk(request: Request, contract: str, page_name: str, back: str) -> HttpResponse:
    """One year of it (`?year=`), and the years before. `page_name` is this page, `back` the page of the contract."""
    row, side = relevance.side_in(request.actor, str(contract))
    year = _year(request)
    every = relevance.of(request.actor, str(row.uid))
    sending = prepare(request, TalkForm, initial=_initial(_of(every, year), side))

    def write(said: dict[str, Any]) -> Done[Any]:
        return actions.record(by=request.actor, contract_uid=str(row.uid), year=year, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.problems(row, year, said["held_date"], said["words"])

    def now() -> tuple[int, dict[str, Any]]:
        fresh = _of(relevance.of(request.actor, str(row.uid)), year)
        values = _initial(fresh, side)
        return values.pop("version"), values

    if attempt(request, sending, write, also=also, now=now):
        said = "Your side of the conversation is kept. The other side reads it now."
        return go(request, page_name, contract=row.uid, said=said, event=sending.event)
    return form_page(
        request, sending, template="returns/relevance", title="Is it still what people need?", submit="Keep your words",
        back=back, contract=row, side=side, year=year, talks=every, years=_years(row.start_date, row.end_date),
        page_url=address(request, page_name, contract=row.uid),
    )  # fmt: skip


def _year(request: Request) -> int:
    said = request.GET.get("year", "")
    return int(said) if said.isdecimal() and len(said) == 4 else rules_rounds.year_of(clock.today())


def _years(start: date, end: date) -> list[int]:
    """The financial years of a contract that have begun, the newest first."""
    last = rules_rounds.year_of(min(end, clock.today()))
    return list(range(last, max(rules_rounds.year_of(start), last - 9) - 1, -1))


def _of(every: tuple[Talk, ...], year: int) -> Talk | None:
    return next((one for one in every if one.year == year), None)


def _initial(found: Talk | None, side: Side) -> dict[str, Any]:
    if found is None:
        return {"version": 0}
    return {"held_date": found.held_date, "words": found.words_of(side), "version": found.version}
