"""What the pages of a form draw: its questions, need by need, and its answers in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cairn.collection.columns import FormColumn
from cairn.collection.filled import Filled
from cairn.collection.known import Proposal
from cairn.collection.questions import Task
from cairn.collection.rules import key
from cairn.collection.rules_filling import Progress, State
from cairn.definitions.shapes.form import Guidance
from cairn.interfaces.workspace.collections.filling.forms import from_record, grouped
from cairn.kernel.problems import Problem
from cairn.presentation.collected import said
from cairn.questionnaire.conditions import Equals, evaluate
from cairn.web.forms import Field

STATES: Mapping[State, tuple[str, str]] = {
    "empty": ("Not started", "govuk-tag--grey"),
    "record": ("From the record", "govuk-tag--blue"),
    "part": ("Something missing", "govuk-tag--yellow"),
    "ask": ("Asks if it is right", "govuk-tag--yellow"),
    "wrong": ("Put right", "govuk-tag--red"),
    "done": ("Complete", "govuk-tag--green"),
}
"""Of a task: words and the look of its tag."""


@dataclass(frozen=True, slots=True)
class NeedBlock:
    """One need on the page. `sources`: by field, where what stands there comes from, or what the record says otherwise."""

    ref: str
    title: str
    guidance: Guidance | None
    is_local: bool
    needed: Field
    parts: tuple[Field, ...]
    ongoing: Field | None
    main: Field
    others: Field
    reasons: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    sources: Mapping[str, str]

    @property
    def asks(self) -> tuple[Field, ...]:
        """What follows where support was needed."""
        return (*self.parts, self.ongoing) if self.ongoing else self.parts

    @property
    def has_error(self) -> bool:
        return any(one.error for one in (self.needed, *self.asks, self.main, self.others))


def drawn_columns(now: Filled, task: Task) -> tuple[FormColumn, ...]:
    """The columns that a page draws: not what is given, nor a field that hangs on an answer which no choice of this page
    shows at once (it is asked once that answer is saved)."""
    names = {column.name for column in task.columns if column.role == "field" and column.kind == "one"}
    return tuple(
        column
        for column in task.columns
        if column.name not in now.given
        and (column.role != "field" or reveal_of(column, names) or evaluate(column.asked, now.answers))
    )


def reveal_of(column: FormColumn, names: set[str]) -> tuple[str, str] | None:
    """The answer on the same page that brings this field, where there is just one."""
    asked = column.asked
    return (asked.field, str(asked.value)) if isinstance(asked, Equals) and asked.field in names else None


def reveals(columns: Sequence[FormColumn]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Which answers bring which fields, as `web.forms` takes it."""
    names = {column.name for column in columns if column.role == "field" and 0 < len(column.choices) <= 8}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for column in columns:
        if column.role == "field" and (answer := reveal_of(column, names)):
            found[answer] = (*found.get(answer, ()), column.name)
    return found


def blocks(now: Filled, columns: Sequence[FormColumn], fields: Mapping[str, Field]) -> list[NeedBlock]:
    """The needs of a page, in order."""
    needs = (column for column in columns if column.role != "field")
    return [_block(now, list(own), fields) for _, own in groupby(needs, key=lambda column: column.ref)]


def _block(now: Filled, own: list[FormColumn], fields: Mapping[str, Field]) -> NeedBlock:
    by_role = {role: [column for column in own if column.role == role] for role in ("need", "outcome", "ongoing")}
    need = by_role["need"][0]
    main = next(column for column in own if column.role == "reason")
    others = next(column for column in own if column.role == "reasons")
    return NeedBlock(
        ref=need.ref,
        title=said.title_of(need),
        guidance=need.guidance,
        is_local=need.is_local,
        needed=fields[need.name],
        parts=tuple(fields[column.name] for column in by_role["outcome"]),
        ongoing=next((fields[column.name] for column in by_role["ongoing"]), None),
        main=fields[main.name],
        others=fields[others.name],
        reasons=tuple((group, tuple(codes)) for group, codes in grouped(main)),
        sources={column.name: where for column in own if (where := says(column, fields[column.name], now.proposals))},
    )


def says(column: FormColumn, field: Field, proposals: Mapping[str, Proposal]) -> str:
    """Where what stands comes from; or that the record says otherwise, once somebody has answered."""
    proposal = proposals.get(column.name)
    if proposal is None:
        return ""
    if field.value in (None, "", (), proposal.value):
        return from_record(proposal)
    return f"The record says {said.words(column, proposal.value)}. {from_record(proposal)}"


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of "check your answers"."""

    column: str
    label: str
    words: str
    source: str
    missing: str
    asks: tuple[tuple[str, str, str], ...]
    """(key, message, mend) of soft rules"""


@dataclass(frozen=True, slots=True)
class Part:
    """A task with its answers. `needs` are lines by need; `fields` the others."""

    id: str
    title: str
    tag: str
    tag_classes: str
    progress: Progress
    fields: tuple[Answered, ...]
    needs: tuple[tuple[str, tuple[Answered, ...]], ...]


def parts(now: Filled) -> list[Part]:
    """The whole form to be checked."""
    return [_part(now, one) for one in now.progress]


def _part(now: Filled, one: Progress) -> Part:
    tag, classes = STATES[one.state]
    asked = [column for column in one.task.columns if evaluate(column.asked, now.answers)]
    fields = [column for column in asked if column.role == "field" and column.name not in now.given]
    needs = [column for column in asked if column.role != "field"]
    return Part(
        one.task.id, one.task.title, tag, classes, one, tuple(_answered(now, fields)),
        tuple((said.title_of(own[0]), tuple(_answered(now, own)))
              for own in (list(found) for _, found in groupby(needs, key=lambda column: column.ref))),
    )  # fmt: skip


def _answered(now: Filled, columns: Sequence[FormColumn]) -> Iterator[Answered]:
    for column in columns:
        text = now.answers.get(column.name, "")
        own = [one for one in now.problems if one.field == column.name]
        if not text and not own and not column.needed:
            continue
        proposal = now.proposals.get(column.name)
        is_theirs = proposal is not None and proposal.value == text
        yield Answered(
            column.name, column.short, said.read(column, text), from_record(proposal) if is_theirs else "",
            " ".join(one.words for one in own if one.severity == "error"),
            tuple((key(one), one.message, one.fix) for one in own if one.severity == "warning"),
        )  # fmt: skip


def place_of(now: Filled, problem: Problem) -> tuple[str, str]:
    """(task, anchor) of a problem; "" where it belongs to no page."""
    for task in now.asked:
        if any(column.name == problem.field for column in task.columns):
            return task.id, f"id_{problem.field}"
    return "", ""


def first_open(now: Filled) -> Task | None:
    """The first part in which something is missing, wrong or asked; None where all is there."""
    return next((one.task for one in now.progress if one.problems), None)
