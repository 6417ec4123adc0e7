"""One table with every margin, protected by itself: what crosses a wall, whichever mart it is read from."""

from collections.abc import Collection
from dataclasses import replace
from itertools import product
from typing import Any

from cairn.insight import asking
from cairn.insight.asking import Asked
from cairn.insight.disclosure import Audience, Key
from cairn.insight.measures.shape import Question
from cairn.insight.protecting import Behind, Dimensions, Safe, protect
from cairn.insight.results import TOTAL, FigureRow


def protected(asked: Asked, question: Question, audience: Audience, also: Collection[Key] = ()) -> Safe:
    """Every cell and margin of a question as an audience may see them; `also` are hidden besides. Where nothing was counted
    there is no cell."""
    found = {key: row for kept in _margins(question) for key, row in _groups(asked, question, kept)}
    figures = {key: asking.figure_of(asked.measure, key, row) for key, row in found.items()}
    dimensions = _dimensions(question, figures)
    if not all(codes for _, codes in dimensions):
        return Safe({}, 0, "")
    behind = _behind(asked, question, found) if asked.names_people else None
    return protect(asked.measure.kind, dimensions, figures, behind, audience, also)


def _margins(question: Question) -> list[tuple[bool, ...]]:
    """Which dimensions are kept, for every cell and every margin."""
    return list(product((True, False), repeat=len(question.group_by)))


def _groups(asked: Asked, question: Question, kept: tuple[bool, ...]) -> list[tuple[Key, tuple[Any, ...]]]:
    dims = tuple(name for name, keep in zip(question.group_by, kept, strict=True) if keep)
    groups = asked.groups(replace(question, group_by=dims))
    return [(_spread(codes, kept), found) for codes, found in groups]


def _spread(codes: tuple[str, ...], kept: tuple[bool, ...]) -> Key:
    left = iter(codes)
    return tuple(next(left) if keep else TOTAL for keep in kept)


def _dimensions(question: Question, figures: dict[Key, FigureRow]) -> Dimensions:
    found = [sorted({key[at] for key in figures} - {TOTAL}) for at in range(len(question.group_by))]
    return tuple((name, tuple(codes)) for name, codes in zip(question.group_by, found, strict=True))


def _behind(asked: Asked, question: Question, found: dict[Key, tuple[Any, ...]]) -> Behind:
    each = {key: int(row[-1] or 0) for key, row in found.items()}
    return Behind(asked.people(question), each)
