"""What every page about one person shares: who they are on top, and the sections of their record."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request
from cairn.kernel import clock
from cairn.people import queries as people

#: address, label, and the permission that shows it
SECTIONS = (
    ("client", "Overview", P.READ_CLIENTS),
    ("client_needs", "Needs", P.READ_CLIENTS),
    ("plan", "Goals and plan", P.READ_CLIENTS),
    ("life", "How life stands", P.READ_CLIENTS),
    ("sent", "Other services", P.READ_CLIENTS),
    ("notes", "Notes", P.READ_CLIENTS),
    ("client_files", "Files", P.READ_CLIENTS),
    ("timeline", "Timeline", P.READ_CLIENTS),
    ("around", "Household and contact", P.READ_CLIENTS),
    ("own_page", "Their own page", P.READ_CLIENTS),
    ("concerns", "Concerns", P.RECORD),
)


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    label: str
    url: str
    is_current: bool


def frame(request: Request, client: object, here: str, card: people.ClientCard | None = None) -> dict[str, Any]:
    """The context of `clients/frame.jinja`. A page that has the card already gives it and saves a query. Raises
    people.NotFound."""
    shown = card or people.card_of(people.get(request.actor, client), clock.today())
    sections = []
    for name, label, needed in SECTIONS:
        if request.actor.may(needed):
            try:
                sections.append(
                    Section(name, label, address(request, f"workspace:{name}", client=shown.uid), name == here)
                )
            except NoReverseMatch:
                continue
    return {"card": shown, "sections": sections, "may_record": request.actor.may(P.RECORD)}
