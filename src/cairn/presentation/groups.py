"""Groups of an anchor as people read them: dots, a table of what is in place by date, a timeline, figures with their n of N."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.contracts import checklists
from cairn.contracts.groups import GroupLine, Standing
from cairn.contracts.told import ReportView
from cairn.definitions import registry
from cairn.definitions.shapes.checklist import CheckItem
from cairn.definitions.shapes.measure import Measure
from cairn.insight.results import MeasureResult
from cairn.kernel.periods import Period
from cairn.presentation import figures, periods
from cairn.returns import labels
from cairn.web import formats

COLUMNS = (
    "Group", "Contract", "Ward", "For whom", "What it does", "Known since", "Looked after until", "Looked at on", "In place",
    "Of", "Told last", "Awarded (£)", "Applications waiting",
)  # fmt: skip
SHOWN = 4
"""So many checks stand beside one another on a page."""


def cells(one: GroupLine) -> tuple[Any, ...]:
    """A group as a line of a file."""
    looked = (one.latest.checked_date, one.latest.in_place, one.latest.needed) if one.latest else (None, None, None)
    targets = ", ".join(label("target_group", code) for code in one.target_groups)
    return (
        one.name, one.contract_reference, one.ward, targets, one.what, one.known_date, one.left_date, *looked,
        one.told_date, one.given_pounds, one.waiting,
    )  # fmt: skip


def items() -> tuple[CheckItem, ...]:
    """Those of the newest checklist."""
    return checklists.newest().items


def label(list_id: str, code: str) -> str:
    """The label of a code; the code itself where the list has lost it."""
    found = registry.get("codes", list_id)
    return found.label_of(code) if code in found.codes else code


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """Items down, days across, the newest first; a cell is a code of `group_check_answer`, "" where it was not looked at."""

    days: tuple[date, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    older: int


def progress(standings: Sequence[Standing]) -> ProgressTable:
    """The last checks of a group. `standings` has the newest first."""
    shown = standings[:SHOWN]
    names: dict[str, str] = {}
    for one in shown:
        names |= {dot.item: dot.label for dot in one.dots}
    by_day = [{dot.item: dot.answer for dot in one.dots} for one in shown]
    rows = tuple((name, tuple(day.get(item, "") for day in by_day)) for item, name in names.items())
    return ProgressTable(tuple(one.checked_date for one in shown), rows, max(len(standings) - SHOWN, 0))


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a group's timeline; `kind` names what it is, `uid` where it leads."""

    day: date
    kind: str
    words: str
    uid: str = ""


def timeline(
    group: Any, standings: Iterable[Standing], applications: Iterable[Any], reports: Iterable[ReportView]
) -> tuple[Moment, ...]:
    """All that happened, the newest first."""
    found = [Moment(group.known_date, "known", "You began to look after it.")]
    if group.left_date:
        found.append(Moment(group.left_date, "left", "You look after it no more."))
    for standing in standings:
        said = f"{standing.in_place} of {standing.needed} in place."
        more = f" It {_and(standing.sentences)}." if standing.sentences else ""
        found.append(Moment(standing.checked_date, "check", f"Looked at: {said}{more}"))
    for one in applications:
        found += _application(one)
    for report in reports:
        if report.is_newest and report.withdrawn_date is None:
            found.append(Moment(report.told_date, "told", _told(report), report.uid))
    return tuple(sorted(found, key=lambda one: (one.day, one.kind), reverse=True))


def _application(one: Any) -> list[Moment]:
    pounds = formats.pounds(one.asked_pounds)
    what = f" for {one.what_for}" if one.what_for else ""
    found = [Moment(one.received_date, "application", f"Applied for {pounds}{what}.", str(one.uid))]
    if one.decision == "awarded" and one.grant:
        words = f"Awarded {formats.pounds(one.grant.pounds)} ({one.grant.reference})."
        found.append(Moment(one.decided_date, "decision", words, str(one.uid)))
    elif one.decision:
        why = f": {label('application_refusal', one.reason).lower()}" if one.reason else ""
        words = f"{label('application_decision', one.decision)}{why}."
        found.append(Moment(one.decided_date, "decision", words, str(one.uid)))
    if one.raised_pounds:
        words = f"Raised {formats.pounds(one.raised_pounds)} elsewhere"
        where = f": {one.supported_elsewhere}." if one.supported_elsewhere else "."
        found.append(Moment(one.raised_date, "raised", words + where, str(one.uid)))
    return found


def _told(report: ReportView) -> str:
    """`Told of April to June 2026: 61 came, 4 of them for the first time.`"""
    when = periods.words(Period(report.from_date, report.to_date))
    parts = []
    if report.heads is not None:
        parts.append(f"{formats.number(report.heads)} came{_sample(report)}")
    if report.heads_new is not None:
        parts.append(f"{formats.number(report.heads_new)} of them for the first time")
    if report.asked and report.easy_to_come is not None:
        parts.append(f"{report.easy_to_come} of {report.asked} asked find it easy to come")
    return f"Told of {when}: {', '.join(parts) or 'in words'}."


def _sample(report: ReportView) -> str:
    return f" to {report.times_counted} of {report.times_met} meetings, a sample" if report.is_sample else ""


def _and(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One of the anchor's own figures. `of` says n of N where it is a sample, "" where it is a full count."""

    measure: str
    label: str
    words: str
    value: str
    of: str
    left_out: tuple[tuple[str, int], ...]


def n_of_n(definition: Measure, result: MeasureResult) -> str:
    """`40 came to 3 of 12 meetings`, `18 of 23 asked`: of how many a sample is. "" for a full count, and where there is none."""
    row = result.row()
    left = sum(result.left_out.values())
    return labels.sample(definition, row.numerator, row.n, left) if row else ""


def figure(definition: Measure, result: MeasureResult) -> GroupFigure:
    row = result.row()
    said = figures.stat(row, definition.kind, definition.decimals, reason=row.reason or "" if row else "")
    out = tuple((result.left_out_words.get(key, key), count) for key, count in result.left_out.items() if count)
    return GroupFigure(
        definition.id, definition.label, definition.words, said.value or said.hidden, n_of_n(definition, result), out
    )
