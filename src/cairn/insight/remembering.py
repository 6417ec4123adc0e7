"""What a mart has said already. A mart is files that never change once they are there, so that the same question put to the
same files has the same answer: a page that is opened again, a preview and the submission after it, and the earlier quarters
beside every new one need not ask twice. Only figures are kept, never rows."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from cairn.insight import asking
from cairn.insight.asking import Asked
from cairn.insight.mapped import Told
from cairn.insight.mart import sources
from cairn.insight.measures.shape import Question
from cairn.insight.results import FigureRow

MOST = 8_192  # answers of about a kilobyte


@dataclass(frozen=True, slots=True)
class Said:
    """The figures of one question, and what was left out of them."""

    rows: tuple[FigureRow, ...]
    left_out: Mapping[str, int]
    left_out_words: Mapping[str, str]
    told: tuple[Told, ...]


_kept: OrderedDict[Hashable, Said] = OrderedDict()
_lock = threading.Lock()


def said(asked: Asked, question: Question) -> Said:
    """The answer of a mart, asked for once."""
    mart = sources.name_of(asked.connection)
    if mart is None:
        return _ask(asked, question)
    key = (mart, asked.measure, question.shape, tuple(question.parameters.items()))
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    found = _ask(asked, question)
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def _ask(asked: Asked, question: Question) -> Said:
    rows = tuple(asking.figures(asked, question))
    counts, words = asking.left_out(asked, question)
    return Said(rows, counts, words, asking.told(asked, question))


def forget() -> None:
    """Let go of all answers: whoever measures how long an answer takes wants it found."""
    with _lock:
        _kept.clear()
