"""Keep the groups that an anchor looks after, and say of an anchor where and for whom it works."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import groups, parties, queries, rules_groups
from cairn.contracts.models import Anchor, Contract, Group
from cairn.contracts.rules_groups import NewGroup
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

_AGAIN = Problem("uid.again", "These were added already.", severity="warning")


@dataclass(frozen=True, slots=True)
class Place:
    """Where and for whom an anchor works. `places` are names or codes of wards and constituencies."""

    places: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    is_inside_council: bool = False


def add(*, by: Actor, contract_uid: object, new: Sequence[NewGroup]) -> Done[Group]:
    """As the anchor, all or none. Raises Refused or NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    contract = groups.led_one(by, contract_uid)
    uids = [one.uid for one in new if one.uid]
    if uids and (there := list(Group.objects.filter(contract=contract, uid__in=uids))):
        return Done(tuple(there), (_AGAIN,))
    with deed("contracts.group_added", by=by) as this:
        Contract.objects.select_for_update().get(pk=contract.pk)  # two at once cannot add one name twice
        refuse_if(problems(contract, new))
        rows = parties.make(this, by, [_row(contract, one) for one in new])
    return Done(tuple(rows), (), this.uid)


def problems(contract: Contract, new: Sequence[NewGroup], but: int | None = None) -> list[Problem]:
    """What is wrong with groups that are to be added; none of them may have the name of another."""
    if not new:
        return [Problem("groups.none", "No group is named.", "Write one name a line.", field="names")]
    taken, found = groups.taken_names(contract, but), []
    for row, one in enumerate(new):
        found += rules_groups.group_problems(one, taken, clock.today(), row)
        taken.add(one.name.strip().casefold())
    return found


def one_problems(contract: Contract, new: NewGroup, but: int | None = None) -> list[Problem]:
    """What is wrong with one, for a screen that asks before the deed."""
    return [replace(problem, row=None) for problem in problems(contract, [new], but)]


def _row(contract: Contract, new: NewGroup) -> Group:
    return Group(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id,
        **_fields(new), known_date=new.known_date, **({"uid": new.uid} if new.uid else {}),
    )  # fmt: skip


def _fields(new: NewGroup) -> dict[str, object]:
    return {
        "name": new.name.strip(), "ward": new.ward, "target_groups": list(new.target_groups),
        "what": new.what.strip(), "group_id": new.group_id,
    }  # fmt: skip


def change(*, by: Actor, group_uid: object, to: NewGroup, version: int | None = None) -> Done[Group]:
    """The day from which it is known stays. Raises Refused, Conflict or NotFound."""
    row = _own(by, group_uid, version)
    refuse_if(one_problems(row.contract, replace(to, known_date=row.known_date), row.pk))
    with deed("contracts.group_changed", by=by) as this:
        parties.change(this, by, row, **_fields(to))
    return Done((row,), (), this.uid)


def leave(*, by: Actor, group_uid: object, version: int | None = None) -> Done[Group]:
    """It is looked after no longer from today: what it told and reached stays, and is counted as before."""
    row = _own(by, group_uid, version)
    with deed("contracts.group_changed", by=by) as this:
        parties.change(this, by, row, left_date=row.left_date or max(clock.today(), row.known_date))
    return Done((row,), (), this.uid)


def come_back(*, by: Actor, group_uid: object, version: int | None = None) -> Done[Group]:
    """It is looked after again."""
    row = _own(by, group_uid, version)
    with deed("contracts.group_changed", by=by) as this:
        parties.change(this, by, row, left_date=None)
    return Done((row,), (), this.uid)


def _own(by: Actor, group_uid: object, version: int | None) -> Group:
    by.require(Permission.PREPARE_RETURNS)
    row = groups.find(by, group_uid)
    if version is not None:
        row.version = version
    return row


def place(*, by: Actor, contract_uid: str, said: Place, version: int | None = None) -> Done[Anchor]:
    """As the commissioner: where and for whom the anchor of a contract works, and whether it is part of the council."""
    by.require(Permission.MANAGE_CONTRACTS)
    rows = queries.visible_to(by).filter(has_small_grants=True, commissioner_id=by.organisation_id)
    contract = queries.one(rows, contract_uid)
    refuse_if(place_problems(contract, said))
    kept = Anchor.objects.filter(contract=contract).first()
    fields = {
        "places": [*dict.fromkeys(said.places)], "target_groups": [*said.target_groups],
        "is_inside_council": said.is_inside_council,
    }  # fmt: skip
    with deed("contracts.anchor_placed", by=by) as this:
        if kept is None:
            sides = {"provider_id": contract.provider_id, "commissioner_id": contract.commissioner_id}
            [kept] = parties.make(this, by, [Anchor(contract=contract, **sides, **fields)])
        else:
            kept.version = kept.version if version is None else version
            parties.change(this, by, kept, **fields)
    return Done((kept,), (), this.uid)


MOST_PLACES, LONGEST_PLACE = 60, 60


def place_problems(contract: Contract, said: Place) -> list[Problem]:
    known, found = registry.get("codes", "target_group").codes, []
    if any(code not in known for code in said.target_groups):
        fix = "Choose from the list."
        found.append(Problem("anchor.target", "That is no target group.", fix, field="target_groups"))
    if len(said.places) > MOST_PLACES or any(len(place) > LONGEST_PLACE for place in said.places):
        fix = f"Write at most {MOST_PLACES} places, one a line, each of at most {LONGEST_PLACE} characters."
        found.append(Problem("anchor.places", "These are too many or too long.", fix, field="places"))
    if contract.provider_id == contract.commissioner_id and not said.is_inside_council:
        fix = "Tick it: the council itself leads this contract."
        found.append(Problem("anchor.inside", "This anchor is part of the council.", fix, field="is_inside_council"))
    return found
