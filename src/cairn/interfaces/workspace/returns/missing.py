"""What a return lacks, as things to do: each leads to the people whose record it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from cairn.definitions import registry
from cairn.presentation import dimensions
from cairn.questionnaire.conditions import MISSING
from cairn.returns import labels
from cairn.returns.views import FigureView, ReturnView

#: What nobody can put right by asking: it was asked, or has no answer.
_FINAL = frozenset({"refused", "withheld", "not_applicable"})


@dataclass(frozen=True, slots=True)
class Missing:
    """So many records that count nowhere, or under no known answer. `asks` leads to them, below the figure's rows; `scale`
    is the one whose readings are due, or ""."""

    measure: str
    figure: str
    words: str
    count: int
    asks: str
    scale: str = ""


def missing(found: ReturnView) -> list[Missing]:
    return [one for figure in found.figures for one in (_unknown(figure) if figure.code else _left_out(figure))]


def _left_out(figure: FigureView) -> Iterator[Missing]:
    definition = registry.get("measure", figure.measure, figure.version)
    for key, count in figure.left_out_ids.items():
        if count:
            words, asks = labels.left_out(definition, key), urlencode({"why": key})
            yield Missing(figure.measure, figure.measure_label, words, count, asks, definition.scale or "")


def _unknown(figure: FigureView) -> Iterator[Missing]:
    """A part for those whose answer is not there, where asking may still bring one."""
    dimension, _, code = figure.code.partition("=")
    if code in MISSING - _FINAL and figure.derived:
        words = f"{dimensions.label(dimension)}: {figure.label.lower()}"
        asks = urlencode({"code": figure.code})
        yield Missing(figure.measure, figure.measure_label, words, int(figure.derived), asks)
