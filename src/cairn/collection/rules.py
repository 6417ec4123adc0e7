"""What has to hold of one form: pure rules, read over a row by `questionnaire.rules.check_row` and over a whole table of
text by `questionnaire.columns.check_table`. Screen, file and API have these and no others.

A rule of severity `error` blocks. One of `warning` is soft: it asks once whether that is right, and is then let be.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from cairn.collection.columns import DIVIDER, FormColumn, Local, Role, columns_of
from cairn.collection.texts import as_text, blank, given
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel.problems import Problem
from cairn.questionnaire.conditions import ALWAYS, Any, Condition, In, Not
from cairn.questionnaire.rules import Rule, check_row
from cairn.questionnaire.texts import Matches, Reads

Answers = Mapping[str, str]
"""Column to text. A blank is absent."""


def rules_of(form: CollectionForm, local: Local = ()) -> tuple[Rule, ...]:
    """Every rule of a form: column by column in the order of its file, then those over several columns."""
    columns = columns_of(form, local)
    own = [rule for column in columns for rule in column_rules(column)]
    across = [
        Rule(rule.id, rule.column, as_text(rule.must), rule.message, rule.fix, rule.severity) for rule in form.rules
    ]
    return (*own, *across)


def hard(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that block."""
    return tuple(rule for rule in rules if rule.severity == "error")


def soft(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that ask "is that right?" once."""
    return tuple(rule for rule in rules if rule.severity == "warning")


def check(form: CollectionForm, answers: Answers, local: Local = (), row: int | None = None) -> list[Problem]:
    """Every problem of one form, at once."""
    return check_row(rules_of(form, local), answers, row)


def key(problem: Problem) -> str:
    """What a soft rule is known by when somebody has said that it is right: `rule:column`."""
    return f"{problem.rule}:{problem.field}"


def unconfirmed(problems: Iterable[Problem], confirmed: Iterable[str]) -> list[Problem]:
    """Problems without the soft ones that were answered "yes, that is right"."""
    said = frozenset(confirmed)
    return [problem for problem in problems if problem.severity == "error" or key(problem) not in said]


def column_rules(column: FormColumn) -> Iterator[Rule]:
    """Whether it is there when it is asked for, not there when it is not, and valid."""
    name = column.name
    if column.needed:
        yield Rule("needed", name, _either(Not(column.asked), given(name)), *_NEEDED[column.role])
    if column.asked != ALWAYS:
        yield Rule("not-asked", name, _either(column.asked, blank(name)), *_NOT_ASKED[column.role])
    for id, valid, message, fix in _validity(column):
        yield Rule(id, name, _either(blank(name), valid), message, fix)


def _either(*parts: Condition) -> Condition:
    return Any(tuple(parts))


def _validity(column: FormColumn) -> Iterator[tuple[str, Condition, str, str]]:
    """Rule, what holds of a text that is there, message, mend: one slip gives one problem."""
    name = column.name
    match column.kind:
        case "one":
            yield "choice", In(name, column.codes), "Not one of the choices.", f"Use {_listed(column)}."
        case "many":
            fix = f"Use {_listed(column)}; divide several by a semicolon and a space."
            yield "choice", Matches(name, _several(column.codes)), "Not of the choices.", fix
        case "date":
            yield "date", Reads(name, "date"), "Not a day that there is.", "Write the day like 2026-11-23."
        case "number":
            yield from _number(column)
        case _:
            yield from _text(column)


def _number(column: FormColumn) -> Iterator[tuple[str, Condition, str, str]]:
    whole = Reads(column.name, "number")
    yield "number", whole, "Not a whole number.", "Use figures, such as 3."
    if column.low is not None or column.high is not None:
        within = Reads(column.name, "number", column.low, column.high)
        yield "range", _either(Not(whole), within), "Out of range.", _range_words(column.low, column.high)


def _text(column: FormColumn) -> Iterator[tuple[str, Condition, str, str]]:
    if column.pattern:
        fix = column.hint or "See what the question says about it."
        yield "pattern", Matches(column.name, column.pattern), "Not written as it should be.", fix
    else:
        most = Matches(column.name, rf"[\s\S]{{0,{column.longest}}}")
        yield "long", most, "Too long.", f"Use at most {column.longest} characters."


def _several(codes: Iterable[str]) -> str:
    one = "(?:" + "|".join(re.escape(code) for code in codes) + ")"
    return f"{one}(?:{re.escape(DIVIDER)}{one})*"


def _listed(column: FormColumn) -> str:
    codes = column.codes
    shown = codes if len(codes) <= _MANY else codes[:_MANY]
    words = ", ".join(shown)
    return f"one of {words}" if shown == codes else f"one of the {len(codes)} codes, such as {words}"


def _range_words(low: int | None, high: int | None) -> str:
    if high is None:
        return f"Give {low} or more."
    return f"Give {high} or less." if low is None else f"Give {low} to {high}."


_MANY = 6
_NEEDED: dict[Role, tuple[str, str]] = {
    "field": ("No answer yet.", "Answer this question."),
    "need": ("It is not said whether support was needed.", "Answer Yes or No."),
    "outcome": ("Support was needed, and it is not said whether this was achieved.", "Answer Yes or No."),
    "ongoing": ("Support was needed, and it is not said whether it goes on.", "Answer Yes or No."),
    "reason": ("Not achieved, and no reason is given.", "Give the main reason."),
    "reasons": ("No other reason is given.", "Give at least one."),
}
_NOT_ASKED: dict[Role, tuple[str, str]] = {
    "field": ("Answered, though the answers before do not lead to it.", "Leave this blank, or mend the answer before."),
    "need": ("Answered, though the answers before do not lead to it.", "Leave this blank, or mend the answer before."),
    "outcome": ("Answered, though no support was needed.", "Leave this blank, or answer Yes to the need."),
    "ongoing": ("Answered, though no support was needed.", "Leave this blank, or answer Yes to the need."),
    "reason": (
        "A reason is given, though nothing was left unachieved.",
        "Leave this blank, or answer No to what was not.",
    ),
    "reasons": (
        "Reasons are given, though nothing was left unachieved.",
        "Leave this blank, or answer No to what was not.",
    ),
}
