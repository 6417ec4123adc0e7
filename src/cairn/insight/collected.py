"""Figures of forms that were sent, such as Supporting People's, at the level of whoever asks: a provider's own, those that an
authority was sent, and those of the whole collection.

A provider and an authority hold the forms, so nothing is hidden from them. The whole is of other people too: small numbers are
hidden there from everybody but whoever runs the collection, each table protected by itself with its margins. Whoever reads the
whole knows their own forms: so what is left without these is protected too, as a table by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.collection.models import Collection, CollectionAuthority, SignUp
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.insight import asking, margins, marts
from cairn.insight import crosstab as tables
from cairn.insight.asking import Asked
from cairn.insight.disclosure import COMMISSIONER, Audience
from cairn.insight.mart.sources import Source, connect
from cairn.insight.measures.shape import Question, question
from cairn.insight.protecting import Safe
from cairn.insight.results import TOTAL, Crosstab, FigureRow, MeasureResult
from cairn.kernel import clock
from cairn.kernel.periods import Period

Level = Literal["provider", "authority", "whole"]
Others = Mapping[str, tuple[str, ...]]
SEVERAL = ("form_domain", "form_need", "form_part", "form_reason", "reason_group")
"""Dimensions of which one form has several codes."""
FEWEST = 10
"""Forms that a provider must have sent to stand among the others."""
FEWEST_PLACES = 4
"""Providers of which one's own place among them may be told: of fewer, it would tell whose the others are."""
OWN = Audience("own", 0)
"""Who holds the forms: nothing is hidden."""


@dataclass(frozen=True, slots=True)
class Places:
    """What a measure says of each provider, lowest first, without names; `mine` is the reader's own, if it is among them."""

    values: tuple[float, ...]
    mine: float | None

    @property
    def place(self) -> int:
        """The reader's place counted from the highest; 0 without one."""
        return 0 if self.mine is None else 1 + sum(value > self.mine for value in self.values)


def compute(
    measure_id: str,
    *,
    by: Actor,
    collection: Collection,
    level: Level,
    period: Period,
    group_by: Sequence[str] = (),
    where: Mapping[str, str | Sequence[str]] | None = None,
) -> MeasureResult:
    """A measure of the forms of one collection, one row a group, without margins.

    Raises NotAllowed; NotFound for a collection that the actor has no part in, or a level that is not theirs; Refused for a
    dimension that the measure has not.
    """
    held = {**(where or {}), **_held(by, collection, level)}
    measure, asked_for = registry.get("form_measure", measure_id), question(period, group_by, held)
    asked = _asked(by, collection, measure, asked_for, level)
    open_to_them = level != "whole" or collection.organisation_id == by.organisation_id
    rows = _plain(asked, asked_for) if open_to_them else _protected(asked, asked_for, _others(by, collection))
    left_out, words = asking.left_out(asked, asked_for) if open_to_them else ({}, {})
    return MeasureResult(
        measure=measure.id, version=measure.version, label=measure.label, period=period,
        organisation=by.organisation_uid, scope="own" if open_to_them else "shared", basis="submitted",
        as_of=clock.now(), dimensions=asked_for.group_by, rows=tuple(rows), left_out=left_out, left_out_words=words,
    )  # fmt: skip


def left_out_of_each(
    measure_id: str, *, by: Actor, collection: Collection, level: Level, period: Period, group_by: str,
    where: Mapping[str, str | Sequence[str]] | None = None,
) -> dict[str, dict[str, int]]:  # fmt: skip
    """How many rows each group leaves out, by code and reason; nothing where small numbers are hidden."""
    if level == "whole" and collection.organisation_id != by.organisation_id:
        return {}
    held = {**(where or {}), **_held(by, collection, level)}
    asked_for = question(period, (group_by,), held)
    asked = _asked(by, collection, registry.get("form_measure", measure_id), asked_for, level)
    return {code: counts for code, counts, _ in asking.left_out_of_each(asked, asked_for)}


def crosstab(
    measure_id: str, *, by: Actor, collection: Collection, level: Level, period: Period, rows_dim: str, columns_dim: str,
    where: Mapping[str, str | Sequence[str]] | None = None,
) -> Crosstab:  # fmt: skip
    """Any two characteristics by one measure, with margins. Raises as `compute` does, and Refused for one dimension twice."""
    held = {**(where or {}), **_held(by, collection, level)}
    measure, asked_for = registry.get("form_measure", measure_id), question(period, (rows_dim, columns_dim), held)
    asked = _asked(by, collection, measure, asked_for, level)
    theirs = level != "whole" or collection.organisation_id == by.organisation_id
    safe = None
    if asked.groups(asked_for):
        safe = margins.protected(asked, asked_for, OWN) if theirs else _safe(asked, asked_for, _others(by, collection))
    if safe is None or not any(row.suppressed or row.n for row in safe.rows.values()):
        return tables.empty(measure, asked_for, "No form of this time says anything of it.")
    threshold = 0 if theirs else COMMISSIONER.threshold
    return tables.laid_out(measure, asked_for, safe, threshold, "From forms as they were sent")


def places(measure_id: str, *, by: Actor, collection: Collection, period: Period, form: str) -> Places:
    """A measure of each provider of a collection, without their names; the actor's own is told apart. Providers with fewer than
    `FEWEST` forms are left out: of so few, a figure is chance. It is about forms, not about people, so nothing else is hidden.

    Raises NotFound for a collection that the actor has no part in.
    """
    if not levels(by, collection):
        raise NotFound("no such collection")
    measure = registry.get("form_measure", measure_id)
    asked_for = question(period, ("provider",), {"collection": str(collection.uid), "form": form})
    marts.refresh(collection.organisation_id)
    connection = connect([Source(str(collection.organisation.uid))])
    found = asking.figures(Asked(connection, measure, asking.columns_of("own", measure.table)), asked_for)
    enough = [row for row in found if (row.n or 0) >= FEWEST and row.value is not None]
    mine = next((row.value for row in enough if row.codes == (str(by.organisation_uid),)), None)
    return Places(tuple(sorted(row.value for row in enough if row.value is not None)), mine)


def levels(by: Actor, collection: Collection) -> tuple[Level, ...]:
    """The levels at which the actor's organisation may read a collection, its own first."""
    with scope.of(by):
        signed = SignUp.objects.filter(collection=collection, provider_id=by.organisation_id, state="approved").exists()
        sits = CollectionAuthority.objects.filter(collection=collection, organisation_id=by.organisation_id).exists()
    found: list[Level] = ["provider"] if signed and _reads_own(by) else []
    if sits and by.may(Permission.SEE_SHARED_FIGURES):
        found.append("authority")
    runs = collection.organisation_id == by.organisation_id and by.may(Permission.SEE_SHARED_FIGURES)
    return (*found, "whole") if found or runs else ()


def _reads_own(by: Actor) -> bool:
    return by.may(Permission.SEE_OWN_FIGURES) or by.may(Permission.PREPARE_RETURNS)


def _held(by: Actor, collection: Collection, level: Level) -> dict[str, str]:
    """What rows are held to at a level. Raises NotFound."""
    if level not in levels(by, collection):
        raise NotFound("no such figures")
    held = {"collection": str(collection.uid)}
    return held if level == "whole" else {**held, level: str(by.organisation_uid)}


def _asked(by: Actor, collection: Collection, measure: Measure, asked_for: Question, level: Level) -> Asked:
    """The mart that has the rows: one's own, or that of whoever runs the collection."""
    columns = asking.columns_of("own", measure.table)
    asking.check(measure, asked_for, columns)
    holder = collection.organisation if level == "whole" else None
    marts.refresh(holder.pk if holder else by.organisation_id)
    return Asked(connect([Source(str(holder.uid if holder else by.organisation_uid))]), measure, columns)


def _others(by: Actor, collection: Collection) -> Others:
    """Whose forms are not the reader's own: what a provider sent and what an authority was sent is known to them."""
    pairs = SignUp._base_manager.filter(collection=collection).values_list("provider__uid", "commissioner__uid")
    found: dict[str, tuple[str, ...]] = {}
    for at, name in enumerate(("provider", "authority")):
        every = {str(pair[at]) for pair in pairs}
        if by.organisation_uid in every:
            found[name] = tuple(sorted(every - {by.organisation_uid}))
    return found


def _of_strangers(asked: Asked, asked_for: Question, others: Others) -> Safe:
    """A table as somebody may see it who can take their own rows off it: hidden is what that would give away, too."""
    asked_for = replace(asked_for, answers_apart=False)
    if not others or not all(others.values()):
        return margins.protected(asked, asked_for, COMMISSIONER)
    without = margins.protected(asked, replace(asked_for, where={**asked_for.where, **others}), COMMISSIONER)
    also = [key for key, row in without.rows.items() if row.suppressed]
    return margins.protected(asked, asked_for, COMMISSIONER, also)


def _safe(asked: Asked, asked_for: Question, others: Others) -> Safe:
    """A table with its margins, as somebody else's forms may be seen. What one form has several of makes no total: each line of
    it is a table by itself."""
    if not set(SEVERAL) & set(asked_for.group_by):
        return _of_strangers(asked, asked_for, others)
    rows = {row.codes: row for row in _protected(asked, asked_for, others)}
    for at, name in enumerate(asked_for.group_by):
        if name in SEVERAL:
            rows |= {_in_line(row, at): row for row in _protected(asked, replace(asked_for, group_by=(name,)), others)}
    hidden = sum(row.suppressed for row in rows.values())
    said = f"{hidden} hidden to protect small numbers." if hidden else "Nothing is hidden in this table."
    return Safe(rows, hidden, said)


def _in_line(row: FigureRow, at: int) -> tuple[str, str]:
    return (row.codes[0], TOTAL) if at == 0 else (TOTAL, row.codes[0])


def _each(asked: Asked, asked_for: Question, several: str, others: Others) -> Iterator[list[FigureRow]]:
    """The rows of each code of a dimension by itself."""
    at = asked_for.group_by.index(several)
    rest = asked_for.group_by[:at] + asked_for.group_by[at + 1 :]
    held = asked_for.where.get(several)
    codes = {codes[0] for codes, _ in asked.groups(replace(asked_for, group_by=(several,)))}
    for code in sorted(codes if held is None else codes & set(held)):
        part = replace(asked_for, group_by=rest, where={**asked_for.where, several: (code,)})
        yield [replace(row, codes=(*row.codes[:at], code, *row.codes[at:])) for row in _protected(asked, part, others)]


def _plain(asked: Asked, asked_for: Question) -> list[FigureRow]:
    return asking.figures(asked, asked_for)


def _protected(asked: Asked, asked_for: Question, others: Others) -> list[FigureRow]:
    """The cells, without margins. Quarters are tables of their own, and so is each code of what one form has several of:
    somebody stands in many of these, and is counted once in a table."""
    several = next((name for name in SEVERAL if name in asked_for.group_by), None)
    if several is not None:
        return [row for part in _each(asked, asked_for, several, others) for row in part]
    if "quarter" in asked_for.group_by:
        at = asked_for.group_by.index("quarter")
        rest = asked_for.group_by[:at] + asked_for.group_by[at + 1 :]
        return [
            replace(row, codes=(*row.codes[:at], asking.quarter_label(part), *row.codes[at:]))
            for part in asking.quarters_of(asked_for.period)
            for row in _protected(asked, replace(asked_for, group_by=rest, period=part), others)
        ]
    safe = _of_strangers(asked, asked_for, others)
    return [row for key, row in safe.rows.items() if TOTAL not in key and (row.suppressed or row.n)]


__all__ = ["Level", "compute", "levels"]
