"""Grants as 360Giving publishes them: one grant a row, to organisations only. Enter a scope first for `found`; the rest is pure.

After the 360Giving Data Standard (its schema of grants, read in the state of July 2026; CC BY 4.0): a grant needs an identifier
with the publisher's prefix, title, description, currency, amount, award date, and a recipient and a funder with identifier and
name. Grants to individuals have their own fields there; none is ever made here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts.models import Contract, Publisher, SmallGrant
from cairn.kernel.problems import Problem

PREFIX = re.compile(r"360G-[A-Za-z0-9_-]{1,35}")
REGISTERED = re.compile(r"[A-Z]{2,3}-[A-Z0-9]{2,10}-[A-Za-z0-9/.-]{1,40}")
LONGEST_TITLE = 140


@dataclass(frozen=True, slots=True)
class Given:
    """A grant to be published. `recipient_id` is "" where the recipient is in no register that we know of."""

    key: str
    title: str
    description: str
    pounds: int
    awarded_date: date
    start_date: date | None
    end_date: date | None
    recipient_key: str
    recipient_id: str
    recipient_name: str
    ward: str
    programme: str


def publisher(by: Actor) -> Publisher | None:
    """How the actor's organisation names itself, if it has said so."""
    return Publisher.objects.filter(organisation_id=by.organisation_id).first()


def publisher_problems(prefix: str, org_id: str) -> list[Problem]:
    """The form of both; whether 360Giving knows the prefix, only 360Giving can say."""
    found = []
    if not PREFIX.fullmatch(prefix):
        fix = "It looks like 360G-YourName. 360Giving gives it to you."
        found.append(Problem("publisher.prefix", "That is no 360Giving prefix.", fix, field="own_prefix"))
    if not REGISTERED.fullmatch(org_id):
        fix = "Write it like GB-LAE-BIR (a council) or GB-CHC-1234567 (a charity)."
        found.append(Problem("publisher.org", "That is no identifier of an organisation.", fix, field="org_id"))
    return found


def found(by: Actor, areas: Mapping[str, str]) -> tuple[Given, ...]:
    """What the actor's organisation gave: grant contracts with a value, and small grants that were not withdrawn. A contract
    whose lead gives small grants stands as those, so that no pound is published twice. Two queries."""
    contracts = Contract.objects.filter(commissioner_id=by.organisation_id, is_grant=True, has_small_grants=False)
    rows = contracts.filter(value_pounds__gt=0).select_related("provider").order_by("start_date", "reference")
    small = SmallGrant.objects.filter(commissioner_id=by.organisation_id, withdrawn_date=None)
    every = [_of_contract(row, areas) for row in rows]
    every += [_of_small(row, areas) for row in small.select_related("contract").order_by("awarded_date", "pk")]
    return tuple(every)


def _of_contract(row: Contract, areas: Mapping[str, str]) -> Given:
    area = areas.get(row.commissioning_area, row.commissioning_area)
    return Given(
        row.reference, row.title, f"{row.title}. {area}, {row.start_date:%-d %B %Y} to {row.end_date:%-d %B %Y}.",
        row.value_pounds or 0, row.start_date, row.start_date, row.end_date, row.provider.slug, "", row.provider.name, "",
        area,
    )  # fmt: skip


def _of_small(row: SmallGrant, areas: Mapping[str, str]) -> Given:
    area = areas.get(row.contract.commissioning_area, row.contract.commissioning_area)
    return Given(
        f"{row.contract.reference}-{row.reference}", row.title, row.description, row.pounds, row.awarded_date,
        row.start_date, row.end_date, str(row.uid)[:13], row.group_id, row.group_name, row.ward, area,
    )  # fmt: skip


def as_grant(one: Given, prefix: str, funder_id: str, funder_name: str) -> dict[str, Any]:
    """One grant, by the field names of the standard. A recipient in no register has an identifier of the publisher's own."""
    recipient = one.recipient_id or f"{prefix}-ORG:{one.recipient_key}"
    grant: dict[str, Any] = {
        "id": f"{prefix}-{_plain(one.key)}",
        "title": one.title[:LONGEST_TITLE],
        "description": one.description,
        "currency": "GBP",
        "amountAwarded": one.pounds,
        "awardDate": one.awarded_date.isoformat(),
        "recipientOrganization": [{"id": recipient, "name": one.recipient_name}],
        "fundingOrganization": [{"id": funder_id, "name": funder_name}],
        "grantProgramme": [{"title": one.programme}],
    }
    if dates := {
        name: day.isoformat() for name, day in (("startDate", one.start_date), ("endDate", one.end_date)) if day
    }:
        grant["plannedDates"] = [dates]
    if one.ward:
        grant["beneficiaryLocation"] = [{"geoCode": one.ward, "geoCodeType": "WD"}]
    return grant


def _plain(key: str) -> str:
    """As an identifier may be written. What is written otherwise has a tail of its own: “A/1” and “A 1” are two grants."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", key.strip())
    return plain if plain == key else f"{plain}-{sha256(key.encode()).hexdigest()[:6]}"


def as_json(grants: Iterable[Mapping[str, Any]]) -> str:
    """The file of a publisher: all grants under one name."""
    return json.dumps({"grants": list(grants)}, ensure_ascii=False, indent=2) + "\n"


#: Column of the spreadsheet form → where its value stands in a grant.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Identifier": ("id",),
    "Title": ("title",),
    "Description": ("description",),
    "Currency": ("currency",),
    "Amount Awarded": ("amountAwarded",),
    "Award Date": ("awardDate",),
    "Planned Dates:Start Date": ("plannedDates", "startDate"),
    "Planned Dates:End Date": ("plannedDates", "endDate"),
    "Recipient Org:Identifier": ("recipientOrganization", "id"),
    "Recipient Org:Name": ("recipientOrganization", "name"),
    "Beneficiary Location:Geographic Code": ("beneficiaryLocation", "geoCode"),
    "Beneficiary Location:Geographic Code Type": ("beneficiaryLocation", "geoCodeType"),
    "Funding Org:Identifier": ("fundingOrganization", "id"),
    "Funding Org:Name": ("fundingOrganization", "name"),
    "Grant Programme:Title": ("grantProgramme", "title"),
}


def as_rows(grants: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """The same, as the standard's spreadsheet has it: one line a grant."""
    for grant in grants:
        yield tuple(_at(grant, path) for path in COLUMNS.values())


def _at(grant: Mapping[str, Any], path: Sequence[str]) -> Any:
    value = grant.get(path[0], "")
    return value[0].get(path[1], "") if len(path) > 1 and value else value


def lacks(grant: Mapping[str, Any]) -> list[str]:
    """What the standard requires of a grant and this one has not, by field name. Empty: nothing."""
    plain = ("id", "title", "description", "currency", "awardDate")
    found = [name for name in plain if not isinstance(grant.get(name), str) or not str(grant[name]).strip()]
    if not isinstance(grant.get("amountAwarded"), int):
        found.append("amountAwarded")
    for side in ("recipientOrganization", "fundingOrganization"):
        orgs = grant.get(side) or [{}]
        found += [f"{side}.{name}" for name in ("id", "name") if not orgs[0].get(name)]
    return found + [name for name in ("recipientIndividual", "toIndividualsDetails") if name in grant]
