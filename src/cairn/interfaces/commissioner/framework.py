"""The framework's summary table: what is collected, at which level, for what, how often; and what of it a contract covers."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import topics
from cairn.contracts.rules import SHAREABLE
from cairn.contracts.views import ContractView
from cairn.definitions import registry
from cairn.definitions.shapes.framework import Item
from cairn.exchange.tables import Cell
from cairn.frameworks import items
from cairn.frameworks.items import Carried, Filled, Row
from cairn.frameworks.outcomes import PREVENTION_FIRST
from cairn.interfaces import files
from cairn.interfaces.commissioner.measure_forms import class_words
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.pages import Request, address, page, show
from cairn.presentation import dimensions
from cairn.returns.heads import heads_of

COLUMNS = ("Measure", "Item", "Level", "Relevant to", "Frequency", "Filled here by")


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the page draws it: what fills it, kind by kind, in words."""

    label: str
    note: str
    fillers: tuple[str, ...]


@page(P.MANAGE_CONTRACTS)
def framework(request: Request) -> HttpResponse:
    """The whole table, with what fills each item here."""
    found = registry.get("framework", PREVENTION_FIRST)
    if (file := files.answer(request, "Framework", COLUMNS, _lines)) is not None:
        return file
    rows = [(group, [_shown(item) for item in group.items]) for group in items.table()]
    return show(
        request, "commissioner/framework", framework=found, rows=rows, levels=items.LEVELS, often=items.FREQUENCIES,
        classes=registry.get("codes", "measure_class").entries, class_words=class_words(),
    )  # fmt: skip


def _lines() -> list[tuple[Cell, ...]]:
    return [
        (group.label, item.label, items.LEVELS[group.level], ", ".join(group.relevant_to),
         items.FREQUENCIES[group.frequency], "; ".join(_shown(item).fillers))
        for group in items.table()
        for item in group.items
    ]  # fmt: skip


def _shown(item: Item) -> Shown:
    by = [dimensions.label(name).lower() for name in item.by]
    heads = registry.get("codes", "narrative_head")
    words = [registry.get("measure", id).label for id in items.measures_of(item)]
    words = [f"{label}, by {' or '.join(by)}" for label in words] if by else words
    words += [f"Field: {SHAREABLE[name]}" for name in item.fields]
    words += [f"In words: {heads.label_of(head)}" for head in item.heads]
    words += [f"Scale: {registry.get('scale', scale).label}" for scale in (*item.scales, *_tools(item))]
    return Shown(item.label, item.note or "", tuple(words))


def _tools(item: Item) -> tuple[str, ...]:
    """The tools that tell of the item's outcome."""
    if item.outcome is None:
        return ()
    found = registry.get("framework", PREVENTION_FIRST).mappings
    return tuple(dict.fromkeys(each.tool for each in found if each.outcome == item.outcome))


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that a contract lacks, and the page on which it is filled."""

    item: Filled
    shown: Shown
    href: str
    words: str


@page(P.MANAGE_CONTRACTS)
def of_contract(request: Request, contract: str) -> HttpResponse:
    """What of the table this contract covers, item by item; what it lacks, with the page that fills it."""
    found = ours(request, contract)
    rows = items.carried(carried_by(request, found))
    shown = {one.item.id: _shown(one.item) for row in rows for one in row.items}
    asked = [row for row in rows if row.is_asked_of_all]
    return show(
        request, "commissioner/contract_framework", contract=found, rows=rows, shown=shown, levels=items.LEVELS,
        often=items.FREQUENCIES, gaps={row.group.id: _gaps(request, found, row) for row in rows},
        names=_names(rows), covered=sum(one.is_covered for row in asked for one in row.items),
        asked=sum(len(row.items) for row in asked), topics=topics.topics_of(found),
    )  # fmt: skip


def carried_by(request: Request, found: ContractView) -> Carried:
    """What a contract has: its measures, what its agreement lets leave, what its rounds ask in words."""
    fields = found.agreement.field_names if found.agreement else frozenset()
    measures = frozenset((view.measure, view.by) for view in found.measures)
    return Carried(measures, frozenset(fields), heads_of(request.actor, found.uid))


def _names(rows: tuple[Row, ...]) -> dict[str, str]:
    """What carries an item, in words."""
    heads = registry.get("codes", "narrative_head")
    names: dict[str, str] = {}
    for row in rows:
        for one in row.items:
            names |= {id: registry.get("measure", id).label for id in items.measures_of(one.item)}
            names |= {name: SHAREABLE[name] for name in one.item.fields}
            names |= {head: heads.label_of(head) for head in one.item.heads}
    return names


def _gaps(request: Request, found: ContractView, row: Row) -> list[Gap]:
    return [Gap(one, _shown(one.item), *_way(request, found, one)) for one in row.gaps]


def _way(request: Request, found: ContractView, one: Filled) -> tuple[str, str]:
    """The page that closes a gap, and what is done there."""
    if one.way == "measures":
        return address(request, "commissioner:measures", contract=found.uid), "Agree a measure"
    if one.way == "heads":
        return address(request, "commissioner:contract", contract=found.uid, fragment="rounds"), "Ask in a round"
    return address(request, "commissioner:agreement_new", contract=found.uid), "Name the field in an agreement"


urls = [
    path("framework/", framework, name="framework"),
    path("contracts/<uuid:contract>/framework/", of_contract, name="contract_framework"),
]
