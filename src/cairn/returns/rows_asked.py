"""Rows of what was sent that the commissioner asks about, as the provider reads them: with its own record behind each. Enter a
scope first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.returns import cleaning, desk, finding
from cairn.returns.models import CleaningEntry, Return, RowCode, SubmissionRow
from cairn.returns.previews import TABLES


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one row. `client_*` are "" where nobody is named, the record is a partner's, or the reader may not
    see people. `days`: the dates in the row, by which the record is found."""

    uid: str
    row: str
    about: str
    heading: str
    words: str
    decided: str
    state: str
    reply: str
    replied_at: datetime | None
    number: int
    days: tuple[str, ...] = ()
    client_uid: str = ""
    client_reference: str = ""
    client_name: str = ""

    @property
    def short(self) -> str:
        return cleaning.short(self.row)

    @property
    def state_label(self) -> str:
        return {"queried": "Waits for you"}.get(self.state) or desk.state_label(self.state)


def of(by: Actor, return_uid: str) -> tuple[Asked, ...]:
    """Those that wait come first. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    entries = list(_rows(answer).select_related("submission").order_by("pk"))
    people = _people(by, answer, {row.row for row in entries})
    days = _days(entries)
    found = [_asked(row, days.get((row.submission_id, row.digest), ()), people.get(row.row)) for row in entries]
    return tuple(sorted(found, key=lambda one: _STATES.index(one.state) if one.state in _STATES else 9))


_STATES = ("queried", "answered", "kept", "set_aside")


def waiting(by: Actor, return_uid: str) -> tuple[int, int]:
    """How many rows wait for an answer, and how many were ever asked about. Raises NotFound."""
    states = list(_rows(finding.led(by, return_uid)).values_list("state", flat=True))
    return states.count("queried"), len(states)


def _rows(answer: Return) -> "QuerySet[CleaningEntry]":
    """What was asked; not what the commissioner only noted for itself."""
    mine = CleaningEntry.objects.filter(submission__answer=answer)
    return mine.filter(Q(state__in=("queried", "answered")) | Q(replied_at__isnull=False))


def _people(by: Actor, answer: Return, codes: set[str]) -> dict[str, tuple[str, str, str]]:
    if not by.may(Permission.READ_CLIENTS) or not codes:
        return {}
    rows = RowCode.objects.filter(
        organisation_id=by.organisation_id, contract=answer.round.contract, code__in=sorted(codes)
    ).select_related("client__merged_into")
    people = {row.code: row.client.merged_into or row.client for row in rows}
    return {code: (str(who.uid), who.reference, who.name or who.known_as) for code, who in people.items()}


def _days(entries: list[CleaningEntry]) -> dict[tuple[int, str], tuple[str, ...]]:
    rows = SubmissionRow.objects.filter(
        submission_id__in={row.submission_id for row in entries}, digest__in={row.digest for row in entries}
    )
    return {
        (row.submission_id, row.digest): tuple(
            f"{cleaning.name_of(name)} {value}"
            for name, value in (row.shared or {}).items()
            if name.endswith("_date") and value
        )
        for row in rows
    }


def _asked(row: CleaningEntry, days: tuple[str, ...], person: tuple[str, str, str] | None) -> Asked:
    words, _, decided = row.words.partition(desk.DECIDED)
    return Asked(
        str(row.uid), row.row, TABLES.get(row.table, row.table), cleaning.RULES.get(row.rule, row.rule), words, decided,
        row.state, row.reply, row.replied_at, row.submission.number, days, *(person or ("", "", "")),
    )  # fmt: skip
