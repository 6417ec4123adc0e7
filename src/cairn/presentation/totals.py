"""Totals over contracts as people read them. Every number is drawn as the page of a return draws it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from cairn.contracts import breaks
from cairn.definitions import registry
from cairn.presentation import dimensions, figures
from cairn.presentation.figures import Stat
from cairn.returns.totals import Part, Total
from cairn.web import formats


@dataclass(frozen=True, slots=True)
class Row:
    """One total. `part` says which breakdown it is of, or ""; `address` is what its own page is asked; `series` that it is not
    the same thing as before, or as in other areas."""

    total: Total
    label: str
    part: str
    value: str
    caution: str
    address: str
    series: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    rows: tuple[Row, ...]


def groups(found: Iterable[Total]) -> tuple[Group, ...]:
    """By declared class. Where one figure is measured in two ways, that which goes on as before says so too."""
    classes, found = registry.get("codes", "measure_class"), list(found)
    twice = {replace(total.same, since="") for total in found if total.same.since}
    return tuple(
        Group(
            classes.label_of(of),
            tuple(
                replace(shown(one), series="measured as before") if one.same in twice else shown(one) for one in mine
            ),
        )
        for of, mine in groupby(found, key=lambda total: total.same.measure_class)
    )


def shown(total: Total) -> Row:
    same = total.same
    asked = {"class": same.measure_class, "version": same.version, "code": same.code, "since": same.since}
    return Row(
        total=total,
        label=total.label,
        part=dimensions.label(same.code.partition("=")[0]) if same.code else "",
        value=figures.value(total.value, total.definition.kind, total.definition.decimals),
        caution=_caution(total),
        address=urlencode(asked if same.since else {name: said for name, said in asked.items() if name != "since"}),
        series=series(total),
    )


def series(total: Total) -> str:
    """`measured differently from April 2027 on`; "" for what is measured as it always was."""
    return breaks.said(date.fromisoformat(total.same.since)) if total.same.since else ""


def _caution(total: Total) -> str:
    if total.why_not or not total.several:
        return ""
    who = "One provider has" if total.several == 1 else f"{formats.number(total.several)} providers have"
    return f"{who} more than one contract here: what two contracts pay for stands in both."


def caution(found: Iterable[Total]) -> str:
    """Said once for a page of them: the total in which most providers stand with several contracts."""
    return max(((total.several, _caution(total)) for total in found), default=(0, ""))[1]


def stat(total: Total, part: Part) -> Stat:
    """One figure that is added, or stands beside the others."""
    return figures.stat(part, total.definition.kind, total.definition.decimals)


def parts(total: Total) -> tuple[tuple[Part, Stat], ...]:
    return tuple((part, stat(total, part)) for part in total.parts)


def facts(total: Total) -> list[Mapping[str, Any]]:
    return figures.definition_facts(total.definition)
