"""Applications of groups for small grants: received, decided, and what was found elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import groups, parties, queries, rules_groups
from cairn.contracts.actions import grants as giving
from cairn.contracts.grants import NewGrant
from cairn.contracts.models import Contract, GroupApplication, SmallGrant
from cairn.contracts.rules_groups import Decision, NewApplication
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

_AGAIN = Problem("uid.again", "This was received already.", severity="warning")


def receive(*, by: Actor, new: Sequence[NewApplication]) -> Done[GroupApplication]:
    """All or none. Raises Refused or NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    asking = [groups.find(by, one.group_uid) for one in new]
    uids = [one.uid for one in new if one.uid]
    if uids and (there := list(GroupApplication.objects.filter(group__in=asking, uid__in=uids))):
        return Done(tuple(there), (_AGAIN,))
    today = clock.today()
    refuse_if(
        problem
        for at, (one, group) in enumerate(zip(new, asking, strict=True))
        for problem in rules_groups.application_problems(one, group.known_date, today, at)
    )
    with deed("contracts.group_applied", by=by) as this:
        rows = parties.make(this, by, [_row(one, group) for one, group in zip(new, asking, strict=True)])
        for group in asking:
            this.about("group", group.uid)
    return Done(tuple(rows), (), this.uid)


def _row(new: NewApplication, group: Any) -> GroupApplication:
    return GroupApplication(
        provider_id=group.provider_id, commissioner_id=group.commissioner_id, group=group,
        received_date=new.received_date, asked_pounds=new.asked_pounds, what_for=new.what_for.strip(),
        **({"uid": new.uid} if new.uid else {}),
    )  # fmt: skip


def decide(
    *,
    by: Actor,
    application_uid: object,
    said: Decision,
    grant: NewGrant | None = None,
    grant_uid: str = "",
    version: int | None = None,
) -> Done[GroupApplication]:
    """What came of it. What was awarded is a grant: a new one, recorded with the decision, or one that stands already."""
    row = _own(by, application_uid, version)
    with deed("contracts.group_application_decided", by=by) as this:
        contract = Contract.objects.select_for_update().get(pk=row.group.contract_id)
        refuse_if(decision_problems(row, contract, said, grant, grant_uid))
        given = _given(this, by, row, contract, grant, grant_uid) if said.decision == "awarded" else None
        parties.change(
            this, by, row, decision=said.decision, decided_date=said.decided_date, reason=said.reason,
            reason_words=said.reason_words.strip(), supported_elsewhere=said.supported_elsewhere.strip(),
            raised_pounds=said.raised_pounds, raised_date=said.raised_date, grant=given,
        )  # fmt: skip
        this.about("group", row.group.uid)
    return Done((row,), (), this.uid)


def decision_problems(
    row: GroupApplication, contract: Contract, said: Decision, grant: NewGrant | None, grant_uid: str
) -> list[Problem]:
    """Everything that is wrong with a decision, and with the grant that comes with it."""
    found = rules_groups.decision_problems(said, row.received_date, clock.today())
    if said.decision != "awarded":
        return found
    if row.grant_id is None and grant is None and not grant_uid:
        fix = "Write how much, or choose the grant that was recorded."
        found.append(Problem("decision.grant", "What was awarded?", fix, field="pounds"))
    if row.grant_id is None and grant is not None and not grant_uid:
        found += [replace(problem, row=None) for problem in giving.problems(contract, [grant])]
    return found


def _given(
    this: Any, by: Actor, row: GroupApplication, contract: Contract, grant: NewGrant | None, grant_uid: str
) -> SmallGrant:
    if grant_uid:
        chosen: SmallGrant = queries.one(free_grants(contract), grant_uid)
        return chosen
    if row.grant_id is not None or grant is None:
        return row.grant  # type: ignore[return-value]
    number = SmallGrant.objects.filter(contract=contract).count() + 1
    [made] = parties.make(this, by, [giving.row_of(contract, grant, f"G{number:03}")])
    return made  # type: ignore[no-any-return]


def free_grants(contract: Contract) -> Any:
    """Grants of a contract that no application has led to."""
    taken = GroupApplication.objects.filter(grant__contract=contract, withdrawn_date=None).values("grant_id")
    rows = SmallGrant.objects.filter(contract=contract, withdrawn_date=None).exclude(pk__in=taken)
    return rows.order_by("-awarded_date", "-pk")


def withdraw(*, by: Actor, application_uid: object, version: int | None = None) -> Done[GroupApplication]:
    """It was written down by mistake: it counts no more. A grant that it led to stays."""
    row = _own(by, application_uid, version)
    with deed("contracts.group_applied", by=by) as this:
        parties.change(this, by, row, withdrawn_date=clock.today(), grant=None)
        this.about("group", row.group.uid)
    return Done((row,), (), this.uid)


def _own(by: Actor, application_uid: object, version: int | None) -> GroupApplication:
    by.require(Permission.PREPARE_RETURNS)
    rows = GroupApplication.objects.filter(withdrawn_date=None)
    row: GroupApplication = groups.of_group(by, rows, application_uid)
    if version is not None:
        row.version = version
    return row
