"""What both sides wrote beside the figures of a return. Enter a scope first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from cairn.access.actors import Actor
from cairn.access.queries import names_of
from cairn.returns import finding
from cairn.returns.models import FigureNote, Return
from cairn.returns.rules import Side

Kind = Literal["comment", "query", "answer"]


@dataclass(frozen=True, slots=True)
class NoteView:
    """`who` is a person's name to the writer's own side, and the organisation's to the other. `is_sent`: the other side may
    read it; a comment becomes so when the return is submitted. `to_uid` is the query that an answer answers, or ""."""

    uid: str
    kind: Kind
    key: str
    words: str
    side: Side
    who: str
    made_at: datetime
    settled_at: datetime | None
    to_uid: str
    is_sent: bool


def there(row: FigureNote) -> FigureNote | None:
    """The same words of the same person about the same thing, not settled: a form that was sent twice. Within a deed that
    holds the return."""
    same = {"answer": row.answer, "measure": row.measure, "code": row.code, "kind": row.kind, "to": row.to}
    return FigureNote.objects.filter(**same, words=row.words, made_by_uid=row.made_by_uid, settled_at=None).first()


def of(by: Actor, answer_uid: str) -> dict[str, list[NoteView]]:
    """By the key of the figure (`FigureView.key`), the oldest first. Raises NotFound."""
    return beside(by, finding.find(by, answer_uid))


def beside(by: Actor, answer: Return) -> dict[str, list[NoteView]]:
    """As `of`, where the return was found already. Two queries, or three."""
    side = finding.side_of(answer, by)
    rows = list(FigureNote.objects.filter(answer=answer).select_related("to").order_by("made_at", "pk"))
    last = finding.last_submission(answer) if rows else None
    names = names_of({row.made_by_uid for row in rows if row.side == side})
    contract = answer.round.contract
    organisations = {"provider": contract.provider.name, "commissioner": contract.commissioner.name}
    found: dict[str, list[NoteView]] = {}
    for row in rows:
        is_sent = row.kind != "comment" or bool(last and row.made_at <= last.submitted_at)
        if row.side == side or is_sent:
            who = (names.get(row.made_by_uid, "") if row.side == side else "") or organisations[row.side]
            view = _view(row, who, is_sent)
            found.setdefault(view.key, []).append(view)
    return found


def _view(row: FigureNote, who: str, is_sent: bool) -> NoteView:
    return NoteView(
        uid=str(row.uid),
        kind=cast(Kind, row.kind),
        key=f"{row.measure}:{row.code}" if row.code else row.measure,
        words=row.words,
        side=cast(Side, row.side),
        who=who,
        made_at=row.made_at,
        settled_at=row.settled_at,
        to_uid=str(row.to.uid) if row.to else "",
        is_sent=is_sent,
    )
