"""A file of a return as its page draws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cairn.exchange.returned.files import FileView
from cairn.exchange.returned.looking import Change
from cairn.presentation import figures
from cairn.returns.previews import TABLES

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
