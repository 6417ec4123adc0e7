"""The figures of a return: computed from the mart, put beside their overrides, frozen to JSON and read back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts.models import Contract
from cairn.contracts.views import MeasureView, Source
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.insight import figures, mapped
from cairn.insight.labels import label_of
from cairn.insight.results import FigureRow, MeasureResult
from cairn.kernel.periods import Period
from cairn.returns import labels
from cairn.returns.models import Figure
from cairn.returns.views import FigureGroup, FigureView

#: What of a figure is frozen and hashed; the words come from the definition at its version.
FROZEN = ("code", "label", "value", "n", "low", "high", "numerator", "denominator", "derived", "override_reason")
Overrides = Mapping[tuple[str, str], Figure]
SUPPLIED = "supplied"
"""The provenance of a figure that came from another system."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is computed: whose contract, when, by whom, from whose rows."""

    by: Actor
    contract: Contract
    period: Period
    sources: tuple[Source, ...]

    @property
    def where(self) -> dict[str, str]:
        return {"contract": str(self.contract.uid)}


Asking = Callable[[Asked, MeasureView, str], MeasureResult]
"""Gives a measure of a contract, whole or broken down by one dimension."""


def one_by_one(asked: Asked, view: MeasureView, by: str) -> MeasureResult:
    """Asks the mart of the lead, each time anew."""
    group_by = (by,) if by else ()
    return figures.compute(
        view.measure, by=asked.by, period=asked.period, group_by=group_by, where=asked.where, version=view.version
    )


def compute(
    asked: Asked, agreed: Sequence[MeasureView], overrides: Overrides, ask: Asking = one_by_one
) -> tuple[FigureView, ...]:
    """Every figure that the agreed measures ask for: each whole once, then its breakdowns, in the agreed order."""
    found: list[FigureView] = []
    whole: set[str] = set()
    for view in agreed:
        if view.measure not in whole:
            whole.add(view.measure)
            heading = _heading(agreed, view)
            found.append(_whole(heading, ask(asked, heading, "")))
        if view.by:
            found += _broken_down(asked, view, ask(asked, view, view.by))
    return _tagged((overridden(figure, overrides.get((figure.measure, figure.code))) for figure in found), agreed)


def _tagged(found: Iterable[FigureView], agreed: Sequence[MeasureView]) -> tuple[FigureView, ...]:
    """Beside each whole, the outcome of the commissioner's own list that the measure tells of."""
    tags = {view.measure: view.area_outcome for view in agreed if view.area_outcome}
    return tuple(
        figure if figure.code or figure.measure not in tags else _replace(figure, area_outcome=tags[figure.measure])
        for figure in found
    )


def _heading(agreed: Sequence[MeasureView], view: MeasureView) -> MeasureView:
    """The agreed measure that speaks for the whole: the one without a breakdown, where there is one."""
    return next((each for each in agreed if each.measure == view.measure and not each.by), view)


def _whole(view: MeasureView, result: MeasureResult) -> FigureView:
    return _replace(_figure(view, "", view.label, result.row(), result.left_out), told=result.told)


def _broken_down(asked: Asked, view: MeasureView, result: MeasureResult) -> Iterator[FigureView]:
    rows = {row.codes[0]: row for row in result.rows}
    listed = labels.always_shown(view.definition.table, view.by)
    others = sorted((code for code in rows if code not in listed), key=lambda code: (-(rows[code].value or 0), code))
    named = labels.names(view.by, others, asked.sources)
    for code in (*listed, *others):
        label = named.get(code) or label_of(view.by, code)
        yield _figure(view, f"{view.by}={code}", label, rows.get(code), {})


def _figure(view: MeasureView, code: str, label: str, row: FigureRow | None, left_out: Mapping[str, int]) -> FigureView:
    whole_numbers = view.definition.kind in {"count", "distinct", "sum"}
    row = row or FigureRow((), 0, 0 if whole_numbers else None, None, 0 if whole_numbers else None)
    value = tidy(row.value)
    return _with_words(
        FigureView(
            measure=view.measure,
            version=view.version,
            measure_class=view.measure_class,
            code=code,
            label=label,
            value=value,
            n=row.n,
            low=row.low,
            high=row.high,
            numerator=tidy(row.numerator),
            denominator=tidy(row.denominator),
            derived=value,
            override_reason=None,
        ),
        view.definition,
        left_out,
        None if code else view.target,
    )


def tidy(value: float | None) -> float | None:
    """A whole number as such, so that it reads and prints as one."""
    return int(value) if value is not None and float(value).is_integer() else value


def nothing(view: MeasureView, code: str, label: str) -> FigureView:
    """A group of a breakdown that nobody is in."""
    return _figure(view, code, label, None, {})


def overridden(figure: FigureView, override: Figure | None) -> FigureView:
    """The figure with the number that was put in its place, where one was."""
    if override is None:
        return figure
    return _replace(figure, value=tidy(override.value), low=None, high=None, override_reason=override.reason, sample="")


def _replace(figure: FigureView, **changes: Any) -> FigureView:
    return FigureView(**{name: getattr(figure, name) for name in FigureView.__dataclass_fields__} | changes)


def _with_words(
    figure: FigureView, definition: Measure, left_out: Mapping[str, int], target: Decimal | float | None
) -> FigureView:
    return _replace(
        figure,
        left_out_ids=dict(left_out),
        left_out={labels.left_out(definition, key): count for key, count in left_out.items() if count},
        measure_label=definition.label,
        words=definition.words,
        kind=definition.kind,
        decimals=definition.decimals,
        sample=labels.sample(definition, figure.numerator, figure.n, sum(left_out.values()) if left_out else None),
        target=None if target is None else float(target),
    )


def frozen(found: Iterable[FigureView]) -> list[dict[str, Any]]:
    """Figures as JSON, as a submission keeps and hashes them."""
    return [
        {
            "measure": figure.measure,
            "version": figure.version,
            "class": figure.measure_class,
            **{name: getattr(figure, name) for name in FROZEN},
            "left_out": figure.left_out_ids,
            **({"told": mapped.frozen(figure.told)} if figure.told else {}),
            **({"provenance": SUPPLIED} if figure.supplied else {}),
            **({"comment": figure.comment} if figure.comment else {}),
        }
        for figure in found
    ]


def thawed(stored: Iterable[Mapping[str, Any]], agreed: Sequence[MeasureView]) -> tuple[FigureView, ...]:
    """Figures as they were submitted, with the words of their definitions."""
    targets = {view.measure: view.target for view in agreed if view.target is not None}
    return _tagged((_thaw(one, targets) for one in stored), agreed)


def _thaw(one: Mapping[str, Any], targets: Mapping[str, Decimal]) -> FigureView:
    figure = FigureView(
        measure=one["measure"],
        version=one["version"],
        measure_class=one["class"],
        **{name: one[name] for name in FROZEN},
        told=mapped.thawed(one.get("told", ())),
        supplied=one.get("provenance") == SUPPLIED,
        comment=one.get("comment", ""),
    )
    definition = registry.get("measure", figure.measure, figure.version)
    return _with_words(figure, definition, one["left_out"], None if figure.code else targets.get(figure.measure))


def grouped(found: Sequence[FigureView]) -> tuple[FigureGroup, ...]:
    """By declared class, in the order of the list of classes."""
    classes = registry.get("codes", "measure_class")
    return tuple(
        FigureGroup(entry.code, entry.label, mine)
        for entry in classes.entries
        if (mine := tuple(figure for figure in found if figure.measure_class == entry.code))
    )
