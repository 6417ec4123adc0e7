"""What a commissioner asked about the figures of a return, and how far each question has come. Enter a scope first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count

from cairn.access.actors import Actor
from cairn.returns import finding, notes
from cairn.returns.models import FigureNote
from cairn.returns.notes import NoteView

Stands = Literal["unanswered", "answered", "settled"]


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its answers, the oldest first."""

    asked: NoteView
    answers: tuple[NoteView, ...]

    @property
    def stands(self) -> Stands:
        if self.asked.settled_at is not None:
            return "settled"
        return "answered" if self.answers else "unanswered"


def of(by: Actor, answer_uid: str) -> tuple[Question, ...]:
    """Every question about a return, the oldest first. Raises NotFound."""
    return together(note for said in notes.of(by, answer_uid).values() for note in said)


def together(said: Iterable[NoteView]) -> tuple[Question, ...]:
    """Questions, each with its answers."""
    rows = sorted(said, key=lambda note: note.made_at)
    return tuple(
        Question(asked, tuple(note for note in rows if note.to_uid == asked.uid))
        for asked in rows
        if asked.kind == "query"
    )


@dataclass(frozen=True, slots=True)
class Open:
    """How many questions of a return are not settled: without an answer yet, and with one."""

    unanswered: int = 0
    answered: int = 0

    @property
    def all(self) -> int:
        return self.unanswered + self.answered


def counts(by: Actor) -> dict[str, Open]:
    """Open questions of every return that the reader sees, by the return's uid; those without any are left out."""
    rows = FigureNote.objects.filter(kind="query", settled_at=None, answer__in=finding.visible_to(by))
    found: dict[str, Open] = {}
    for uid, answers in rows.annotate(said=Count("answers")).values_list("answer__uid", "said"):
        before = found.get(str(uid), Open())
        found[str(uid)] = Open(before.unanswered + (not answers), before.answered + bool(answers))
    return found


def counts_of(answer_ids: Iterable[int]) -> dict[int, Open]:
    """As `counts`, of these returns, by their inner ids."""
    rows = FigureNote.objects.filter(kind="query", settled_at=None, answer_id__in=list(answer_ids))
    found: dict[int, Open] = {}
    for answer, said in rows.annotate(said=Count("answers")).values_list("answer_id", "said"):
        before = found.get(answer, Open())
        found[answer] = Open(before.unanswered + (not said), before.answered + bool(said))
    return found
