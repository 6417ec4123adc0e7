"""What is not done yet of a return that is about to be sent: none of it holds the return up, and all of it leads somewhere."""

from collections.abc import Iterator

from cairn.interfaces.pages import Request, address
from cairn.presentation import year as year_rows
from cairn.returns import missing, narrative
from cairn.returns import notes as beside
from cairn.returns import year as years
from cairn.returns.views import ReturnView

Open = tuple[str, str]
"""What it is, and the address where it is done."""


def of(request: Request, found: ReturnView) -> tuple[Open, ...]:
    return (*_records(request, found), *_changes(request, found), *_words(request, found))


def _there(request: Request, found: ReturnView, fragment: str) -> str:
    return address(request, "workspace:return", answer=found.uid, fragment=fragment)


def _records(request: Request, found: ReturnView) -> Iterator[Open]:
    stands = missing.of(request.actor, found.uid)
    if left := stands.people - stands.complete:
        who = "person's record lacks" if left == 1 else "people's records lack"
        yield f"{left:,} {who} something: {stands.percent}% are complete", _there(request, found, "missing")


def _changes(request: Request, found: ReturnView) -> Iterator[Open]:
    year, notes = years.of(request.actor, found), beside.of(request.actor, found.uid)
    if left := len(year_rows.unexplained(year_rows.table(found, year, notes))):
        words = "1 big change is not explained" if left == 1 else f"{left:,} big changes are not explained"
        yield words, _there(request, found, "changes")


def _words(request: Request, found: ReturnView) -> Iterator[Open]:
    said = narrative.of(request.actor, found.uid)
    if left := len(said.lines) - said.answered:
        words = "1 question is not answered" if left == 1 else f"{left:,} questions are not answered"
        yield words, address(request, "workspace:return_words", answer=found.uid)
