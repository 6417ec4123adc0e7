"""The optional questions about a person: which there are, what each is kept as, and what an answer may say. Pure.

A question is asked only where a service has switched it on and says why (`services.actions.asking`). Three of them are
kept where that fact already lived, so that no fact is asked or kept twice: employment and immigration status as dated
statuses, the interpreter with how to speak with a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cairn.definitions import registry
from cairn.definitions.shapes.codes import Code
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

Kept = Literal["answer", "status", "communication"]
LONGEST_WORDS = 200
NO_ANSWER = "not_asked"


@dataclass(frozen=True, slots=True)
class Question:
    """One optional question. `id` is the id of its code list too; `ask` is what a person is asked. `several`: more than
    one code may be given. `is_restricted`: only who holds the permission for restricted records may read the answer
    another gave. `youngest` is the age from which it is asked."""

    id: str
    ask: str
    kept: Kept = "answer"
    several: bool = False
    is_restricted: bool = False
    youngest: int = 0

    @property
    def label(self) -> str:
        return registry.get("codes", "optional_question").label_of(self.id)

    @property
    def entries(self) -> tuple[Code, ...]:
        """What may be answered, missing answers last; `not_asked` is among them and means: no answer."""
        return registry.get("codes", self.id).entries

    def is_missing(self, codes: Sequence[str]) -> bool:
        """Whether these codes say why there is no answer (or nothing at all)."""
        return all(entry.missing for entry in self.entries if entry.code in codes)


QUESTIONS: tuple[Question, ...] = (
    Question("sexual_orientation", "Which of these describes your sexual orientation best?", youngest=16),
    Question("religion", "What is your religion?"),
    Question("impairment", "Do any of your conditions or illnesses affect you in these areas?", several=True),
    Question("employment", "What do you mainly do at present?", kept="status"),
    Question("nationality", "What is your nationality?", several=True),
    Question("immigration", "What is your immigration status?", kept="status", is_restricted=True),
    Question("interpreter", "Do you need an interpreter?", kept="communication"),
)
BY_ID = {question.id: question for question in QUESTIONS}


def settle(question: Question, codes: Sequence[str]) -> tuple[str, ...]:
    """Each code once, in the order of the list; no code at all is no answer."""
    listed = [entry.code for entry in question.entries if entry.code in codes]
    odd = [code for code in dict.fromkeys(codes) if code not in listed]
    return (*listed, *odd) or (NO_ANSWER,)


def problems_of(
    question: Question, codes: Sequence[str], words: str, answered_by: str, row: int | None = None
) -> list[Problem]:
    """Everything that is wrong with a settled answer by itself. Its field is the question's id."""
    found = [*_code_problems(question, codes, row), *too_long(words, LONGEST_WORDS, f"{question.id}_words", row)]
    if words.strip() and (question.kept != "answer" or "other" not in codes):
        fix = "Choose the answer that stands for something else, or clear the words."
        field = f"{question.id}_words"
        found.append(Problem("optional.words", "These words belong to no answer.", fix, field=field, row=row))
    if answered_by not in registry.get("codes", "judged_by").codes:
        fix = "Say whether the person answered, the worker, or both together."
        found.append(Problem("optional.by", "It is not said who answered.", fix, field="answered_by", row=row))
    return found


def _code_problems(question: Question, codes: Sequence[str], row: int | None) -> list[Problem]:
    missing = {entry.code for entry in question.entries if entry.missing}
    if set(codes) - {entry.code for entry in question.entries}:
        fix = "Choose from the list, or prefer not to say."
        return [Problem("optional.code", "This answer is not on the list.", fix, field=question.id, row=row)]
    if len(codes) > 1 and not question.several:
        return [Problem("optional.one", "Only one answer fits here.", "Keep one.", field=question.id, row=row)]
    alone = missing | {"none_of_these"}
    if len(codes) > 1 and alone & set(codes):
        fix = "Keep the answers, or the one that says that there is none."
        return [Problem("optional.both", "An answer and none do not go together.", fix, field=question.id, row=row)]
    return []


def day_problems(
    question: Question, day: date, today: date, birth_date: date | None, age: int | None, row: int | None = None
) -> list[Problem]:
    """Whether this person could answer it on that day: not in the future, not before birth, not too young.

    `age` is the person's on that day, where it is known."""
    if found := slip(day, "answered_date", row):
        return found
    if day > today:
        fix = "Use the day on which it was answered."
        return [Problem("date.future", "This date is in the future.", fix, field="answered_date", row=row)]
    if birth_date is not None and day < birth_date:
        fix = "Use a later day, or put the date of birth right."
        return [Problem("date.birth", "This is before they were born.", fix, field="answered_date", row=row)]
    if age is not None and age < question.youngest:
        message, fix = f"This is asked from the age of {question.youngest} only.", "Leave it out."
        return [Problem("optional.young", message, fix, field=question.id, row=row)]
    return []
