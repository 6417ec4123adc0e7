"""Answers to one instrument → its score, with what the score is called and who says so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import Item, Scale
from cairn.kernel.problems import Problem, refuse_if
from cairn.questionnaire.conditions import MISSING

Answer = int | str | None
"""A whole number; or None, `-`, blank or a code for a missing answer."""
Answers = Sequence[Answer] | Mapping[str, Answer]
"""One answer an item in the items' order, or by item id (items left out are missing)."""

BLANK = MISSING | {"", "-"}


@dataclass(frozen=True, slots=True)
class Banding:
    """What one published set of bands calls a score. `of` is `total`, `metric` or an item's id."""

    set: str
    of: str
    band: str
    source: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Scored:
    """One score. `total` is the sum of the answers, `metric` the converted score where the scale has one.

    `subscales` holds items that are reported by themselves. Without a score, `reason` says why.
    """

    scale: str
    version: int
    total: int | None
    metric: float | None
    subscales: Mapping[str, int]
    bands: tuple[Banding, ...]
    flags: tuple[str, ...]
    missing: int
    reason: str | None


def score(scale: Scale, answers: Answers) -> Scored:
    """Score one set of answers. Raises Refused with every problem at once; missing answers are no problem."""
    given = _by_item(scale, answers)
    values = {id: value for id, value in given.items() if isinstance(value, int)}
    missing = len(scale.items) - len(values)
    total = sum(values.values()) if missing == 0 and scale.rule != "each" else None
    metric = dict(scale.convert)[total] if scale.convert and total is not None else None
    subscales = values if scale.rule == "each" else {}
    return Scored(
        scale=scale.id,
        version=scale.version,
        total=total,
        metric=metric,
        subscales=subscales,
        bands=tuple(_bands(scale, {"total": total, "metric": metric, **subscales})),
        flags=tuple(flag.words for flag in scale.flags if values.get(flag.item, flag.at_least - 1) >= flag.at_least),
        missing=missing,
        reason=_reason(scale, len(values), total),
    )


def headline(scale: Scale, scored: Scored) -> float | None:
    """The one score to store, average and compare: metric where there is one, else total; None without a score."""
    return scored.metric if scale.headline == "metric" else scored.total


def as_json(scored: Scored) -> dict[str, Any]:
    """The shape of `cairn score --json`. A band of an item names the item in its set."""
    bands = [
        {"set": _set_name(band), "band": band.band, "source": band.source, "sure": band.sure} for band in scored.bands
    ]
    return {
        "scale": scored.scale,
        "version": scored.version,
        "total": scored.total,
        "metric": scored.metric,
        "subscales": dict(scored.subscales),
        "bands": bands,
        "flags": list(scored.flags),
        "missing": scored.missing,
        "reason": scored.reason,
    }


def _set_name(band: Banding) -> str:
    return band.set if band.of in ("total", "metric") else f"{band.set}:{band.of}"


def _by_item(scale: Scale, answers: Answers) -> dict[str, Answer]:
    """Answers by item id, blanks as None. Raises Refused."""
    ids = [item.id for item in scale.items]
    if isinstance(answers, Mapping):
        refuse_if(_strangers(scale, answers))
        given = {id: answers.get(id) for id in ids}
    else:
        refuse_if(_miscount(scale, len(answers)))
        given = dict(zip(ids, answers, strict=True))
    given = {id: None if value in BLANK else value for id, value in given.items()}
    refuse_if(problem for item in scale.items for problem in _faults(scale, item, given[item.id]))
    return given


def _strangers(scale: Scale, answers: Mapping[str, Answer]) -> Iterator[Problem]:
    ids = [item.id for item in scale.items]
    for id in answers:
        if id not in ids:
            fix = f"The items are {', '.join(ids)}."
            yield Problem("unknown_item", f"{scale.short_label} has no item `{id}`.", fix, field=str(id))


def _miscount(scale: Scale, count: int) -> Iterator[Problem]:
    wanted = len(scale.items)
    if count != wanted:
        words = f"{scale.short_label} has {wanted} items; this has {count} answers."
        yield Problem("answer_count", words, f"Give {wanted} answers in order, `-` for one left blank.")


def _faults(scale: Scale, item: Item, value: Answer) -> Iterator[Problem]:
    name = f"Item {item.number} ({item.topic})"
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool):
        yield Problem("not_whole", f"{name} is not a whole number.", _range(scale), field=item.id)
    elif not scale.low <= value <= scale.high:
        yield Problem("out_of_range", f"{name} is out of range {scale.low}-{scale.high}.", _range(scale), field=item.id)


def _range(scale: Scale) -> str:
    return f"Give a whole number from {scale.low} to {scale.high}, or `-` if it was left blank."


def _bands(scale: Scale, values: Mapping[str, float | None]) -> Iterator[Banding]:
    for named in scale.bands:
        value = values.get(named.of)
        for band in named.bands:
            if value is not None and band.low <= value <= band.high:
                yield Banding(named.id, named.of, band.name, named.source, named.sure)


def _reason(scale: Scale, answered: int, total: int | None) -> str | None:
    """Why there is no score; None where there is one."""
    if total is not None or (scale.rule == "each" and answered):
        return None
    return f"{answered} of {len(scale.items)} items answered. {scale.missing.words}"
