"""What a measure of one's own is made of, and what makes it sound. Pure."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cairn.contracts.measuring import KINDS, SUBJECTS, Subject, title
from cairn.kernel.problems import Problem

Values = Mapping[str, Collection[str]]
"""The values that a column may have in this organisation, by column; a column that is not there holds yes or no, or a number."""
Joined = Literal["all", "any"]
LONGEST_LABEL, LONGEST_WORDS, MOST_CONDITIONS, MOST_VALUES, MOST_NUMBER = 100, 600, 10, 60, 1_000_000
BETTER = {"higher": "Higher is better", "lower": "Lower is better", "none": "Neither"}
TESTS = {
    "code": {"in": "is one of", "not_in": "is none of", "known": "is known", "not_known": "is not known"},
    "number": {"at_least": "is at least", "at_most": "is at most", "known": "is known"},
    "flag": {"yes": "yes", "no": "no"},
}


@dataclass(frozen=True, slots=True)
class Said:
    """One condition: a column, a test of `TESTS`, and the codes or the number that it takes."""

    column: str
    test: str = "in"
    values: tuple[str, ...] = ()
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A measure as it is put together. `value` is the number that is averaged; `parts` say which of a share's records are
    the share; `by` what it may be broken down by."""

    label: str = ""
    subject: str = "attended"
    kind: str = "people"
    value: str = ""
    where: tuple[Said, ...] = ()
    joined: Joined = "all"
    parts: tuple[Said, ...] = ()
    parts_joined: Joined = "all"
    by: tuple[str, ...] = ()
    better: str = "higher"
    not_shown: str = ""


def sort_of(kind: str) -> str:
    """Which tests a column of a kind takes: those of codes, of a number or of a flag."""
    return kind if kind in ("number", "flag") else "code"


def faults(plan: Plan, values: Values) -> list[Problem]:
    """Everything that is wrong with a plan, at its field; a draft must have none of it."""
    problems = [*_label_faults(plan.label), *_words_faults(plan.not_shown)]
    subject = SUBJECTS.get(plan.subject)
    if subject is None:
        return [*problems, _problem("subject", "That cannot be counted.", "Choose from the list.", "subject")]
    problems += _kind_faults(plan, subject)
    problems += [
        *_said_faults("where", plan.where, subject, values),
        *_said_faults("parts", plan.parts, subject, values),
    ]
    if plan.better not in BETTER:
        problems.append(_problem("better", "That is no direction.", "Choose higher, lower or neither.", "better"))
    if not set(plan.by) <= set(subject.groups):
        words = "It cannot be broken down by all that is ticked."
        problems.append(_problem("by", words, "Choose from the list.", "by"))
    return problems


def _problem(rule: str, message: str, fix: str, field: str) -> Problem:
    return Problem(f"own_measure.{rule}", message, fix, field=field)


def _label_faults(label: str) -> Iterator[Problem]:
    said = label.strip()
    if not said:
        yield _problem("label", "It has no name.", "Write how you call it, such as: People who came to ESOL.", "label")
    elif len(said) > LONGEST_LABEL:
        yield _problem("label_long", "The name is too long.", f"Use at most {LONGEST_LABEL} characters.", "label")
    elif not said[0].isalnum() or _has_unseen(said):
        fix = "Begin with a letter or a number, and use only signs that can be seen."
        yield _problem("label_odd", "The name cannot stand in a table or a file.", fix, "label")


def _words_faults(words: str) -> Iterator[Problem]:
    if len(words) > LONGEST_WORDS:
        fix = f"Use at most {LONGEST_WORDS} characters."
        yield _problem("not_shown_long", "What it does not show is too long.", fix, "not_shown")
    elif _has_unseen(words.replace("\n", " ").replace("\r", " ")):
        yield _problem("not_shown_odd", "There is a sign in it that cannot be seen.", "Type it anew.", "not_shown")


def _has_unseen(text: str) -> bool:
    """Control signs, and those that turn the reading direction: what is seen would not be what is there."""
    return any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for sign in text)


def _kind_faults(plan: Plan, subject: Subject) -> Iterator[Problem]:
    if plan.kind not in subject.kinds:
        known = ", ".join(KINDS[kind].lower() for kind in subject.kinds)
        yield _problem("kind", f"{subject.label}: they are not counted so.", f"Choose from: {known}.", "kind")
    if plan.kind in ("average", "change") and plan.value not in dict(subject.numbers):
        yield _problem("value", "It is not said which number is averaged.", "Choose one from the list.", "value")
    if plan.kind == "share" and not plan.parts:
        fix = "Add at least one condition that says which of them are the share."
        yield _problem("parts", "It is not said of what it is the share.", fix, "parts")
    if scale_needed(plan, subject) and not one_scale(plan):
        fix = "Add the condition “Tool is one of”, with one tool, and let all conditions hold."
        yield _problem("scale", "Scores of several tools cannot be put together.", fix, "where")


def scale_needed(plan: Plan, subject: Subject) -> bool:
    """Points of unlike tools are never put together."""
    names = {said.column for said in (*plan.where, *plan.parts)}
    return subject.needs_scale or plan.value == "score" or "score" in names


def one_scale(plan: Plan) -> str:
    """The one tool that a plan is held to; "" where there is none, or several."""
    if plan.joined != "all" and len(plan.where) > 1:
        return ""
    named = [said.values for said in plan.where if said.column == "scale" and said.test == "in"]
    return named[0][0] if len(named) == 1 and len(named[0]) == 1 else ""


def _said_faults(field: str, every: Sequence[Said], subject: Subject, values: Values) -> Iterator[Problem]:
    if len(every) > MOST_CONDITIONS:
        words = f"There are {len(every)} conditions."
        yield _problem("many", words, f"Use at most {MOST_CONDITIONS}.", field)
    for place, said in enumerate(every[:MOST_CONDITIONS]):
        yield from _one_said(f"{field}_{place}", said, subject, values)


def _one_said(field: str, said: Said, subject: Subject, values: Values) -> Iterator[Problem]:
    kind = subject.columns.get(said.column)
    if kind is None:
        fix = "Remove it, and choose one from the list."
        yield _problem("column", f"{subject.label}: there is no such condition.", fix, field)
        return
    sort = sort_of(kind)
    if said.test not in TESTS[sort]:
        yield _problem("test", f"{title(said.column)}: it cannot be asked so.", "Choose from the list.", field)
    elif said.test in ("in", "not_in"):
        yield from _values_faults(field, said, values.get(said.column, ()))
    elif said.test in ("at_least", "at_most") and (said.number is None or not abs(said.number) <= MOST_NUMBER):
        fix = f"Write a number, at most {MOST_NUMBER:,}."
        yield _problem("number", f"{title(said.column)}: the number is missing.", fix, field)


def _values_faults(field: str, said: Said, known: Collection[str]) -> Iterator[Problem]:
    if not said.values:
        yield _problem("values", f"{title(said.column)}: nothing is ticked.", "Tick at least one, or remove it.", field)
    elif len(said.values) > MOST_VALUES:
        words = f"{title(said.column)}: there are too many."
        yield _problem("values_many", words, f"Tick at most {MOST_VALUES}.", field)
    elif not set(said.values) <= set(known):
        words = f"{title(said.column)}: something ticked is not known here."
        yield _problem("value_unknown", words, "Choose from the list.", field)


def lacking(plan: Plan, others: Iterable[str]) -> list[Problem]:
    """What a draft without faults still lacks before it may be published. `others` are the names of the measures beside which
    it will stand: two that are called the same cannot be told apart."""
    problems = []
    if not plan.not_shown.strip():
        fix = "Write what a reader might take it for, and must not. One sentence is enough."
        problems.append(_problem("not_shown", "It is not said what it does not show.", fix, "not_shown"))
    if folded(plan.label) in {folded(name) for name in others}:
        fix = "Give it a name by which it can be told apart."
        problems.append(_problem("label_taken", "Another measure has this name.", fix, "label"))
    return problems


def folded(label: str) -> str:
    """A name as it is compared: without case, accent or spaces that only look different."""
    apart = unicodedata.normalize("NFKD", label.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())
