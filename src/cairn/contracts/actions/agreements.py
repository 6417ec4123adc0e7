"""Data-sharing agreements: drafted by the commissioner, signed by both, narrowed by either, paused by the provider."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties, queries, rules
from cairn.contracts.models import Agreement, AgreementField, Contract
from cairn.contracts.rules import NewField
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


def draft(
    *,
    by: Actor,
    contract_uid: str,
    purpose: str,
    start_date: date,
    end_date: date,
    fields: Sequence[NewField | tuple[str, str]],
    retention_months: int = 72,
    threshold: int = 4,
    allows_live: bool = False,
    allows_linking: bool = False,
) -> Done[Agreement]:
    """`fields` are `NewField`s, or (name, purpose); the names are those of `contracts.rules.SHAREABLE`. The same draft sent
    twice is drafted once."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    new = [each if isinstance(each, NewField) else NewField(*each) for each in fields]
    problems = rules.agreement_problems(purpose, start_date, end_date, retention_months, threshold)
    refuse_if(problems + rules.field_problems(new, end_date, retention_months))
    parties_of = {"provider": contract.provider, "commissioner": contract.commissioner}
    row = Agreement(
        contract=contract,
        purpose=purpose.strip(),
        retention_months=retention_months,
        start_date=start_date,
        end_date=end_date,
        threshold=threshold,
        allows_live=allows_live,
        allows_linking=allows_linking,
        **parties_of,
    )
    with deed("contracts.agreement_drafted", by=by) as this:
        Contract.objects.select_for_update().get(pk=contract.pk)
        if (before := _drafted(row, new)) is not None:
            return Done((before,))
        parties.make(this, by, [row])
        parties.make(this, by, [_named(row, each, parties_of) for each in new])
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


def _drafted(row: Agreement, new: Sequence[NewField]) -> Agreement | None:
    """The same agreement, which nobody has signed yet."""
    terms = ("purpose", "retention_months", "start_date", "end_date", "threshold", "allows_live", "allows_linking")
    same = {name: getattr(row, name) for name in terms}
    unsigned = {"provider_signed_date": None, "commissioner_signed_date": None}
    found = Agreement.objects.filter(contract=row.contract, **same, **unsigned).prefetch_related("fields")
    wanted = {(one.name, one.purpose.strip(), one.recipient.strip()) for one in new}
    return next((one for one in found if {(f.name, f.purpose, f.recipient) for f in one.fields.all()} == wanted), None)


def _named(row: Agreement, new: NewField, parties_of: Mapping[str, Any]) -> AgreementField:
    """What the agreement itself says of keeping and ending is not written a second time."""
    months = None if new.retention_months == row.retention_months else new.retention_months
    until = None if new.end_date == row.end_date else new.end_date
    said = {"purpose": new.purpose.strip(), "recipient": new.recipient.strip()}
    terms = {"retention_months": months, "end_date": until}
    return AgreementField(agreement=row, name=new.name, **said, **terms, **parties_of)


def sign(*, by: Actor, agreement_uid: str, version: int | None = None) -> Done[Agreement]:
    """For one's own side, today."""
    row = _mine(by, agreement_uid, version)
    fields = {f"{side}_signed_date" for side in parties.sides(row, by)}
    today = clock.today()
    refuse_if(_sign_problems(row, fields))
    with deed("contracts.agreement_signed", by=by) as this:
        parties.change(this, by, row, **{field: today for field in fields if getattr(row, field) is None})
    return Done((row,), (), this.uid)


def _sign_problems(row: Agreement, fields: set[str]) -> list[Problem]:
    problems = []
    if all(getattr(row, field) for field in fields):
        problems.append(Problem("agreement.signed", "Your side has signed already.", "Wait for the other side."))
    if row.end_date < clock.today():
        problems.append(Problem("agreement.ended", "The agreement has ended.", "Draft a new one with later dates."))
    return problems


def strike_field(*, by: Actor, agreement_uid: str, name: str, reason: str = "") -> Done[Agreement]:
    """Either side; the field leaves no more, and of what was received the recipient reads it no longer: its mart, its
    files and its pages hold to what the agreement names now."""
    row = _mine(by, agreement_uid, None)
    field = AgreementField.objects.filter(agreement=row, name=name).first()
    if field is None:
        raise queries.NotFound(name)
    with deed("contracts.agreement_narrowed", by=by, reason=reason) as this:
        this.delete(field)
        this.about("agreement", row.uid)
    return Done((row,), (), this.uid)


def pause(*, by: Actor, agreement_uid: str, paused: bool = True, version: int | None = None) -> Done[Agreement]:
    """As the provider: stop, or resume, the reading of live figures. Returns are not touched."""
    row = _mine(by, agreement_uid, version)
    with deed("contracts.agreement_paused" if paused else "contracts.agreement_resumed", by=by) as this:
        parties.change(this, by, row, is_paused=paused)
    return Done((row,), (), this.uid)


def _mine(by: Actor, uid: str, version: int | None) -> Agreement:
    """An agreement to which the actor's organisation is a side, if the actor may sign for it."""
    visible = Agreement.objects.filter(Agreement.party_to(frozenset({by.organisation_id})))
    row: Agreement = queries.one(visible.select_related("contract"), uid)
    commissions = "commissioner" in parties.sides(row, by)
    by.require(Permission.MANAGE_CONTRACTS if commissions else Permission.SIGN_AGREEMENTS)
    if version is not None:
        row.version = version
    return row
