"""The two passages of a file: the check, which writes nothing but what it found, and the taking, which writes what is good."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from cairn.access.actors import Actor
from cairn.collection.taking import BATCH, NewForm
from cairn.exchange.forms.checking import Batch
from cairn.exchange.forms.context import Context
from cairn.exchange.forms.found import Findings, Kind, Unreadable
from cairn.exchange.forms.pipeline import Passage, Progress, source_of
from cairn.exchange.forms.rejects import Rejects
from cairn.kernel.problems import Problem


@dataclass(slots=True)
class Counts:
    """Of forms. `good`: nothing stands against them; `to_confirm`: soft rules alone do; `rejected`: an error does. Of the good,
    `same` were sent before as they are and `changed` otherwise; `repeated` stand in the file twice."""

    received: int = 0
    good: int = 0
    to_confirm: int = 0
    rejected: int = 0
    same: int = 0
    changed: int = 0
    repeated: int = 0

    def as_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}

    def add(self, batch: Batch) -> None:
        self.received += len(batch.numbers)
        for place in range(len(batch.numbers)):
            if place in batch.errors:
                self.rejected += 1
            elif place in batch.soft:
                self.to_confirm += 1
            else:
                self.good += 1
        sound = set(range(len(batch.numbers))) - batch.errors.keys()
        self.same += len(batch.same & sound)
        self.changed += len(batch.changed & sound)
        self.repeated += len(batch.repeated & sound)


@dataclass(slots=True)
class Looked:
    """What a check came to. `rejects` holds every row that is not simply good; None where there is none."""

    findings: Findings
    counts: Counts
    way: str = ""
    sheet: str = ""
    form: str = ""
    version: int = 0
    rejects: Rejects | None = None


def look(by: Actor, context: Context, file: BinaryIO, size: int, progress: Progress) -> Looked:
    """Check a whole file. It writes nothing."""
    findings = Findings()
    try:
        passage = Passage(by, context, source_of(file, size), progress, findings)
    except Unreadable as unreadable:
        for kind in unreadable.kinds:
            findings.add(kind)
        return Looked(findings, Counts())
    looked = Looked(findings, Counts(), passage.source.kind)
    for batch in passage.batches():
        looked.counts.add(batch)
        _reject(looked, passage, batch, frozenset())
    if passage.layout:
        looked.sheet, form = passage.sheet, passage.layout.offer.form
        looked.form, looked.version = form.id, form.version
    return looked


def _reject(looked: Any, passage: Passage, batch: Batch, confirmed: Collection[str]) -> None:
    for place, number in enumerate(batch.numbers):
        if kinds := against(batch, place, confirmed):
            if looked.rejects is None:
                assert passage.layout, "rows are read under their headings"
                looked.rejects = Rejects(passage.layout.headings)
            looked.rejects.add(number, batch.raw[place], kinds)


@dataclass(slots=True)
class Chunk:
    """Some good forms on their way, each with its row, and how many rows were left out on the way to them."""

    forms: list[NewForm] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass(slots=True)
class Taking:
    """The second passage: good rows in chunks of one deed each, the others gathered with their reasons."""

    passage: Passage
    confirmed: frozenset[str]
    rejects: Rejects | None = None
    repeated: int = 0
    left_out: int = 0

    def chunks(self) -> Iterator[Chunk]:
        chunk = Chunk()
        for batch in self.passage.batches():
            _reject(self, self.passage, batch, self.confirmed)
            good = [place for place in range(len(batch.numbers)) if not against(batch, place, self.confirmed)]
            self.left_out += len(batch.numbers) - len(good)
            once = [place for place in good if place not in batch.repeated]
            self.repeated += len(good) - len(once)
            assert self.passage.weigher, "rows were weighed"
            for place, form in zip(once, self.passage.weigher.forms(batch, once), strict=True):
                chunk.forms.append(form)
                chunk.rows.append((batch.numbers[place], batch.raw[place]))
                if len(chunk.forms) == BATCH:
                    yield chunk
                    chunk = Chunk()
        if chunk.forms:
            yield chunk

    def refused(self, chunk: Chunk, problems: Collection[Problem]) -> None:
        """Forms that could not be written after all: somebody sent one under the number meanwhile, or the year has closed."""
        for problem in problems:
            assert self.passage.layout and problem.row is not None
            self.rejects = self.rejects or Rejects(self.passage.layout.headings)
            number, raw = chunk.rows[problem.row]
            self.rejects.add(number, raw, [Kind("error", problem.rule, problem.message, problem.fix)])
            self.left_out += 1


def against(batch: Batch, place: int, confirmed: Collection[str]) -> list[Kind]:
    """What stands against a row: errors, and soft rules that nobody has said are right."""
    soft = [kind for kind in batch.soft.get(place, ()) if kind.key not in confirmed]
    return [*batch.errors.get(place, ()), *soft]
