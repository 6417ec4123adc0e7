"""What a case of the corpus is, and how one is added."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cairn.exchange.returned.corpus import draft as drafts
from cairn.exchange.returned.corpus.draft import Draft

ENDINGS = {"workbook": "xlsx", "package": "zip", "json": "json"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A problem that must be found."""

    rule: str
    sheet: str = ""
    cell: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the corpus. Of a good one nothing is wanted. `found`: how many problems there are, where it matters that one slip
    is told once; None where it does not."""

    name: str
    way: str
    what: str
    make: Callable[[], bytes]
    wanted: tuple[Wanted, ...]
    found: int | None = None

    @property
    def filename(self) -> str:
        return f"{self.name}.{ENDINGS[self.way]}"


CASES: list[Made] = []
WRITERS: dict[str, Callable[[Draft], bytes]] = {
    "workbook": drafts.workbook,
    "package": drafts.package,
    "json": drafts.body,
}


def spoilt(
    way: str, name: str, what: str, *wanted: Wanted, found: int | None = None
) -> Callable[[Callable[[Draft], Any]], None]:
    """A case that spoils a good file: the function changes the draft, or answers the bytes."""

    def keep(change: Callable[[Draft], Any]) -> None:
        def make() -> bytes:
            draft = drafts.good()
            made = change(draft)
            return made if isinstance(made, bytes) else WRITERS[way](draft)

        CASES.append(Made(f"{way}-{name}", way, what, make, wanted, found))

    return keep
