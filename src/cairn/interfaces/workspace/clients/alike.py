"""Whether somebody who is being written down is on record already: asked while they are typed, and once more on saving.

What was typed is sent by POST, so that no name stands in an address. Nobody is kept from going on: one tick says that this
is somebody else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import show
from cairn.interfaces.workspace.pages import Request, page
from cairn.kernel.problems import Problem, Refused
from cairn.people import matching
from cairn.people.matching import Match
from cairn.web.formfields import DateField
from cairn.web.widgets import DateParts

SHOWN = 4
ASKED_FROM = 6  # points from which saving stops once: a name that only sounds alike is shown, and no more
LONGEST = 200
SOMEBODY_ELSE = "somebody_else"


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def alike(request: Request) -> HttpResponse:
    """The part of a form that says who may be meant; empty where nobody is."""
    return show(request, "workspace/clients/alike_part", matches=of_typed(request), ticked=ticked(request))


def of_typed(request: Request) -> list[Match]:
    """Whom the fields of a form may mean, right or wrong as they are typed so far."""
    said = {name: request.POST.get(name, "")[:LONGEST] for name in ("name", "known_as", "phone", "email", "postcode")}
    if not (said["name"].strip() or said["known_as"].strip()):
        return []
    return matching.likely(request.actor, birth_date=_born(request), limit=SHOWN, **said)


def of_answers(request: Request, said: Mapping[str, Any]) -> list[Match]:
    """The same of answers that were found right."""
    texts = {name: str(said.get(name) or "") for name in ("name", "known_as", "phone", "email", "postcode")}
    return matching.likely(request.actor, birth_date=said.get("birth_date"), limit=SHOWN, **texts)


def ask_once(request: Request, matches: Sequence[Match]) -> None:
    """Refuse to save until the writer has seen these people and said that it is none of them."""
    unseen = {match.client_uid for match in matches if match.points >= ASKED_FROM} - ticked(request)
    if unseen:
        fix = "Open them below, or tick that this is somebody else and save again."
        raise Refused([Problem("client.known", "You may already know this person.", fix, field="name")])


def ticked(request: Request) -> frozenset[str]:
    """Of whom it was said that this is somebody else."""
    return frozenset(request.POST.get(SOMEBODY_ELSE, "")[:400].split())


def _born(request: Request) -> date | None:
    field = DateField(required=False)
    try:
        typed = DateParts().value_from_datadict(request.POST, {}, "birth_date")
        return field.clean(typed)  # type: ignore[no-any-return]
    except ValidationError:
        return None
