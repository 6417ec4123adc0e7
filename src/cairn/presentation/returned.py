"""A file of a return as its page draws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.mart import TABLES as EVERY
from cairn.exchange.returned.files import FileView
from cairn.exchange.returned.looking import Change
from cairn.insight.labels import label_of
from cairn.presentation import dimensions, figures
from cairn.returns.coded import SentRow
from cairn.returns.previews import TABLES
from cairn.web import formats

Stage = Literal["working", "stopped", "wrong", "checked", "sent", "dropped"]
TITLES: dict[str, str] = {
    "working": "Your file is being looked over",
    "stopped": "It stopped half-way",
    "wrong": "This cannot be sent as it is",
    "checked": "Check, then submit",
    "sent": "Sent",
    "dropped": "This file was given up",
}
STATES: dict[str, tuple[str, str]] = {
    "checking": ("Being looked over", "govuk-tag--grey"),
    "wrong": ("To be mended", "govuk-tag--red"),
    "checked": ("Waits for you to submit it", "govuk-tag--yellow"),
    "sending": ("Being sent", "govuk-tag--grey"),
    "sent": ("Sent", "govuk-tag--green"),
    "dropped": ("Given up", "govuk-tag--grey"),
}


def stage(file: FileView) -> Stage:
    if file.is_stopped:
        return "stopped"
    return "working" if file.is_working else file.state  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One figure: as last sent, as worked out here, as in the file. `what` says how it stands, in words."""

    label: str
    group: str
    sent: str
    here: str
    file: str
    n: str
    comment: str
    what: str
    is_supplied: bool


def changes(found: Iterable[Change]) -> list[ChangeRow]:
    return [_row(one) for one in found]


def _row(one: Change) -> ChangeRow:
    def said(value: float | None) -> str:
        return figures.value(value, one.kind, one.decimals) or "none"

    before = "–" if one.sent is None else said(one.sent)
    what = "Supplied" if one.supplied else "As worked out here"
    if one.was_sent:
        what = "As last sent"
    return ChangeRow(
        one.label, one.group, before, said(one.here), said(one.file), "" if one.n is None else f"{one.n:,}",
        one.comment, what, one.supplied,
    )  # fmt: skip


def tables(file: FileView) -> list[tuple[str, int]]:
    """The tables of rows that would leave, with how many."""
    return [(TABLES.get(name, name), count) for name, count in file.totals.get("tables", {}).items()]


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent about somebody with one version of a return: its rows in words."""

    heading: str
    decision: str
    rows: tuple[str, ...]
    empty: int


def sent(by: Actor, rows: Iterable[SentRow]) -> tuple[Sent, ...]:
    """By version, in their order."""
    found: dict[str, list[SentRow]] = {}
    for row in rows:
        heading = f"{row.commissioner}, {row.contract}, {row.round_name}, version {row.number}, {row.sent:%-d %B %Y}"
        found.setdefault(heading, []).append(row)
    return tuple(
        Sent(
            heading,
            each[0].decision or "waits",
            tuple(_in_words(by, row) for row in each if not row.is_empty),
            sum(row.is_empty for row in each),
        )
        for heading, each in found.items()
    )


def _in_words(by: Actor, row: SentRow) -> str:
    """What a row says, without references to other records, which say nothing."""
    kinds = {name: EVERY.get(row.table, {}).get(name, "") for name in row.values}
    said = [
        f"{dimensions.label(name)}: {_value(by, kinds[name], name, value)}"
        for name, value in row.values.items()
        if kinds[name] != "uid" or name == "service"
    ]
    return f"{TABLES[row.table]}. {'; '.join(said)}."


def _value(by: Actor, kind: str, name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if kind == "date":
        return formats.date(date.fromisoformat(str(value)))
    if kind.startswith("codes:"):
        labels = {one.code: one.label for one in registry.get("codes", kind.removeprefix("codes:")).entries}
        return labels.get(str(value)) or label_of(name, str(value))
    return dimensions.names(by, name, [str(value)])[str(value)]
