"""What an outcome of a value bank must say before it is taken in, and what of it may stand on a proposal. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cairn.contracts.rules_proposals import DROP, Key, NewLine
from cairn.kernel.problems import Problem

MOST_OUTCOMES = 2_000
MOST_POUNDS = Decimal("9999999999.99")
#: What is copied onto a line of a proposal, with its word. The value in pounds is not among them: licences forbid it.
FACTS = {
    "bank": "Value bank", "bank_version": "Edition", "code": "Code", "topic": "Topic", "label": "Outcome",
    "survey_item": "Survey item", "evidence": "Evidence", "licence": "Licence",
}  # fmt: skip
#: In place of an outcome: the measure stays, and shows none any longer.
NO_LONGER = "none"
NEEDED = ("bank", "code", "topic", "label", "licence")
LONGEST = {
    "bank": 120, "bank_version": 40, "code": 60, "topic": 120, "label": 300, "survey_item": 2_000, "evidence": 2_000,
    "licence": 300,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """One line of a bank's sheet; `row` is where it stands in the file."""

    bank: str
    code: str
    topic: str
    label: str
    licence: str
    bank_version: str = ""
    survey_item: str = ""
    evidence: str = ""
    value_pounds: Decimal | None = None
    row: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        return self.bank, self.bank_version, self.code


def outcome_problems(outcomes: Sequence[NewOutcome]) -> list[Problem]:
    """Everything that is wrong with the outcomes of a file, each with its row."""
    if not outcomes:
        return [_problem("none", "The file holds no outcome.", "Put one outcome on each row under the headings.")]
    if len(outcomes) > MOST_OUTCOMES:
        said = f"The file holds {len(outcomes):,} outcomes; at most {MOST_OUTCOMES:,} can be loaded at once."
        return [_problem("many", said, "Divide it by edition, or leave out what you do not use.")]
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    for one in outcomes:
        problems += _one(one)
        if one.key in seen:
            said = f"Row {one.row}: the code stands on row {seen[one.key]} already, for the same bank and edition."
            problems.append(_problem("twice", said, "Keep one of the two."))
        seen.setdefault(one.key, one.row)
    return problems


def _one(one: NewOutcome) -> list[Problem]:
    problems = [
        _problem("missing", f"Row {one.row}, {FACTS[name]}: nothing stands there.", "Write it in, or take the row out.")
        for name in NEEDED
        if not getattr(one, name)
    ]
    for name, most in LONGEST.items():
        if len(getattr(one, name)) > most:
            said = f"Row {one.row}, {FACTS[name]}: longer than {most:,} characters."
            problems.append(_problem("long", said, "Shorten it."))
    pounds = one.value_pounds
    if pounds is not None and (not pounds.is_finite() or not -MOST_POUNDS <= pounds <= MOST_POUNDS):
        said = f"Row {one.row}, Value in pounds: that cannot be a value."
        problems.append(_problem("pounds", said, "Write a number of pounds, or leave it blank."))
    return problems


def gone(lines: Sequence[NewLine], known: Mapping[str, object], shown: Collection[Key] = ()) -> list[Problem]:
    """Lines that name an outcome which neither side can show any longer, or take one away where none is `shown`."""
    return [
        Problem(f"value_outcome.{rule}", message, fix, field="value_outcome_uid", row=row)
        for row, line in enumerate(lines)
        if line.doing != DROP and line.value_outcome_uid
        for rule, message, fix in _gone(line, known, shown)
    ]


def _gone(line: NewLine, known: Mapping[str, object], shown: Collection[Key]) -> Iterator[tuple[str, str, str]]:
    if line.value_outcome_uid == NO_LONGER:
        if line.key not in shown:
            yield "none", "This measure shows no outcome of a value bank.", "Leave it as it is."
    elif line.value_outcome_uid not in known:
        yield "gone", "That outcome is not loaded.", "Choose another outcome, or none."


def _problem(rule: str, message: str, fix: str) -> Problem:
    return Problem(f"value_bank.{rule}", message, fix, field="file")
