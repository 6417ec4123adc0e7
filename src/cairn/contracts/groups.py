"""Groups that an anchor looks after, as the anchor sees them. Enter a scope first.

A commissioner reads how many there are and what they are called (`anchors`), never what they told or how they were found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import checklists, queries
from cairn.contracts.models import Anchor, Contract, Group, GroupApplication, GroupCheck, GroupReport
from cairn.contracts.queries import NotFound

STANDS = {"withdrawn_date": None}


@dataclass(frozen=True, slots=True)
class Dot:
    """How one item of the checklist stood on a day; `answer` is "" where it was not looked at."""

    item: str
    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One check, or the newest: its day, its dots in the order of its checklist, and how many of the needed are in place."""

    uid: str
    checked_date: date
    dots: tuple[Dot, ...]
    in_place: int
    needed: int
    words: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the list. `told_date` is the last day on which it told something; `given_pounds` what it was awarded."""

    uid: str
    contract_uid: str
    contract_reference: str
    name: str
    ward: str
    target_groups: tuple[str, ...]
    what: str
    known_date: date
    left_date: date | None
    latest: Standing | None
    told_date: date | None
    given_pounds: int
    waiting: int


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """A contract under which groups are looked after, with what both sides know of its anchor."""

    contract_uid: str
    contract_reference: str
    contract_title: str
    contract_version: int
    provider_name: str
    places: tuple[str, ...]
    target_groups: tuple[str, ...]
    is_inside_council: bool
    groups: int
    anchor_uid: str
    anchor_version: int


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Groups that the actor's organisation looks after, by name."""
    if not by.may(Permission.PREPARE_RETURNS):
        return Group.objects.none()
    return Group.objects.filter(provider_id=by.organisation_id).select_related("contract").order_by("name", "pk")


def find(by: Actor, uid: object) -> Group:
    """Raises NotFound."""
    found: Group = queries.one(visible_to(by), str(uid))
    return found


def of_group(by: Actor, rows: "QuerySet[Any]", uid: object) -> Any:
    """An application, a check or what was told, of a group of the actor's. Raises NotFound."""
    return queries.one(rows.filter(group__in=visible_to(by)).select_related("group__contract"), str(uid))


def led(by: Actor) -> tuple[Contract, ...]:
    """The contracts under which the actor's organisation is the anchor."""
    if not by.may(Permission.PREPARE_RETURNS):
        return ()
    return tuple(Contract.objects.filter(provider_id=by.organisation_id, has_small_grants=True).order_by("reference"))


def led_one(by: Actor, contract_uid: object) -> Contract:
    """Raises NotFound."""
    rows = Contract.objects.filter(provider_id=by.organisation_id, has_small_grants=True)
    if not by.may(Permission.PREPARE_RETURNS):
        raise NotFound(contract_uid)
    found: Contract = queries.one(rows, str(contract_uid))
    return found


def listing(by: Actor, *, contract_uid: str = "", with_left: bool = False) -> tuple[GroupLine, ...]:
    """All groups, or those of one contract, with how each stands. Four queries."""
    rows = visible_to(by)
    rows = rows.filter(contract__uid=contract_uid) if contract_uid else rows
    return _lines(list(rows if with_left else rows.filter(left_date=None)))


def line_of(group: Group) -> GroupLine:
    """One group as it stands in the list."""
    return _lines([group])[0]


def _lines(groups: list[Group]) -> tuple[GroupLine, ...]:
    checks, told = _checks(groups), _told(groups)
    applied = _applied(groups)
    return tuple(_line(row, checks[row.pk], told.get(row.pk), applied.get(row.pk, (0, 0))) for row in groups)


def _checks(groups: Iterable[Group]) -> Mapping[int, list[GroupCheck]]:
    """The checks of these groups, each group's newest last."""
    found: dict[int, list[GroupCheck]] = defaultdict(list)
    rows = GroupCheck.objects.filter(group__in=[row.pk for row in groups], **STANDS).order_by("checked_date", "pk")
    for row in rows:
        found[row.group_id].append(row)
    return found


def _told(groups: Iterable[Group]) -> dict[int, date]:
    rows = GroupReport.objects.filter(group__in=[row.pk for row in groups], replaced_by=None, **STANDS)
    return dict(rows.order_by("told_date").values_list("group_id", "told_date"))


def _applied(groups: Iterable[Group]) -> dict[int, tuple[int, int]]:
    """By group, what it was awarded, and how many applications wait for a decision."""
    found: dict[int, tuple[int, int]] = {}
    rows = GroupApplication.objects.filter(group__in=[row.pk for row in groups], **STANDS)
    for group, decision, pounds in rows.values_list("group_id", "decision", "grant__pounds"):
        given, waiting = found.get(group, (0, 0))
        found[group] = given + (pounds or 0), waiting + (not decision)
    return found


def _line(row: Group, checks: list[GroupCheck], told: date | None, applied: tuple[int, int]) -> GroupLine:
    return GroupLine(
        str(row.uid), str(row.contract.uid), row.contract.reference, row.name, row.ward, tuple(row.target_groups),
        row.what, row.known_date, row.left_date, standing(checks) if checks else None, told, *applied,
    )  # fmt: skip


def standing(checks: list[GroupCheck]) -> Standing:
    """The last of these checks beside those before it."""
    *earlier, last = checks
    dots = tuple(Dot(item.id, item.label, last.answers.get(item.id, "")) for item in checklists.of(last).items)
    said = checklists.sentences(checklists.changes(last, earlier))
    return Standing(
        str(last.uid), last.checked_date, dots, *checklists.in_place(last), last.words, said
    )  # fmt: skip


def standings(group: Group) -> tuple[Standing, ...]:
    """Every check of a group, the newest first, each beside those before it. One query."""
    checks = _checks([group])[group.pk]
    return tuple(standing(checks[:at]) for at in range(len(checks), 0, -1))


def applications(group: Group) -> "QuerySet[Any]":
    """Those that stand, the newest first."""
    rows = GroupApplication.objects.filter(group=group, **STANDS).select_related("grant")
    return rows.order_by("-received_date", "-pk")


def taken_names(contract: Contract, but: int | None = None) -> set[str]:
    rows = Group.objects.filter(contract=contract).exclude(pk=but)
    return {name.casefold() for name in rows.values_list("name", flat=True)}


def anchors(by: Actor) -> tuple[AnchorLine, ...]:
    """The contracts with small grants that the actor's organisation commissions, or under which it is the anchor, each with
    how many groups are looked after today. Two queries."""
    side = Q(pk__in=[])
    if by.may(Permission.MANAGE_CONTRACTS):
        side |= Q(commissioner_id=by.organisation_id)
    if by.may(Permission.PREPARE_RETURNS):
        side |= Q(provider_id=by.organisation_id)
    rows = Contract.objects.filter(side, has_small_grants=True).select_related("provider").order_by("reference", "pk")
    rows = rows.annotate(many=Count("groups", filter=Q(groups__left_date=None)))
    kept = {row.contract_id: row for row in Anchor.objects.filter(contract__in=[row.pk for row in rows])}
    return tuple(_anchor_line(row, kept.get(row.pk)) for row in rows)


def _anchor_line(row: Any, anchor: Anchor | None) -> AnchorLine:
    said = (tuple(anchor.places), tuple(anchor.target_groups), anchor.is_inside_council) if anchor else ((), (), False)
    return AnchorLine(
        str(row.uid), row.reference, row.title, row.version, row.provider.name, *said, row.many,
        str(anchor.uid) if anchor else "", anchor.version if anchor else 0,
    )  # fmt: skip


def names_of(by: Actor, contract_uid: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The groups of one anchor as its commissioner may read them: name, ward, for whom. They are public bodies."""
    by.require(Permission.MANAGE_CONTRACTS)
    rows = Group.objects.filter(commissioner_id=by.organisation_id, contract__uid=contract_uid, left_date=None)
    found = rows.order_by("name").values_list("name", "ward", "target_groups")
    return tuple((name, ward, tuple(targets)) for name, ward, targets in found)
