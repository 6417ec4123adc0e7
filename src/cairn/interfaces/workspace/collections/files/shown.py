"""What the page of a file of forms shows: findings ranked and filtered, the words of its state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cairn.exchange.forms.files import SubmissionView
from cairn.exchange.forms.found import Group, listed
from cairn.exchange.tables import Cell

GRADES = {"file": "Stops the file", "error": "Keeps a form out", "soft": "Is that right?"}
TAGS = {"file": "govuk-tag--red", "error": "govuk-tag--red", "soft": "govuk-tag--yellow"}
STATES = {
    "received": "Waiting to be checked",
    "checking": "Being checked",
    "checked": "Waiting for you: look and agree",
    "wrong": "Cannot be taken",
    "taking": "Being taken",
    "taken": "Taken",
    "taken_back": "Taken back",
    "stopped": "Stopped half-way",
    "dropped": "Given up",
}
TITLES = {
    "received": "Your file is here",
    "checking": "Your file is being checked",
    "checked": "What was found in your file",
    "wrong": "This file cannot be taken",
    "taking": "Your forms are being taken",
    "taken": "Your forms are taken",
    "taken_back": "Taken back",
    "stopped": "It stopped half-way",
    "dropped": "This file was given up",
}
COLUMNS = ("Must be mended", "Sheet", "Row", "Column", "Cell", "Heading", "Rule", "What is wrong", "How to mend it")
PLACES = 60  # that are shown of one kind of finding


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind of finding on the page: its first cells, and how many more there are."""

    group: Group
    grade: str
    tag: str
    cells: tuple[str, ...]
    more: int


def shown(groups: Sequence[Group]) -> list[Shown]:
    return [
        Shown(
            one,
            GRADES[one.kind.grade],
            TAGS[one.kind.grade],
            _cells(one),
            max(0, one.count - PLACES) if one.rows else 0,
        )
        for one in groups
    ]


def _cells(group: Group) -> tuple[str, ...]:
    letter = group.kind.letter
    return tuple(f"{letter}{row}" if letter else f"row {row}" for row in group.rows[:PLACES])


def filters(seen: SubmissionView) -> list[tuple[str, str, int]]:
    """Grade, words, how many kinds: those that there are."""
    counted = [(grade, words, len(seen.of_grade(grade))) for grade, words in GRADES.items()]
    return [one for one in counted if one[2]]


def lines(seen: SubmissionView) -> Iterator[tuple[Cell, ...]]:
    """Every finding at its place, for a file."""
    for one in listed(seen.groups, seen.sheet):
        must = one["severity"] == "error"
        yield (
            must,
            one["sheet"],
            one["row"],
            one["column"],
            one["cell"],
            one["field"],
            one["rule"],
            one["message"],
            one["fix"],
        )


def percent(share: float) -> int:
    return int(100 * share)
