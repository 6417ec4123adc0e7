"""The columns of a form in the order of its file: one for each thing that is answered, whichever way it comes in.

Pure: no Django. A column's name is its key in `answers`, the heading of its file, the property of its API, the id of its
question and the field of its rules.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cairn.collection.texts import as_text
from cairn.definitions.shapes.form import (
    CollectionForm,
    FormField,
    FormReason,
    Guidance,
    NeedQuestion,
    Part,
)
from cairn.questionnaire.conditions import ALWAYS, Any, Condition, Equals

Kind = Literal["text", "date", "number", "one", "many"]
Role = Literal["field", "need", "outcome", "ongoing", "reason", "reasons"]
Local = Sequence[NeedQuestion | FormReason]
"""What an authority adds to a form: needs of its own in the same format, and reasons of its own under the three groups."""

YES, NO, NOT_APPLICABLE = "Yes", "No", "NA"
DIVIDER = "; "
"""Between the codes of a column that takes several."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose. `group` is a reason's: client, service or external."""

    code: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column. `label` stands alone, in a file or a finding; `short` under the heading of its need or section.

    `section` is the id of a section or a domain; `ref` and `part` are a need's, blank for a field. Where `asked` does not
    hold the column is blank; where it holds and `needed` is set, it is not.
    """

    name: str
    label: str
    short: str
    kind: Kind
    section: str
    role: Role
    choices: tuple[Answer, ...] = ()
    ref: str = ""
    part: str = ""
    asked: Condition = ALWAYS
    needed: bool = True
    pattern: str | None = None
    longest: int = 200
    low: int | None = None
    high: int | None = None
    hint: str = ""
    guidance: Guidance | None = None
    also: tuple[str, ...] = ()
    from_record: str = ""
    is_local: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)


def columns_of(form: CollectionForm, local: Local = ()) -> tuple[FormColumn, ...]:
    """Every column in file order: fields by section, then needs with what follows from each, local ones last."""
    fields = [_field(field, section.id) for section in form.sections for field in section.fields]
    reasons = reasons_of(form, local)
    needs = [column for need in form.needs for column in need_columns(form, need, reasons)]
    own = [column for need in local_needs(local) for column in need_columns(form, need, reasons, is_local=True)]
    return (*fields, *needs, *own)


def local_needs(local: Local) -> tuple[NeedQuestion, ...]:
    """The needs among what an authority adds."""
    return tuple(one for one in local if isinstance(one, NeedQuestion))


def reasons_of(form: CollectionForm, local: Local = ()) -> tuple[FormReason, ...]:
    """The form's reasons and the authority's own, group by group."""
    every = [*form.reasons, *(one for one in local if isinstance(one, FormReason))]
    groups = dict.fromkeys(reason.group for reason in every)
    return tuple(reason for group in groups for reason in every if reason.group == group)


def need_column(need: NeedQuestion) -> str:
    """`MaxIncome_1a`: whether support was needed."""
    return f"{need.name}_{need.ref}"


def outcome_column(need: NeedQuestion, part: Part) -> str:
    """`ActualOutcome_1a`, or `ActualOutcome_2a_i` of one part."""
    return f"ActualOutcome_{need.ref}_{part.id}" if part.id else f"ActualOutcome_{need.ref}"


def ongoing_column(need: NeedQuestion) -> str:
    return f"OngoingSupport_{need.ref}"


def reason_columns(need: NeedQuestion) -> tuple[str, str]:
    """The main reason, and the others."""
    return f"Reason_{need.ref}_Primary", f"Reason_{need.ref}_Others"


def need_columns(
    form: CollectionForm, need: NeedQuestion, reasons: Iterable[FormReason], *, is_local: bool = False
) -> Iterator[FormColumn]:
    """Needed? Achieved, part by part? Ongoing? Why not?"""
    needed = Equals(need_column(need), YES)
    missed = Any(tuple(Equals(outcome_column(need, part), NO) for part in need.parts))
    choices = tuple(Answer(reason.code, reason.label, reason.group) for reason in reasons)
    yield _of_need(need, need_column(need), "need", "Was support needed?", is_local, choices=_YES_NO)
    for part in need.parts:
        answers = (*_YES_NO, _NA) if part.may_not_apply else _YES_NO
        name = outcome_column(need, part)
        yield _of_need(need, name, "outcome", part.label, is_local, choices=answers, asked=needed, part=part.id)
    if form.ongoing:
        name = ongoing_column(need)
        yield _of_need(need, name, "ongoing", "Is ongoing support required?", is_local, choices=_YES_NO, asked=needed)
    main, others = reason_columns(need)
    why, more = "Main reason why it was not achieved", "Other reasons why it was not achieved"
    yield _of_need(need, main, "reason", why, is_local, choices=choices, asked=missed)
    yield _of_need(need, others, "reasons", more, is_local, choices=choices, asked=missed, needed=False)


_YES_NO = (Answer(YES, "Yes"), Answer(NO, "No"))
_NA = Answer(NOT_APPLICABLE, "Not applicable")


def _of_need(
    need: NeedQuestion, name: str, role: Role, short: str, is_local: bool, *, choices: tuple[Answer, ...],
    asked: Condition = ALWAYS, needed: bool = True, part: str = "",
) -> FormColumn:  # fmt: skip
    return FormColumn(
        name=name, label=f"{need.number} {need.label}: {short}", short=short, kind="many" if role == "reasons" else "one",
        section=need.domain, role=role, choices=choices, ref=need.ref, part=part, asked=asked, needed=needed,
        guidance=need.guidance if role == "need" else None, is_local=is_local,
    )  # fmt: skip


def _field(field: FormField, section: str) -> FormColumn:
    return FormColumn(
        name=field.column, label=field.label, short=field.label, kind=field.kind, section=section, role="field",
        choices=tuple(Answer(choice.code, choice.label) for choice in field.choices),
        asked=ALWAYS if field.asked is None else as_text(field.asked), needed=field.needed, pattern=field.pattern,
        longest=field.longest, low=field.low, high=field.high, hint=field.hint or "", guidance=field.guidance,
        also=field.also, from_record=field.from_record or "",
    )  # fmt: skip
