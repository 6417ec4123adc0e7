"""Open, change and close the public referral form of a service."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.intake import making, queries, rules
from cairn.intake.models import ReferralForm
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.services import queries as services


def open_(*, by: Actor, service_uid: object, words: str = "", asks: Sequence[str] = ()) -> Done[ReferralForm]:
    """Open the form of a service, or change the one that is there and open it again. Raises Refused and NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    service = services.get(by, service_uid)
    refuse_if(rules.form_problems(words, asks))
    if service.end_date is not None and service.end_date < clock.today():
        fix = "A service that has ended takes nobody in."
        raise Refused([Problem("form.service_ended", "This service has ended.", fix)])
    row = queries.form_of(by, service)
    told = {"words": words.strip(), "asks": [one for one in rules.OPTIONAL if one in asks], "is_open": True}
    with deed("intake.form_opened" if row is None or not row.is_open else "intake.form_changed", by=by) as this:
        this.about("service", service.uid)
        if row is None:
            new = ReferralForm(organisation_id=by.organisation_id, service=service, code=making.code(), **told)
            new.opened_date = clock.today()
            row = this.create(new)
        else:
            this.update(row, **told)
    return Done((row,), (), this.uid)


def close(*, by: Actor, service_uid: object) -> Done[ReferralForm]:
    """Close the form: its address is then one that was never there. Raises NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    row = queries.form_there(by, service_uid)
    with deed("intake.form_changed", by=by) as this:
        this.about("service", service_uid)
        this.update(row, is_open=False)
    return Done((row,), (), this.uid)


def renew(*, by: Actor, service_uid: object) -> Done[ReferralForm]:
    """A new address for the form; the old one is dead from now on. Raises NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    row = queries.form_there(by, service_uid)
    with deed("intake.form_changed", by=by) as this:
        this.about("service", service_uid)
        this.update(row, code=making.code())
    return Done((row,), (), this.uid)
