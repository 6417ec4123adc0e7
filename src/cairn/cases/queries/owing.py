"""What a day asks about besides contacts and readings: memos, plans and goals, and how people's lives stand. Two questions to
the database; whose names are wanted is said, so that whoever shows them asks once for these and others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.asking import once
from cairn.cases.queries import notes, standing
from cairn.cases.queries.notes import Memo
from cairn.cases.queries.plans_due import PlansDue, asked_plans, due_until, plan_uids, plans_from
from cairn.cases.queries.standing import StandingToday
from cairn.kernel import clock
from cairn.kernel.gather import BLANK_DAY, OTHER_BLANK_DAY, Asked, Row
from cairn.kernel.gather import THIRD_BLANK_DAY as BLANK_PLANS


@dataclass(frozen=True, slots=True)
class Owing:
    """At most as many of each as were asked for."""

    memos: tuple[Memo, ...]
    plans: PlansDue
    stands: StandingToday


@dataclass(frozen=True, slots=True)
class Found:
    """The same as it is stored, without the names of workers."""

    memos: Sequence[Any]
    said: Mapping[str, Sequence[Row]]
    limit: int

    @property
    def uids(self) -> set[str]:
        """Whose names `laid` wants."""
        return notes.uids_in(self.memos) | plan_uids(self.said) | standing.uids_in(self.said)

    def laid(self, names: Mapping[str, str]) -> Owing:
        """As a page shows it."""
        return Owing(
            tuple(notes.memo(row, names) for row in self.memos),
            plans_from(self.said, names, self.limit),
            standing.read(self.said, names, self.limit),
        )


def find(by: Actor, of: Sequence[str] | None, limit: int, covered: Sequence[str] = ()) -> Found:
    """`of` these workers, or everybody's; memos to the actor, and to those they cover for."""
    blanks = None if of is None else [f"the uid of worker {number}: a blank" for number in range(len(of))]
    filled: dict[Any, Any] = {OTHER_BLANK_DAY: clock.today(), BLANK_DAY: standing.until(), BLANK_PLANS: due_until()}
    filled |= dict(zip(blanks or (), of or (), strict=True))
    shape = ("owing", limit, None if of is None else len(of))

    def asked(actor: Actor) -> Asked:
        plans = asked_plans(actor, blanks, limit, BLANK_PLANS)
        return {**plans, **standing.asked(actor, blanks, limit, OTHER_BLANK_DAY, BLANK_DAY)}

    return Found(notes.waiting(by, limit, covered), once(by, shape, asked, filled), limit)
