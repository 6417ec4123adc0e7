"""The rounds of one side as a calendar file, and the reminders on its first page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse

from cairn.desk.actions import exports
from cairn.interfaces.pages import Request, address
from cairn.kernel import clock
from cairn.presentation import ics
from cairn.presentation.ics import Day
from cairn.returns import calendar
from cairn.returns.calendar import Dated, Reminder
from cairn.returns.rules import Side
from cairn.returns.rules_rounds import BEFORE
from cairn.web import formats


def answer(request: Request, side: Side) -> HttpResponse:
    """Every round that is not over: the day on which it opens, and the day by which it is due."""
    found = calendar.dated(request.actor, side, since=clock.today())
    days = list(_days(request, found, side))
    body = ics.calendar(f"Returns, {request.organisation.name}", days, clock.now())
    exports.note(by=request.actor, list_name="Rounds", form="ics", rows=len(days))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rounds-{clock.today().isoformat()}.ics"'
    return response


def _days(request: Request, found: Iterable[Dated], side: Side) -> Iterator[Day]:
    for one in found:
        about = ics.listed(one.contracts)
        words = f"{one.name}, for {formats.date(one.period.start)} to {formats.date(one.period.end)}: {about}."
        url = request.build_absolute_uri(_where(request, one, side))
        noun = "return" if one.number == 1 else f"{one.number} returns"
        key = one.round_uids[0]
        if one.opens >= clock.today():
            yield Day(f"{key}-opens@cairn", one.opens, f"Opens: {noun}, {about}, {one.name}", words, url)
        yield Day(f"{key}-due@cairn", one.closes, f"Due: {noun}, {about}, {one.name}", words, url, BEFORE)


def _where(request: Request, one: Dated, side: Side) -> str:
    if side == "provider":
        return address(request, "workspace:return", answer=one.return_uids[0])
    return address(request, "commissioner:rounds")


@dataclass(frozen=True, slots=True)
class Said:
    """A reminder as it stands on the page: a tag with its colour, words, and where it leads."""

    tag: str
    look: str
    words: str
    note: str
    href: str


def said(request: Request) -> tuple[Said, ...]:
    """What stands on the first page of who gives returns or asks for them."""
    return tuple(_said(request, one) for one in calendar.reminders(request.actor))


def _said(request: Request, one: Reminder) -> Said:
    tag, look = _tag(one)
    about = ics.listed(one.references)
    if one.side == "provider":
        href = address(request, "workspace:return", answer=one.return_uid)
        return Said(tag, look, f"{about}, {one.round_name}", _note(one), href)
    noun = "return" if one.number == 1 else "returns"
    href = address(request, "commissioner:returns")
    if one.number == 1:
        href = address(request, "commissioner:return", answer=one.return_uid)
    return Said(tag, look, f"{one.number} {noun}, {one.round_name}", f"{_note(one)} {about}.", href)


def _tag(one: Reminder) -> tuple[str, str]:
    left = _days_words(one.days)
    if one.what == "overdue":
        return f"{left} overdue", "govuk-tag--red"
    if one.what == "today":
        return "Due today", "govuk-tag--red"
    if one.what == "due":
        return f"Due in {left}", "govuk-tag--red" if one.stage == 1 else "govuk-tag--yellow"
    return (f"Opens in {left}", "govuk-tag--grey") if one.what == "opens" else ("Open", "govuk-tag--grey")


def _note(one: Reminder) -> str:
    day = formats.date(one.on)
    return {"opens": f"Opens on {day}.", "overdue": f"Was due by {day}."}.get(one.what, f"Due by {day}.")


def _days_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
