"""Forms and links: as staff see them, and as a stranger at the door finds them by a code or a token."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, names_of
from cairn.cases.loading import canonical
from cairn.definitions import registry
from cairn.intake import rules
from cairn.intake.models import PersonLink, ReferralForm
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.services import queries as services

WHY = "a code or a token is all that a stranger brings: it alone says whose door it is"


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as staff see it. Its token is nowhere."""

    uid: str
    purpose_label: str
    language: str
    made_by: str
    made_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    wrong_tries: int
    state: rules.LinkState

    @property
    def is_live(self) -> bool:
        return self.state == "live"


def form_of(by: Actor, service: Any) -> ReferralForm | None:
    """The form of a service (a row), open or closed."""
    if not by.may(Permission.MANAGE_SERVICES):
        return None
    return ReferralForm.objects.filter(organisation_id=by.organisation_id, service=service).first()


def form_there(by: Actor, service_uid: object) -> ReferralForm:
    """The form of a service that has one. Raises NotFound."""
    row = form_of(by, services.get(by, service_uid))
    if row is None:
        raise NotFound("no form yet")
    return row


def links(by: Actor, person: Any) -> tuple[LinkView, ...]:
    """The links made for a person (a row), the latest first."""
    if not by.may(Permission.RECORD):
        return ()
    rows = list(
        PersonLink.objects.filter(organisation_id=by.organisation_id, client=person).order_by("-made_at", "-id")
    )
    names, now = names_of({row.made_by_uid for row in rows}), clock.now()
    return tuple(
        LinkView(
            str(row.uid), registry.get("codes", "link_purpose").label_of(row.purpose), row.language,
            names.get(row.made_by_uid, ""), row.made_at, row.expires_at, row.last_used_at, row.wrong_tries,
            rules.link_state(row, now),
        )
        for row in rows
    )  # fmt: skip


def link_of(by: Actor, client_uid: object, link_uid: object) -> PersonLink:
    """One link of one person. Raises NotFound."""
    person, key = people.get(by, client_uid), canonical(link_uid)
    rows = PersonLink.objects.filter(organisation_id=by.organisation_id, client=person)
    row = rows.filter(uid=key).first() if key else None
    if row is None:
        raise NotFound("no such link")
    return row


def open_form(code: str) -> ReferralForm:
    """The open form behind a code. Raises NotFound, alike for a code that is closed, was replaced, or never was."""
    if not rules.may_be(rules.plain(code), rules.CODE_LENGTH):
        raise NotFound("no code of ours")
    with scope.every(WHY):
        rows = ReferralForm.objects.filter(code=rules.plain(code), is_open=True)
        row = rows.select_related("service", "organisation").first()
    today = clock.today()
    if row is None or (row.service.end_date is not None and row.service.end_date < today):
        raise NotFound("no such form")
    return row


def link_behind(token: str) -> PersonLink:
    """The link behind a token, whatever its state. Raises NotFound."""
    with scope.every(WHY):
        rows = PersonLink.objects.filter(token_hash=rules.token_hash(rules.plain(token)))
        row = rows.select_related("client", "organisation").first()
    if row is None:
        raise NotFound("no such link")
    return row


def link_at(uid: object) -> PersonLink:
    """The link of this uid, whatever its state: what its holder's signed cookie names. Raises NotFound."""
    with scope.every(WHY):
        row = PersonLink.objects.filter(uid=uid).select_related("client", "organisation").first()
    if row is None:
        raise NotFound("no such link")
    return row


def state_of(row: Any) -> rules.LinkState:
    """As its row says; ended too while its record is a shell of another: whoever holds it was never meant to see that."""
    return "ended" if row.client.merged_into_id is not None else rules.link_state(row, clock.now())


def live(uid: object) -> PersonLink:
    """A link that still opens its page. Raises NotFound."""
    row = link_at(uid)
    if state_of(row) != "live":
        raise NotFound("the link has ended")
    return row
