"""An episode's assessments as readings over time, each scale by itself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cairn.cases import rules
from cairn.cases.queries.views import ReadingView, ScaleView
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.scales.scoring import score
from cairn.scales.scoring.comparable import set_aside

Key = tuple[str, int, str]
"""Scale, version and rater: readings that may be held against each other."""


def scales_of(start_date: dt.date, baseline_days: int, assessments: Sequence[Any]) -> tuple[ScaleView, ...]:
    """One view for each scale, version of it and rater; `assessments` oldest first."""
    groups: dict[Key, list[Any]] = {}
    for row in assessments:
        groups.setdefault((row.scale, row.scale_version, row.rater), []).append(row)
    return tuple(_scale(key, rows, start_date, baseline_days) for key, rows in sorted(groups.items()))


def _scale(key: Key, rows: Sequence[Any], start_date: dt.date, baseline_days: int) -> ScaleView:
    scale = registry.get("scale", key[0], key[1])
    views = tuple(_reading(scale, row) for row in rows)
    scored = [rules.Reading(view.uid, view.assessed_date, view.value) for view in views if view.value is not None]
    first = rules.baseline(start_date, baseline_days, scored)
    aside = {view.uid: set_aside(view.answers) for view in views}
    alike = [one for one in scored if first and aside[one.uid] == aside[first.uid]]
    pairs = rules.pairs(start_date, baseline_days, alike)
    return ScaleView(
        scale=scale.id,
        label=scale.label,
        version=scale.version,
        rater=key[2],
        readings=views,
        baseline=first.uid if first else None,
        change=pairs[-1].second.value - pairs[-1].first.value if pairs else None,
    )


def band_of(scale: Scale, answers: Sequence[Any]) -> str:
    """What the headline score of these answers is called; "" where it has no name."""
    return next((band.band for band in score(scale, answers).bands if band.of == scale.headline), "")


def _reading(scale: Scale, row: Any) -> ReadingView:
    return ReadingView(
        uid=str(row.uid),
        assessed_date=row.assessed_date,
        stage=row.stage,
        rater=row.rater,
        answers=tuple(row.answers),
        total=row.total,
        metric=row.metric,
        value=_value(scale, row),
        band=band_of(scale, row.answers),
        reason=row.reason,
        entered_by=row.entered_by,
    )


def _value(scale: Scale, row: Any) -> float | None:
    """The headline score as it was stored; that of a part is worked out again from the answers."""
    if scale.headline in ("total", "metric"):
        return row.metric if scale.headline == "metric" else row.total  # type: ignore[no-any-return]
    return score(scale, row.answers).subscales.get(scale.headline or "")
