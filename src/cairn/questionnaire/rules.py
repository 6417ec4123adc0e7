"""A rule is a condition that must hold, with words for when it does not. `columns.check_table` reads the same rules."""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn.kernel.problems import Problem, Severity
from cairn.questionnaire.conditions import Condition, Row, evaluate


@dataclass(frozen=True, slots=True)
class Rule:
    """`must` is what has to hold. An error blocks; a warning (an absent answer) is only shown."""

    id: str
    field: str
    must: Condition
    message: str
    fix: str
    severity: Severity = "error"

    def problem(self, row: int | None = None) -> Problem:
        return Problem(self.id, self.message, self.fix, self.severity, self.field, row)


def check_row(rules: Iterable[Rule], row: Row, number: int | None = None) -> list[Problem]:
    """Every rule that this row breaks, in the order of the rules."""
    return [rule.problem(number) for rule in rules if not evaluate(rule.must, row)]
