"""Write down a review meeting, and tick what was done of what it agreed."""

from collections.abc import Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.models import Contract
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, meetings
from cairn.returns.meetings import NewAction
from cairn.returns.models import Return, ReviewMeeting


def hold(
    *, by: Actor, contract_uid: str, held_date: date, notes: str = "", actions: Sequence[NewAction] = (),
    answer_uid: str = "", uid: str = "",
) -> Done[ReviewMeeting]:  # fmt: skip
    """As the commissioner, once it was held; both sides read it at once. `answer_uid` is the return that it was about, if
    one. `uid` may be the client's own, so that a form sent twice writes one. Raises Refused or NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    contract: Contract = contracts.one(contracts.visible_to(by), contract_uid)
    if contract.commissioner_id != by.organisation_id:
        raise contracts.NotFound(contract_uid)
    about = _about(by, contract, answer_uid)
    refuse_if(meetings.meeting_problems(held_date, notes, actions, clock.today()))
    if uid and (there := ReviewMeeting.objects.filter(uid=uid, contract=contract).first()):
        return Done((there,))
    row = ReviewMeeting(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id, answer=about,
        held_date=held_date, notes=notes.strip(), actions=[one.stored() for one in actions], **({"uid": uid} if uid else {}),
    )  # fmt: skip
    with deed("returns.meeting_held", by=by) as this:
        parties.make(this, by, [row])
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


def amend(
    *, by: Actor, meeting_uid: str, held_date: date, notes: str = "", actions: Sequence[NewAction] = (),
    version: int | None = None,
) -> Done[ReviewMeeting]:  # fmt: skip
    """As the commissioner: the notes and the whole list of actions anew. Raises Refused, Conflict or NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    row = meetings.find(by, meeting_uid)
    if row.commissioner_id != by.organisation_id:
        raise contracts.NotFound(meeting_uid)
    refuse_if(meetings.meeting_problems(held_date, notes, actions, clock.today()))
    if version is not None:
        row.version = version
    with deed("returns.meeting_held", by=by) as this:
        said = [one.stored() for one in actions]
        parties.change(this, by, row, held_date=held_date, notes=notes.strip(), actions=said)
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def tick(
    *, by: Actor, meeting_uid: str, place: int, done: bool = True, version: int | None = None
) -> Done[ReviewMeeting]:
    """Each side its own: an action is done today, or not done after all. Raises Refused, Conflict or NotFound."""
    row = meetings.find(by, meeting_uid)
    side = "commissioner" if row.commissioner_id == by.organisation_id else "provider"
    by.require(Permission.REVIEW_RETURNS if side == "commissioner" else Permission.PREPARE_RETURNS)
    if not 0 <= place < len(row.actions):
        raise contracts.NotFound(meeting_uid)
    refuse_if(_tick_problems(row.actions[place]["who"], side))
    if version is not None:
        row.version = version
    day = clock.today().isoformat() if done else None
    said = [{**one, "done": day} if at == place else one for at, one in enumerate(row.actions)]
    with deed("returns.meeting_action_done", by=by) as this:
        parties.change(this, by, row, actions=said)
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def _tick_problems(who: str, side: str) -> list[Problem]:
    if who == side:
        return []
    return [Problem("action.side", "The other side is to do this.", "It ticks its own actions.")]


def _about(by: Actor, contract: Contract, answer_uid: str) -> Return | None:
    if not answer_uid:
        return None
    found = finding.asked_for(by, answer_uid)
    if found.round.contract_id != contract.pk:
        raise contracts.NotFound(answer_uid)
    return found
