"""The rows of a register, as they are sent and drawn again: plain values, so that twelve rows cost little."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from cairn.cases.actions.activities import NewAttendance
from cairn.cases.queries import Proposal
from cairn.web.forms import ErrorLink, FormView


@dataclass(slots=True)
class Row:
    """One person of a register: what is offered for them, and what was ticked and typed."""

    proposal: Proposal
    here: bool = False
    steps: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    note: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def uid(self) -> str:
        return self.proposal.episode_uid


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
            )
        )
    return rows


def check(rows: Sequence[Row]) -> bool:
    """Say at each row what contradicts itself; True when none does."""
    for row in rows:
        if not row.here and (row.steps or row.outcomes or row.note):
            row.errors.append("Something is recorded for a person who is not ticked. Tick that they came, or clear it.")
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


def attendances(rows: Sequence[Row]) -> list[NewAttendance]:
    """Everybody who came, with what came of it."""
    return [
        NewAttendance(
            episode_uid=row.uid,
            steps=[(step.rung_uid, "reached") for step in row.proposal.steps if step.rung_uid in row.steps],
            outcomes=[outcome(code) for code in sorted(row.outcomes)],
            note=row.note,
        )
        for row in rows
        if row.here
    ]
