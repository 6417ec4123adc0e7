"""What a version of a return says otherwise than the version before it, for both its sides. Enter a scope first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.returns import finding
from cairn.returns.models import Return, Submission, SubmissionRow
from cairn.returns.previews import TABLES

SAID = ("value", "n", "comment", "provenance", "override_reason")
"""What a figure says: where any of it differs, the figure was changed."""


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """`then` and `now` are None where a version has no such figure, or could not give it."""

    measure: str
    version: int
    label: str
    then: float | None
    now: float | None
    is_note_only: bool


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Of one table, how many rows are in this version only, in the one before only, and in both with other answers."""

    table: str
    new: int
    gone: int
    other: int


@dataclass(frozen=True, slots=True)
class Resent:
    """`before` and `number` are the two versions. `words`: an answer in words was changed."""

    before: int
    number: int
    figures: tuple[ChangedFigure, ...]
    rows: tuple[ChangedRows, ...]
    words: bool

    @property
    def is_same(self) -> bool:
        return not (self.figures or self.rows or self.words)


def of(by: Actor, return_uid: str) -> Resent | None:
    """The newest version beside the one before it; None where there is one at most. Raises NotFound."""
    answer = finding.find(by, return_uid)
    sent = _versions(answer)
    if len(sent) < 2:
        return None
    now, then = sent
    return Resent(
        then.number, now.number, tuple(_figures(then.figures, now.figures)), tuple(_rows(then, now)),
        _said(then.narrative) != _said(now.narrative),
    )  # fmt: skip


def _versions(answer: Return) -> Sequence[Submission]:
    return list(Submission.objects.filter(answer=answer).order_by("-number")[:2])


def _said(narrative: Sequence[Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    return [(one.get("question"), one.get("words")) for one in narrative]


def _figures(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Iterator[ChangedFigure]:
    """In the order of the newer version, then what is in it no more."""
    old = {(one["measure"], one["code"]): one for one in then}
    new = {(one["measure"], one["code"]): one for one in now}
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before is not None and after is not None and _of(before) == _of(after):
            continue
        one = after or before or {}
        then_, now_ = (each["value"] if each else None for each in (before, after))
        is_note = before is not None and after is not None and then_ == now_
        yield ChangedFigure(one["measure"], one["version"], one["label"] if one["code"] else "", then_, now_, is_note)


def _of(figure: Mapping[str, Any]) -> list[Any]:
    return [figure.get(name) for name in SAID]


def _rows(then: Submission, now: Submission) -> Iterator[ChangedRows]:
    """By their digests: what says the same has the same. A row that was emptied since names no record: where the two versions
    differed in it, it counts as one gone and one new."""
    old, new = _digests(then), _digests(now)
    for table in TABLES:
        mine = [{digest: fact for digest, (of, fact) in rows.items() if of == table} for rows in (old, new)]
        left, came = ({d: f for d, f in a.items() if d not in b} for a, b in (mine, mine[::-1]))
        other = len({fact for fact in left.values() if fact} & {fact for fact in came.values() if fact})
        if left or came:
            yield ChangedRows(table, len(came) - other, len(left) - other, other)


def _digests(sent: Submission) -> dict[str, tuple[str, str]]:
    """By digest its table and the record that it is of."""
    rows = SubmissionRow.objects.filter(submission=sent).values_list("digest", "table", "shared__fact")
    return {digest: (table, fact or "") for digest, table, fact in rows.iterator(2000)}
