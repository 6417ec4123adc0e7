"""What is wrong, where, and how to mend it: one shape for screen, import, API and command line."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Generic, Literal, TypeVar

Severity = Literal["error", "warning"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `message` says what is wrong, `fix` how to mend it; neither ever carries a personal value.

    `row` is the item's place in the list given to an action, from 0; `cell` a spreadsheet address.
    """

    rule: str
    message: str
    fix: str = ""
    severity: Severity = "error"
    field: str = ""
    row: int | None = None
    cell: str = ""

    @property
    def words(self) -> str:
        """What is wrong and how to mend it, as it is read where there is one line for both."""
        return f"{self.message} {self.fix}".rstrip()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Refused(Exception):
    """A deed that was not done, with every reason at once. Nothing has been written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.rule}: {p.message}" for p in self.problems))

    @property
    def words(self) -> str:
        """All of it in one line."""
        return " ".join(problem.words for problem in self.problems)


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise `Refused` when any problem is an error; warnings pass."""
    found = tuple(problems)
    if any(problem.severity == "error" for problem in found):
        raise Refused(found)


def too_long(text: str, most: int, field: str, row: int | None = None) -> list[Problem]:
    """The problem of a text of more than `most` characters; none for a shorter one."""
    if len(text) <= most:
        return []
    return [Problem("text.long", f"This has {len(text):,} characters.", f"Use at most {most:,}.", field=field, row=row)]


LEAST_LETTERS = 3
"""So many letters a reason has at least: our own judgement. Nobody can be made to say much; a lone letter says nothing."""


def too_short(reason: str, field: str, row: int | None = None) -> list[Problem]:
    """The problem of a reason that is given and says nothing; none for a blank one, which whoever asks calls missing."""
    if not reason.strip() or sum(sign.isalpha() for sign in reason) >= LEAST_LETTERS:
        return []
    fix = "Write why in a few words: it is kept, and others read it."
    return [Problem("reason.short", "This says too little to be a reason.", fix, field=field, row=row)]


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a deed made, one item for each that was given, with its warnings; `event_uid` is what an undo takes back."""

    items: tuple[T, ...]
    problems: tuple[Problem, ...] = ()
    event_uid: str = ""

    @property
    def one(self) -> T:
        """The only item, for a screen that passed one."""
        (item,) = self.items
        return item
