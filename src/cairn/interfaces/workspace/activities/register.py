"""The rows of a register, as they are sent and drawn again: plain values, so that twelve rows cost little."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict

from cairn.cases.actions.activities import NewAttendance, NewWalkIn
from cairn.cases.queries import OutcomeProposal, Proposal, StepProposal
from cairn.cases.rules import is_open_on
from cairn.services.queries import ActivityTypeView
from cairn.web.forms import ErrorLink, FormView

NEW, KNOWN = "new-", "in-"
LONGEST_NAME = 200


@dataclass(slots=True)
class Row:
    """One person of a register: what is offered for them, and what was ticked and typed. `key` is their episode; for
    somebody who walked in it begins with `new-` or, known here already, with `in-`, and `name` is what they are called."""

    proposal: Proposal
    here: bool = False
    steps: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    note: str = ""
    errors: list[str] = field(default_factory=list)
    name: str = ""

    @property
    def uid(self) -> str:
        return self.proposal.episode_uid

    @property
    def walks_in(self) -> bool:
        return self.uid.startswith((NEW, KNOWN))

    def had_support(self, day: date) -> bool:
        """Whether their support was open on a day; whoever walks in has it from then on."""
        start = self.proposal.start_date
        return start is None or is_open_on(day, start, self.proposal.end_date)

    @property
    def title(self) -> str:
        return self.name or self.proposal.name or self.proposal.reference


def walk_in(kind: ActivityTypeView, key: str, name: str) -> Proposal:
    """What is offered for somebody of whom nothing is known yet: the first step of each ladder is the next."""
    begun: set[str] = set()
    steps = []
    for step in kind.steps:
        is_next = step.ladder_uid not in begun
        begun.add(step.ladder_uid)
        steps.append(StepProposal(step.uid, step.label, step.ladder_name, step.position, "reached", None, is_next))
    outcomes = tuple(OutcomeProposal(one.framework, one.outcome, one.label, None) for one in kind.outcomes)
    return Proposal(key, "", name, "", tuple(steps), outcomes)


def is_key(text: str) -> bool:
    """Whether a row that was sent is somebody who walked in, as our page names them."""
    if text.startswith(NEW):
        return text.removeprefix(NEW).isalnum() and len(text) < 40
    return text.startswith(KNOWN) and _is_uid(text.removeprefix(KNOWN))


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def read(sent: QueryDict, proposals: Sequence[Proposal]) -> list[Row]:
    """Rows with what was sent for each; only offers of the row's own count."""
    rows = []
    for one in proposals:
        known = {step.rung_uid for step in one.steps}
        offered = {f"{outcome.framework}|{outcome.outcome}" for outcome in one.outcomes}
        rows.append(
            Row(
                one,
                here=f"here-{one.episode_uid}" in sent,
                steps=frozenset(sent.getlist(f"steps-{one.episode_uid}")) & known,
                outcomes=frozenset(sent.getlist(f"outcomes-{one.episode_uid}")) & offered,
                note=sent.get(f"note-{one.episode_uid}", "").strip(),
                name=sent.get(f"name-{one.episode_uid}", "").strip()[:LONGEST_NAME]
                if one.episode_uid.startswith(NEW)
                else "",
            )
        )
    return rows


def check(rows: Sequence[Row], day: date | None = None) -> bool:
    """Say at each row what contradicts itself, or the day of the session; True when none does."""
    for row in rows:
        if row.here and day and not row.had_support(day):
            row.errors.append("Support was not open on the day of the session. Untick them, or check the date.")
        if not row.here and (row.steps or row.outcomes or row.note):
            row.errors.append("Something is recorded for a person who is not ticked. Tick that they came, or clear it.")
        if row.here and row.uid.startswith(NEW) and not row.name:
            row.errors.append("Write what they are called, or untick them.")
    return not any(row.errors for row in rows)


def summary(view: FormView, rows: Sequence[Row]) -> FormView:
    """The form with the problems of its rows among its own, each leading to its row. No name in an error."""
    wrong = [
        ErrorLink(f"Row {place}: {words}", f"#here-{row.uid}")
        for place, row in enumerate(rows, 1)
        for words in row.errors
    ]
    return replace(view, errors=(*view.errors, *wrong))


def outcome(code: str) -> tuple[str, str, bool]:
    """`framework|outcome`, as it is ticked → as it is recorded."""
    framework, _, ref = code.partition("|")
    return framework, ref, True


def attendances(rows: Sequence[Row], needs: Mapping[str, Sequence[str]]) -> list[NewAttendance]:
    """Everybody who came, with what came of it; `needs` by episode are those of theirs that the session was for."""
    return [
        NewAttendance(
            episode_uid=row.uid,
            steps=[(step.rung_uid, "reached") for step in row.proposal.steps if step.rung_uid in row.steps],
            outcomes=[outcome(code) for code in sorted(row.outcomes)],
            note=row.note,
            needs=needs.get(row.uid, ()),
        )
        for row in rows
        if row.here
    ]


def walk_ins(rows: Sequence[Row]) -> list[NewWalkIn]:
    """Those who came and are with the service from this session on."""
    return [
        NewWalkIn(key=row.uid, client_uid=row.uid.removeprefix(KNOWN))
        if row.uid.startswith(KNOWN)
        else NewWalkIn(key=row.uid, name=row.name)
        for row in rows
        if row.here and row.walks_in
    ]
