"""Review meetings of both sides about a contract, and what each side was to do. Enter a scope first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.contracts import queries as contracts
from cairn.contracts.rules import text
from cairn.kernel import clock
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem
from cairn.returns.finding import COMMISSIONER_READS, PROVIDER_READS
from cairn.returns.models import ReviewMeeting
from cairn.returns.rules import Side

LONGEST, LONGEST_ACTION, MOST_ACTIONS = 10_000, 300, 20


@dataclass(frozen=True, slots=True)
class NewAction:
    """Something to do. `done` is the day on which it was done."""

    words: str
    who: Side
    due: date | None = None
    done: date | None = None

    def stored(self) -> dict[str, Any]:
        days = {"due": self.due.isoformat() if self.due else None, "done": self.done.isoformat() if self.done else None}
        return {"words": self.words.strip(), "who": self.who, **days}


@dataclass(frozen=True, slots=True)
class ActionView:
    """`place` names it within its meeting; `is_mine`: the reader's own side is to do it."""

    place: int
    words: str
    who: Side
    who_name: str
    due: date | None
    done: date | None
    is_mine: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class MeetingView:
    uid: str
    version: int
    side: Side
    contract_uid: str
    contract_reference: str
    contract_title: str
    provider_name: str
    commissioner_name: str
    round_name: str
    held_date: date
    notes: str
    actions: tuple[ActionView, ...]

    @property
    def open_actions(self) -> tuple[ActionView, ...]:
        return tuple(each for each in self.actions if each.done is None)


@dataclass(frozen=True, slots=True)
class Owed:
    """An action that is not done, with where it was agreed."""

    action: ActionView
    meeting_uid: str
    contract_uid: str
    contract_reference: str
    held_date: date


def visible_to(by: Actor) -> "QuerySet[ReviewMeeting]":
    """Those of contracts that the actor's organisation leads or commissions, the newest first."""
    mine = Q(pk__in=[])
    if any(map(by.may, PROVIDER_READS)):
        mine |= Q(provider_id=by.organisation_id)
    if any(map(by.may, COMMISSIONER_READS)):
        mine |= Q(commissioner_id=by.organisation_id)
    rows: QuerySet[ReviewMeeting] = ReviewMeeting.objects.filter(mine)
    return rows.select_related("contract", "provider", "commissioner", "answer__round").order_by("-held_date", "-pk")


def find(by: Actor, uid: str) -> ReviewMeeting:
    """Raises NotFound."""
    return cast(ReviewMeeting, contracts.one(visible_to(by), uid))


def get(by: Actor, uid: str) -> MeetingView:
    """Raises NotFound."""
    return view(by, find(by, uid))


def listing(by: Actor, contract_uid: str = "") -> tuple[MeetingView, ...]:
    """All, or those of one contract."""
    rows = visible_to(by)
    return tuple(view(by, row) for row in (rows.filter(contract__uid=contract_uid) if contract_uid else rows))


def owed(by: Actor, side: Literal["mine", "all"] = "mine") -> tuple[Owed, ...]:
    """Actions that are not done: those of the reader's own side, or of both; the first due first."""
    found = [
        Owed(each, one.uid, one.contract_uid, one.contract_reference, one.held_date)
        for one in listing(by)
        for each in one.open_actions
        if side == "all" or each.is_mine
    ]
    return tuple(sorted(found, key=lambda one: (one.action.due or date.max, one.held_date)))


def view(by: Actor, row: ReviewMeeting) -> MeetingView:
    side: Side = "commissioner" if row.commissioner_id == by.organisation_id else "provider"
    return MeetingView(
        uid=str(row.uid),
        version=row.version,
        side=side,
        contract_uid=str(row.contract.uid),
        contract_reference=row.contract.reference,
        contract_title=row.contract.title,
        provider_name=row.provider.name,
        commissioner_name=row.commissioner.name,
        round_name=row.answer.round.name if row.answer else "",
        held_date=row.held_date,
        notes=row.notes,
        actions=tuple(_action(at, one, row, side) for at, one in enumerate(row.actions)),
    )


def _action(at: int, one: Mapping[str, Any], row: ReviewMeeting, side: Side) -> ActionView:
    due, done = (date.fromisoformat(one[name]) if one.get(name) else None for name in ("due", "done"))
    who: Side = one["who"]
    name = row.provider.name if who == "provider" else row.commissioner.name
    is_overdue = done is None and due is not None and due < clock.today()
    return ActionView(at, one["words"], who, name, due, done, who == side, is_overdue)


def actions_of(row: ReviewMeeting) -> tuple[NewAction, ...]:
    """As they are written, to be changed."""
    return tuple(
        NewAction(one["words"], one["who"],
                  *(date.fromisoformat(one[name]) if one.get(name) else None for name in ("due", "done")))
        for one in row.actions
    )  # fmt: skip


def meeting_problems(held_date: date, notes: str, actions: Sequence[NewAction], today: date) -> list[Problem]:
    """Something was said or is to be done; a meeting is written down once it was held."""
    problems = slip(held_date, "held_date")
    if held_date > today:
        problems.append(Problem("meeting.future", "That day has not come.", "Write it down after.", field="held_date"))
    if notes.strip():
        problems += text(None, "notes", "notes", notes, LONGEST)
    elif not actions:
        fix = "Write what was said, or at least one thing to do."
        problems.append(Problem("meeting.empty", "Nothing is written down.", fix, field="notes"))
    if len(actions) > MOST_ACTIONS:
        fix = f"Keep to {MOST_ACTIONS}."
        problems.append(Problem("meeting.many", "There are too many actions.", fix, field="notes"))
    return problems + [problem for at, one in enumerate(actions) for problem in _action_problems(at, one, held_date)]


def _action_problems(at: int, one: NewAction, held_date: date) -> Iterable[Problem]:
    yield from text(at, "words", "action", one.words, LONGEST_ACTION)
    if one.who not in ("provider", "commissioner"):
        yield Problem("action.who", "Nobody is named to do it.", "Choose a side.", field="who", row=at)
    if one.due is not None:
        yield from slip(one.due, "due", at)
        if one.due < held_date:
            yield Problem("action.due", "It is due before the meeting.", "Choose a later day.", field="due", row=at)
