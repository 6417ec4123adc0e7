"""A form as whoever fills it in will see it: part by part, with the real rules. What is typed stays in the address, and nothing
of it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse, QueryDict

from cairn.access.permissions import Permission as P
from cairn.collection import own_forms, rules
from cairn.collection.columns import DIVIDER, FormColumn, columns_of
from cairn.collection.filled import GIVEN
from cairn.collection.questions import Task, tasks
from cairn.collection.rules_filling import settled
from cairn.definitions.shapes.form import CollectionForm, Guidance
from cairn.interfaces.commissioner.collections.own.pages import GROUPS
from cairn.interfaces.pages import Request, page, show
from cairn.kernel.problems import Problem
from cairn.questionnaire.conditions import evaluate
from cairn.web.forms import Field, Kind
from cairn.web.options import Option
from cairn.web.widgets import TypedDate

CHECK = "check"
FEW = 8
_KINDS: Mapping[str, Kind] = {"text": "text", "number": "text", "date": "date", "many": "checkboxes"}
_GIVEN_PERSON = "person_code"


@dataclass(frozen=True, slots=True)
class Block:
    """One need on the page. `reasons` are those of each group, in words."""

    ref: str
    title: str
    guidance: Guidance | None
    needed: Field
    asks: tuple[Field, ...]
    main: Field
    others: Field
    reasons: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@page(P.MANAGE_CONTRACTS)
def preview(request: Request, form: str, number: int) -> HttpResponse:
    seen = own_forms.form_of(own_forms.get(request.actor, form, number))
    columns = columns_of(seen)
    parts = [task for task in tasks(seen) if _own(task.columns)]
    answers = settled(columns, _typed(_own(columns), request.GET))
    now = next((task for task in parts if task.id == request.GET.get("part")), None)
    is_check = request.GET.get("part") == CHECK or not parts
    now = None if is_check else now or parts[0]
    shown = [column for column in _own(now.columns) if now and _is_drawn(column, answers)] if now else []
    return show(
        request, "commissioner/collections/own/preview", form=seen, parts=parts, now=now, following=_after(parts, now),
        plain=[(_field(c, answers), c.guidance) for c in shown if c.role == "field"], blocks=blocks(shown, answers),
        elsewhere=[(name, text) for name, text in answers.items() if name not in {column.name for column in shown}],
        problems=_problems(seen, answers) if is_check else [],
    )  # fmt: skip


def _own(columns: Iterable[FormColumn]) -> list[FormColumn]:
    """Without what fills itself in."""
    return [column for column in columns if column.from_record not in GIVEN and column.from_record != _GIVEN_PERSON]


def _is_drawn(column: FormColumn, answers: Mapping[str, str]) -> bool:
    """What follows from a need folds out on the page; what hangs on another field comes once that was answered."""
    return column.role != "field" or evaluate(column.asked, answers)


def _after(parts: list[Task], now: Task | None) -> str:
    """The part that comes next, or the check."""
    place = parts.index(now) + 1 if now else len(parts)
    return parts[place].id if place < len(parts) else CHECK


def _typed(columns: Iterable[FormColumn], sent: QueryDict) -> dict[str, str]:
    """Answers from the address, as text."""
    found = {column.name: _text(column, sent) for column in columns}
    return {name: text for name, text in found.items() if text}


def _text(column: FormColumn, sent: QueryDict) -> str:
    if column.kind == "many":
        return DIVIDER.join(dict.fromkeys(sent.getlist(column.name)))
    if column.kind == "date" and f"{column.name}_year" in sent:
        day, month, year = (sent.get(f"{column.name}_{part}", "").strip() for part in ("day", "month", "year"))
        return f"{year}-{month:0>2}-{day:0>2}" if day or month or year else ""
    return sent.get(column.name, "").strip()


def _field(column: FormColumn, answers: Mapping[str, str]) -> Field:
    text = answers.get(column.name, "")
    few: Kind = "radios" if len(column.choices) <= FEW else "select"
    options = tuple(Option(value=one.code, text=one.label) for one in column.choices)
    kind = _KINDS.get(column.kind, few)
    if kind == "select":
        options = (Option(value="", text="Choose one"), *options)
    return Field(
        name=column.name, id=f"id_{column.name}", label=column.short, kind=kind, options=options,
        hint="" if column.kind == "date" else column.hint, value=_shown(column, text),
        inputmode="numeric" if column.kind == "number" else "", classes="govuk-input--width-5" if column.kind == "number" else "",
    )  # fmt: skip


def _shown(column: FormColumn, text: str) -> object:
    if column.kind == "many":
        return tuple(text.split(DIVIDER)) if text else ()
    if column.kind == "date":
        year, month, day = text.split("-") if text.count("-") == 2 else ("", "", "")
        return TypedDate(day.lstrip("0"), month.lstrip("0"), year)
    return text


def blocks(columns: Iterable[FormColumn], answers: Mapping[str, str]) -> list[Block]:
    """The needs among these columns, as they are asked."""
    needs = (column for column in columns if column.role != "field")
    return [_block(list(own), answers) for _, own in groupby(needs, key=lambda column: column.ref)]


def _block(own: list[FormColumn], answers: Mapping[str, str]) -> Block:
    fields = {column.role: _field(column, answers) for column in own}
    asks = tuple(_field(column, answers) for column in own if column.role in ("outcome", "ongoing"))
    main = next(column for column in own if column.role == "reason")
    reasons = tuple(
        (words, tuple((one.code, one.label) for one in main.choices if one.group == group))
        for group, words in GROUPS.items()
    )
    return Block(
        own[0].ref, own[0].label.removesuffix(f": {own[0].short}"), own[0].guidance, fields["need"], asks, fields["reason"],
        fields["reasons"], tuple((words, codes) for words, codes in reasons if codes),
    )  # fmt: skip


def _problems(form: CollectionForm, answers: Mapping[str, str]) -> list[tuple[str, Problem]]:
    """What would be said on sending, each with its question; not of what fills itself in."""
    asked = {column.name: column for column in _own(columns_of(form))}
    return [(asked[one.field].label, one) for one in rules.check(form, answers) if one.field in asked]
