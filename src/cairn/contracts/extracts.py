"""What of the groups of an anchor may leave for its own mart. A row's subject is the group: no person stands here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.models import Organisation
from cairn.contracts import checklists
from cairn.contracts.models import Group, GroupApplication, GroupCheck, GroupReport
from cairn.kernel.extracts import Column, ColumnType, Extract

Row = tuple[Any, ...]
AT_ONCE = 500
_SUBJECT = Column("subject", "string", "contracts.Group.uid")
_GROUP = (
    Column("group", "string", "contracts.Group.uid"),
    Column("ward", "string", "contracts.Group.ward"),
    Column("provider", "string", "access.Organisation.uid"),
    Column("service", "string", "contracts.Group.contract"),
    Column("commissioning_area", "string", "contracts.Contract.commissioning_area"),
    Column("contracts", "string_list", "contracts.Contract.uid"),
)


def _columns(model: str, *own: tuple[str, ColumnType, str]) -> tuple[Column, ...]:
    made = (
        Column(name, kind, source if "." in source else f"contracts.{model}.{source}") for name, kind, source in own
    )
    return (_SUBJECT, *made, *_GROUP)


COLUMNS: dict[str, tuple[Column, ...]] = {
    "group_supported": _columns(
        "Group",
        ("uid", "string", "uid"),
        ("start_date", "date", "known_date"),
        ("end_date", "date", "left_date"),
        ("contract_spans", "string_list", "known_date"),
    ),
    "group_report": _columns(
        "GroupReport",
        ("uid", "string", "uid"),
        ("from_date", "date", "from_date"),
        ("to_date", "date", "to_date"),
        ("told_date", "date", "told_date"),
        ("heads", "int", "heads"),
        ("heads_new", "int", "heads_new"),
        ("is_sample", "bool", "is_sample"),
    ),
    "group_sample": _columns(
        "GroupReport",
        ("uid", "string", "uid"),
        ("to_date", "date", "to_date"),
        ("sample_of", "string", "is_sample"),
        ("is_asked", "bool", "asked"),
        ("is_yes", "bool", "contracts.GroupReport.easy_to_come,contracts.GroupReport.feel_better"),
        ("of", "int", "contracts.GroupReport.asked,contracts.GroupReport.times_met"),
        ("heads", "int", "heads"),
    ),
    "group_help": _columns(
        "GroupReport",
        ("uid", "string", "uid"),
        ("to_date", "date", "to_date"),
        ("group_help", "string", "help_wanted"),
    ),
    "group_check": _columns(
        "GroupCheck",
        ("uid", "string", "uid"),
        ("checked_date", "date", "checked_date"),
        ("before_date", "date", "checked_date"),
        ("check_item", "string", "answers"),
        ("check_kind", "string", "checklist"),
        ("check_answer", "string", "answers"),
        ("came_about", "bool", "answers"),
    ),
    "group_application": _columns(
        "GroupApplication",
        ("uid", "string", "uid"),
        ("received_date", "date", "received_date"),
        ("decided_date", "date", "decided_date"),
        ("application_decision", "string", "decision"),
        ("application_refusal", "string", "reason"),
        ("is_elsewhere", "bool", "supported_elsewhere"),
        ("asked_pounds", "int", "asked_pounds"),
        ("given_pounds", "int", "contracts.SmallGrant.pounds"),
        ("raised_pounds", "int", "raised_pounds"),
        ("raised_date", "date", "raised_date"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """One group: what stands on each of its rows."""

    uid: str
    known_date: date
    left_date: date | None
    wide: Row
    contract: str


def _batches(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[dict[int, _Known]]:
    """The groups of an anchor by inner id, some at a time: a constant number of queries for each."""
    rows = Group.objects.filter(provider_id=organisation_id).order_by("pk")
    provider = ""
    for wanted in _parts(subjects):
        found = rows if wanted is None else rows.filter(uid__in=wanted)
        known = {}
        for pk, uid, ward, since, until, area, contract in found.values_list(
            "pk", "uid", "ward", "known_date", "left_date", "contract__commissioning_area", "contract__uid"
        ):
            provider = provider or str(Organisation.objects.values_list("uid", flat=True).get(pk=organisation_id))
            wide = (str(uid), ward or None, provider, None, area, [str(contract)])
            known[pk] = _Known(str(uid), since, until, wide, str(contract))
        if known:
            yield known


def _parts(subjects: frozenset[str] | None) -> Iterator[list[str] | None]:
    if subjects is None:
        yield None
        return
    every = sorted(subjects)
    yield from (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))


FOREVER = date(9999, 12, 31)


def supported(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a group, open from the day on which its anchor knew it."""
    for known in _batches(organisation_id, subjects):
        for one in known.values():
            span = f"{one.contract} {one.known_date.isoformat()} {(one.left_date or FOREVER).isoformat()}"
            yield (one.uid, one.uid, one.known_date, one.left_date, [span], *one.wide)


def _reports(known: Mapping[int, _Known]) -> Iterable[GroupReport]:
    rows = GroupReport.objects.filter(group__in=known, replaced_by=None, withdrawn_date=None)
    return rows.order_by("pk").iterator(2000)


def reports(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for what stands of a group and a period."""
    for known in _batches(organisation_id, subjects):
        for row in _reports(known):
            one = known[row.group_id]
            own = (row.from_date, row.to_date, row.told_date, row.heads, row.heads_new, row.is_sample)
            yield (one.uid, str(row.uid), *own, *one.wide)


def samples(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """Rows that stand for several: meetings where somebody counted and those where nobody did; people who were asked, by
    what they answered."""
    for known in _batches(organisation_id, subjects):
        for row in _reports(known):
            one = known[row.group_id]
            for name, *own in _sampled(row):
                yield (one.uid, f"{row.uid}.{name}", row.to_date, *own, *one.wide)


def _sampled(row: GroupReport) -> Iterator[Row]:
    if row.is_sample and row.heads is not None and row.times_counted:
        missed = max((row.times_met or 0) - row.times_counted, 0)
        yield ("counted", "attendance", True, None, row.times_counted, row.heads)
        yield ("not-counted", "attendance", False, None, missed, None)
    for name in ("easy_to_come", "feel_better"):
        yes = getattr(row, name)
        if yes is not None and row.asked:
            yield (f"{name}.yes", name, True, True, yes, None)
            yield (f"{name}.no", name, True, False, max(row.asked - yes, 0), None)


def helped(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each thing that a group ticked of what would help it; what it wrote beside that stays with its anchor."""
    for known in _batches(organisation_id, subjects):
        for row in _reports(known):
            one = known[row.group_id]
            for code in row.help_wanted:
                yield (one.uid, f"{row.uid}.{code}", row.to_date, code, *one.wide)


def checks(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each item of each check, beside the last time that it was looked at before."""
    for known in _batches(organisation_id, subjects):
        found: dict[int, list[GroupCheck]] = defaultdict(list)
        rows = GroupCheck.objects.filter(group__in=known, withdrawn_date=None)
        for row in rows.order_by("checked_date", "pk"):
            found[row.group_id].append(row)
        for pk, mine in found.items():
            for at, row in enumerate(mine):
                yield from _items(known[pk], row, mine[:at])


def _items(one: _Known, row: GroupCheck, earlier: list[GroupCheck]) -> Iterator[Row]:
    moved = {change.item.id: change for change in checklists.changes(row, earlier)}
    for item in checklists.of(row).items:
        if (answer := row.answers.get(item.id)) is not None:
            change = moved.get(item.id)
            before, came = (change.before_date, change.is_gain) if change else (None, False)
            own = (row.checked_date, before, item.id, item.kind, answer, came)
            yield (one.uid, f"{row.uid}.{item.id}", *own, *one.wide)


def applications(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row an application that stands."""
    for known in _batches(organisation_id, subjects):
        rows = GroupApplication.objects.filter(group__in=known, withdrawn_date=None).select_related("grant")
        for row in rows.order_by("pk"):
            given = row.grant.pounds if row.grant and row.grant.withdrawn_date is None else None
            said = (row.decision or None, row.reason or None, bool(row.supported_elsewhere))
            pounds = (row.asked_pounds, given, row.raised_pounds, row.raised_date)
            own = (str(row.uid), row.received_date, row.decided_date, *said, *pounds)
            yield (known[row.group_id].uid, *own, *known[row.group_id].wide)


EXTRACTS = (
    Extract("group_supported", COLUMNS["group_supported"], supported),
    Extract("group_report", COLUMNS["group_report"], reports),
    Extract("group_sample", COLUMNS["group_sample"], samples),
    Extract("group_help", COLUMNS["group_help"], helped),
    Extract("group_check", COLUMNS["group_check"], checks),
    Extract("group_application", COLUMNS["group_application"], applications),
)
