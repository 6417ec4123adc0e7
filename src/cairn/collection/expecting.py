"""What a provider says it expects to send where the people are not on record here, and what has come of it."""

import datetime as dt
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.collection import completion, programmes
from cairn.collection import rules_completion as rules
from cairn.collection.completion import Cell
from cairn.collection.models import CollectionService, CollectionYear, ExpectedForms, SignUp
from cairn.collection.rules_completion import Place
from cairn.definitions import registry

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A service and form of which the provider says how many it expects, quarter by quarter; `came` is how many there are."""

    service: str
    name: str
    form: str
    form_label: str
    quarters: tuple[dt.date, ...]
    said: dict[dt.date, int | None]
    came: dict[dt.date, int]

    def place(self, quarter: dt.date) -> Place:
        return Place(self.service, self.form, quarter)


def asked(by: Actor, sign_up: SignUp, year: CollectionYear) -> list[Asked]:
    """What may be said of a year: of services that are not on record here, and of numbers under which forms came."""
    services = list(CollectionService.objects.filter(sign_up=sign_up).select_related("service"))
    recorded = {one.service_number for one in services if one.is_recorded}
    found = completion.of(by, sign_up.collection, year, "provider")
    mine = [cell for cell in found.cells if cell.authority_id == sign_up.commissioner_id]
    there = {(cell.place.service, cell.place.form) for cell in mine if cell.place.service not in recorded}
    programme = sign_up.collection.programme
    there |= {(one.service, one.form) for one in completion.asked_places(programme, services, year)}
    said = _said(sign_up, year)
    names = {one.service_number: one.service.name for one in services}
    return [_asked(*pair, names.get(pair[0], ""), year, said, mine) for pair in sorted(there)]


def _said(sign_up: SignUp, year: CollectionYear) -> dict[Place, int | None]:
    rows = ExpectedForms.objects.filter(
        year=year, provider_id=sign_up.provider_id, commissioner_id=sign_up.commissioner_id
    )
    return {Place(row.service_number, row.form, row.quarter_date): row.number for row in rows}


def _asked(
    service: str, form: str, name: str, year: CollectionYear, said: dict[Place, int | None], cells: list[Cell]
) -> Asked:
    quarters = tuple(rules.quarters(year.start_date, year.end_date))
    mine = {
        one.place.quarter: one.tally.came for one in cells if (one.place.service, one.place.form) == (service, form)
    }
    return Asked(
        service, name, form, registry.get("form", form).label, quarters,
        {first: said.get(Place(service, form, first)) for first in quarters}, mine,
    )  # fmt: skip


def year_of(sign_up: SignUp, uid: object) -> CollectionYear:
    """A year of the collection that a sign-up is for. Raises NotFound."""
    found: CollectionYear = programmes.year_of(sign_up.collection, uid)
    return found
