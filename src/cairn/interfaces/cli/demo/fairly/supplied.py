"""Welcome House keeps its records in a system of its own and is moving over: its returns come as files which that system wrote.
A workbook that was sent back, a data package in its place; then a workbook with faults, put right before it was sent."""

from dataclasses import replace

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.exchange.actions import returned
from cairn.exchange.models import ReturnedFile
from cairn.exchange.returned import filled, form, writing
from cairn.exchange.returned.filled import Filling, Row
from cairn.exchange.returned.shape import FIGURES, Form
from cairn.exchange.returned.writing import TYPES, Way
from cairn.interfaces.cli.demo.founding import PASSWORD, Founded
from cairn.returns.actions import review

PROVIDER = "welcome-house"
COMMENT = "Written by our own system. We move to Cairn over the winter."
AGAIN = "Sent anew: people who only came to the open morning are no longer in it."
SENT_BACK = "More people than in any quarter before. Please look whether those of the open morning are counted twice."
COUNTED = "As our own system counts it, which goes by the day of the first letter."
EMAIL, NAME = "supplier@demo.example", "Hanna Warsame"
MORE = 6
"""So many too many stood in the first file."""


def sign_in(one: Founded) -> None:
    """Somebody who sees these files from the provider's side."""
    by = system(Organisation.objects.get(pk=one.lead.organisation_id))
    with scope.of(by):
        organisations.add_member(by=by, email=EMAIL, name=NAME, roles=["data_lead"], password=PASSWORD)


def send_and_mend(council: Actor, lead: Actor, return_uid: str) -> None:
    """A workbook, sent back with a reason; a data package in its place. Both are kept, each with its hash."""
    with scope.of(lead):
        of, told = _written(lead, return_uid)
        wrong = replace(told, sheets={**told.sheets, FIGURES: [*map(_too_many, told.sheets[FIGURES])]})
        _send(lead, of, wrong, "workbook", COMMENT)
    with scope.of(council):
        review.reject(by=council, return_uid=return_uid, reason=SENT_BACK)
    with scope.of(lead):
        _send(lead, of, told, "package", AGAIN)


def send_after_faults(lead: Actor, return_uid: str) -> None:
    """Words where a number belongs are found, each at its cell, and nothing is taken; then the same file without them."""
    with scope.of(lead):
        of, told = _written(lead, return_uid)
        words = {**told.sheets, FIGURES: [_value(row, "about ten") for row in told.sheets[FIGURES][:2]]}
        words[FIGURES] += told.sheets[FIGURES][2:]
        _receive(lead, of, replace(told, sheets=words), "workbook")
        _send(lead, of, told, "workbook", COMMENT)


def _written(lead: Actor, return_uid: str) -> tuple[Form, Filling]:
    """What the other system would write: the same figures and rows, under codes of its own."""
    of = form.of(lead, return_uid)
    told = filled.of(lead, of)
    people: dict[str, str] = {}

    def own(row: Row) -> Row:
        code = people.setdefault(str(row[0]), f"WH-{len(people) + 1:04}")
        return (code, *row[1:])

    rows = {name: [*map(own, rows)] for name, rows in told.sheets.items() if name in of.tables}
    figures = [_counted(row) for row in told.sheets[FIGURES]]
    return of, Filling({**told.sheets, **rows, FIGURES: figures})


def _counted(row: Row) -> Row:
    """One figure is the other system's own, and says so."""
    return (*row[:9], COUNTED) if row[0] == "referrals_received" and not row[3] else row


def _too_many(row: Row) -> Row:
    return _value(row, row[7] + MORE, MORE) if row[0] == "people_supported" and not row[3] and row[7] else row


def _value(row: Row, value: object, more: int = 0) -> Row:
    return (*row[:7], value, row[8] + more if more and row[8] is not None else row[8], *row[9:])


def _receive(lead: Actor, of: Form, told: Filling, way: Way) -> ReturnedFile:
    name = f"welcome-house-{of.round_name.lower().replace(' ', '-')}.{TYPES[way][0]}"
    data = writing.write(way, of, told)
    return returned.receive(by=lead, return_uid=of.return_uid, name=name, data=data, now=True).one


def _send(lead: Actor, of: Form, told: Filling, way: Way, comment: str) -> None:
    returned.send(by=lead, row=_receive(lead, of, told, way), comment=comment, now=True)
