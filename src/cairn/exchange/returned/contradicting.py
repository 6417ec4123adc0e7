"""Two answers of one row that cannot both be right, by the code lists themselves: each entry of the finer list names its group
(of ethnic groups as the census of 2021 has them, verified; of homes by Cairn's own list). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from cairn.definitions import registry
from cairn.definitions.mart import GROUPED
from cairn.exchange.returned.found import Finding, at
from cairn.exchange.returned.shape import Column

UNSAID = "not_said"
"""The group of an entry of which the list does not say which it belongs to: it agrees with each."""


def found(
    sheet: str, numbers: Sequence[int], columns: Sequence[Column], values: Sequence[Sequence[Any]]
) -> Iterator[Finding]:
    """At the finer answer, and only as a warning: people say of themselves what they will. `numbers` are those of the rows,
    `values` the columns as they were read. An answer that is missing, or broader already, contradicts none but another group."""
    places = {column.name: place for place, column in enumerate(columns)}
    for name, (group, of_list, list_id) in GROUPED.items():
        if name not in places or group not in places:
            continue
        message = f"This answer does not belong to the group that the same row names in {group}."
        fix = f"Mend {name} or {group}, or leave {name} blank: the group alone is enough. If both were said so, leave them."
        belongs, said = _groups(list_id), _said(of_list)
        for number, one, other in zip(numbers, values[places[name]], values[places[group]], strict=True):
            if other in said and belongs.get(one, other) != other:
                where = at(sheet, number, places[name], name)
                yield Finding("row.contradiction", message, fix, severity="warning", **where)


@cache
def _groups(list_id: str) -> Mapping[Any, str]:
    """The group of each code; a broader answer (`any_white`) is of the group that it names."""
    every = {one.code: one.group for one in registry.get("codes", list_id).entries if one.group not in (None, UNSAID)}
    return {code: str(group) for code, group in every.items()} | {
        f"any_{group}": str(group) for group in every.values()
    }


@cache
def _said(list_id: str) -> frozenset[Any]:
    """The groups of a list; not the codes for an answer that is missing, nor a group that does not say."""
    return frozenset(
        one.code for one in registry.get("codes", list_id).entries if not one.missing and one.code != UNSAID
    )
