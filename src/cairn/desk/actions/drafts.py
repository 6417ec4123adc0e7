"""Forms half filled, kept until they are sent. A draft is no deed: nothing is written to the log."""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.desk.models import Draft
from cairn.kernel import clock

#: Forms of somebody who is not recorded yet: no erasure could find their words, so they are kept for a few days only.
#: A person taken in; and, in any other form, a row of its own for somebody new (`session.….new-1a2b`).
NEWCOMER, NEW_ROW, DAYS = "person.new", ".new-", 7


def put(*, by: Actor, form: str, values: dict[str, Any], client_uid: str = "") -> None:
    """Keep what was typed. `form` names the form and what it is about; one draft a user and form.

    `client_uid` says whom the words are about, so that erasing them reaches the draft.
    """
    Draft.objects.update_or_create(
        organisation_id=by.organisation_id,
        user_uid=by.uid,
        form=form,
        defaults={"values": _storable(values), "client_uid": str(client_uid), "saved_at": clock.now()},
    )


def _storable(value: Any) -> Any:
    """Without the character NUL, which PostgreSQL keeps in no text."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, (list, tuple)) else value


def get(*, by: Actor, form: str) -> dict[str, Any] | None:
    """What was kept, or None."""
    found: dict[str, Any] | None = _mine(by, form).values_list("values", flat=True).first()
    return found


def drop(*, by: Actor, form: str) -> None:
    """Forget it: the form was sent, or its writer does not want it."""
    _mine(by, form).delete()


def drop_all(*, by: Actor, form: str) -> None:
    """Forget it, whoever in the organisation was writing: what it was about is told no more."""
    Draft.objects.filter(organisation_id=by.organisation_id, form=form).delete()


def drop_old() -> int:
    """Forget the drafts about people not recorded yet that nobody sent for a week; returns how many. For the night, in an
    organisation's scope."""
    new = Q(form=NEWCOMER) | Q(form__contains=NEW_ROW, client_uid="")
    gone: int = Draft.objects.filter(new, saved_at__lt=clock.now() - timedelta(days=DAYS)).delete()[0]
    return gone


def _mine(by: Actor, form: str) -> Any:
    return Draft.objects.filter(organisation_id=by.organisation_id, user_uid=by.uid, form=form)
