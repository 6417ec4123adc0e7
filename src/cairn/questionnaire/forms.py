"""Pages, questions and routing: what is asked, of whom, and what makes an answer valid."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cairn.kernel.problems import Problem
from cairn.questionnaire.conditions import (
    ALWAYS,
    All,
    Answered,
    Any,
    AtLeast,
    AtMost,
    Condition,
    In,
    Kind,
    Not,
    OfKind,
    Row,
    Value,
    Whole,
    evaluate,
)
from cairn.questionnaire.rules import Rule, check_row


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is stored, and what is read."""

    code: str | int
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `low` and `high` are inclusive, for numbers and dates. `needed` warns when blank, and never blocks."""

    id: str
    label: str
    kind: Literal["choice", "number", "date", "text"]
    hint: str = ""
    options: tuple[Option, ...] = ()
    low: int | float | date | None = None
    high: int | float | date | None = None
    whole: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Questions seen together. Shown where its condition holds for the answers so far."""

    id: str
    title: str
    questions: tuple[Question, ...]
    shown: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Pages in order, and rules that look at more than one answer."""

    id: str
    title: str
    pages: tuple[Page, ...]
    rules: tuple[Rule, ...] = ()

    def question(self, id: str) -> Question:
        """The question of this id. Raises KeyError when there is none."""
        found = {question.id: question for page in self.pages for question in page.questions}
        return found[id]


def shown_pages(questionnaire: Questionnaire, answers: Row) -> tuple[Page, ...]:
    """The pages that these answers lead to."""
    return tuple(page for page in questionnaire.pages if evaluate(page.shown, answers))


def next_page(questionnaire: Questionnaire, answers: Row, after: str) -> Page | None:
    """The page that follows, or None at the end. Raises ValueError when no page is called `after`."""
    place = [page.id for page in questionnaire.pages].index(after)
    later = {page.id for page in questionnaire.pages[place + 1 :]}
    return next((page for page in shown_pages(questionnaire, answers) if page.id in later), None)


def shown_answers(questionnaire: Questionnaire, answers: Row) -> dict[str, Value]:
    """The answers that count: those to questions on pages that are shown."""
    asked = {question.id for page in shown_pages(questionnaire, answers) for question in page.questions}
    return {id: value for id, value in answers.items() if id in asked}


def check(questionnaire: Questionnaire, answers: Row, row: int | None = None) -> list[Problem]:
    """Every problem of one set of answers, at once. Errors are about validity; absence only warns."""
    return check_row(rules_of(questionnaire), answers, row)


def rules_of(questionnaire: Questionnaire) -> tuple[Rule, ...]:
    """Every rule of every question, each only where its page is shown; then the questionnaire's own."""
    own = [
        replace(rule, must=Any((Not(page.shown), rule.must))) if page.shown != ALWAYS else rule
        for page in questionnaire.pages
        for question in page.questions
        for rule in question_rules(question)
    ]
    return (*own, *questionnaire.rules)


def question_rules(question: Question) -> tuple[Rule, ...]:
    """What makes one answer valid, judged only where there is one."""
    rules = _choice_rules(question) if question.kind == "choice" else _kind_rules(question, question.kind)
    valid = tuple(replace(rule, must=Any((Answered(question.id, False), rule.must))) for rule in rules)
    if not question.needed:
        return valid
    ask = Rule("missing", question.id, Answered(question.id), "No answer yet.", "Answer, or say why not.", "warning")
    return (ask, *valid)


def _choice_rules(question: Question) -> tuple[Rule, ...]:
    listed = In(question.id, tuple(option.code for option in question.options))
    return (Rule("choice", question.id, listed, "Not one of the choices.", "Choose one of those listed."),)


def _kind_rules(question: Question, kind: Kind) -> tuple[Rule, ...]:
    """The kind first; bounds are judged only on a value of the right kind, so that one slip gives one problem."""
    right = OfKind(question.id, kind)
    rules = [Rule("kind", question.id, right, _NOT_A[kind], _GIVE_A[kind])]
    rules += [replace(rule, must=Any((Not(right), rule.must))) for rule in _bounds(question)]
    return tuple(rules)


def _bounds(question: Question) -> list[Rule]:
    rules = []
    limits: list[Condition] = []
    if question.low is not None:
        limits.append(AtLeast(question.id, question.low))
    if question.high is not None:
        limits.append(AtMost(question.id, question.high))
    if limits:
        rules.append(Rule("range", question.id, All(tuple(limits)), "Out of range.", _range_words(question)))
    if question.whole:
        rules.append(Rule("whole", question.id, Whole(question.id), "Not a whole number.", "Give a whole number."))
    return rules


def _range_words(question: Question) -> str:
    if question.high is None:
        return f"Give {question.low} or more."
    return f"Give {question.high} or less." if question.low is None else f"Give {question.low} to {question.high}."


_NOT_A = {"number": "Not a number.", "date": "Not a date.", "text": "Not text."}
_GIVE_A = {"number": "Use figures, such as 3.", "date": "Give day, month and year.", "text": "Give words."}
