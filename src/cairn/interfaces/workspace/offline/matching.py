"""Who was meant: what somebody typed with no connection, held against the people whom they support."""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.cases import queries as cases
from cairn.cases.queries import CaseRow
from cairn.people.queries import fold

OFFERED = 6
OWN = 300
LETTERS = 4


@dataclass(frozen=True, slots=True)
class Match:
    """Those who may be meant, the likeliest first; `certain` where exactly one is called just what was typed."""

    rows: tuple[CaseRow, ...]
    certain: str = ""


class Matcher:
    """Reads the writer's own people once a service, and everybody's only where none of theirs fits."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self._own: dict[str, tuple[CaseRow, ...]] = {}

    def match(self, service_uid: str, text: str) -> Match:
        wanted = fold(text).strip()
        if not wanted:
            return Match(())
        own = [row for row in self._mine(service_uid) if _fits(row, wanted)]
        rows = own or self._anybody(service_uid, text)
        exact = [row for row in rows if wanted in (fold(row.name), fold(row.reference))]
        certain = exact[0].episode_uid if len(exact) == 1 else ""
        rest = [row for row in rows if row not in exact]
        return Match((*exact, *rest)[:OFFERED], certain)

    def _mine(self, service_uid: str) -> tuple[CaseRow, ...]:
        if service_uid not in self._own:
            found = cases.caseload(self.by, service_uid=service_uid, worker_uid=self.by.uid, per_page=OWN)
            self._own[service_uid] = tuple(found.rows)
        return self._own[service_uid]

    def _anybody(self, service_uid: str, text: str) -> list[CaseRow]:
        return list(cases.caseload(self.by, service_uid=service_uid, text=text, per_page=OFFERED).rows)


def _fits(row: CaseRow, wanted: str) -> bool:
    """Every word is part of the name or the reference; or the letters are the initials."""
    there = f"{fold(row.name)} {fold(row.reference)}"
    letters = "".join(each for each in wanted if each.isalpha())
    initials = "".join(word[0] for word in fold(row.name).split())
    return all(word in there for word in wanted.split()) or (1 < len(letters) <= LETTERS and letters == initials)


def lines(text: str) -> list[str]:
    """Names typed one on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def options(rows: Iterable[CaseRow]) -> list[tuple[str, str]]:
    """Episodes to choose from, each with what tells two people of one name apart."""
    return [(row.episode_uid, f"{row.name or row.reference} ({row.reference})") for row in rows]
