"""The workbook with a row for each form that is due, and what the record knows in it."""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases.models import Episode
from cairn.collection import due, filled
from cairn.collection.due import Line
from cairn.collection.filled import RELATED
from cairn.collection.models import Collection, OpenForm, SignUp
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel import clock
from cairn.services.models import Service

MOST = 500
"""Rows of one file: each is read from the record of its person."""


def rows(by: Actor, collection: Collection, form: CollectionForm) -> list[dict[str, str]]:
    """One for each form that is due now, the oldest first. A form that nobody has begun has the same number each time, so that
    the row and the screen make one form."""
    by.require(Permission.PREPARE_RETURNS)
    if not by.may(Permission.READ_CLIENTS):
        return []
    sign_ups = {
        str(row.uid): row for row in SignUp.objects.filter(collection=collection, provider_id=by.organisation_id)
    }
    lines = [one for one in due.due(by, clock.today()).due if one.form == form.id and one.sign_up_uid in sign_ups][
        :MOST
    ]
    begun = filled.visible_to(by).filter(uid__in=[one.open_uid for one in lines if one.open_uid])
    open_ = {str(row.uid): row for row in begun.select_related(*RELATED)}
    stays = _stays(lines)
    found = []
    for line in lines:
        row = open_.get(line.open_uid) or _row(by, form, line, sign_ups[line.sign_up_uid], stays[line.episode_uid])
        found.append({**filled.of(by, row).answers, form.person_column: line.reference})
    return found


def _stays(lines: Iterable[Line]) -> dict[str, Episode]:
    uids = {line.episode_uid for line in lines}
    found = Episode.objects.filter(uid__in=uids).select_related("client", "service", "referral")
    return {str(row.uid): row for row in found}


def _row(by: Actor, form: CollectionForm, line: Line, sign_up: SignUp, stay: Episode) -> OpenForm:
    """A form as it would be begun. It is not."""
    service: Service = stay.service
    return OpenForm(
        organisation_id=by.organisation_id, sign_up=sign_up, form=form.id, form_version=form.version,
        number=number(line), service=service, client=stay.client, episode=stay, due_date=line.date or clock.today(),
        changed_at=clock.now(),
    )  # fmt: skip


def number(line: Line) -> str:
    """Eleven figures that follow from whose form it is, and tell nobody."""
    made = salted_hmac("cairn.forms.prefilled", f"{line.form} {line.key}", algorithm="sha256").hexdigest()
    return f"{int(made[:16], 16) % (9 * 10**10) + 10**10}"
