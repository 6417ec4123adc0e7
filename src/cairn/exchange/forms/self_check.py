"""How a sheet checks itself: for each column the formulas that colour its cell, for each row those that count errors. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cairn.collection.columns import FormColumn
from cairn.exchange.forms import formulas
from cairn.exchange.forms.formulas import Lists, Place
from cairn.questionnaire.conditions import ALWAYS, Not
from cairn.questionnaire.rules import Rule

LONGEST = 7_500
"""Characters of a formula: Excel takes 8,192."""


@dataclass(frozen=True, slots=True)
class Colours:
    """When a column's cell is of which kind, as formulas; blank for never."""

    wrong: str = ""
    missing: str = ""
    not_asked: str = ""
    soft: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A formula that counts how many of these rules a row breaks."""

    formula: str
    rules: tuple[Rule, ...]


def colours(columns: Iterable[FormColumn], rules: Sequence[Rule], place: Place, lists: Lists) -> Mapping[str, Colours]:
    """By column. A rule over several columns colours the one that its finding names."""
    return {column.name: _colours(column, rules, place, lists) for column in columns}


def _colours(column: FormColumn, rules: Sequence[Rule], place: Place, lists: Lists) -> Colours:
    own = [rule for rule in rules if rule.field == column.name]

    def broken(wanted: Callable[[Rule], bool]) -> str:
        return _any(filter(None, (_broken(rule, place, lists) for rule in own if wanted(rule))))

    asked = "" if column.asked == ALWAYS else formulas.formula(Not(column.asked), place, lists) or ""
    return Colours(
        wrong=broken(lambda rule: rule.severity == "error" and rule.id != "needed"),
        missing=broken(lambda rule: rule.severity == "error" and rule.id == "needed"),
        not_asked=asked,
        soft=broken(lambda rule: rule.severity != "error"),
    )


def _any(parts: Iterable[str]) -> str:
    said = list(parts)
    return f"OR({','.join(said)})" if len(said) > 1 else "".join(said)


def _broken(rule: Rule, place: Place, lists: Lists) -> str | None:
    return formulas.formula(Not(rule.must), place, lists)


def counts(rules: Iterable[Rule], place: Place, lists: Lists) -> tuple[Count, ...]:
    """Formulas that together count the errors of a row, each as long as a formula may be."""
    made: list[Count] = []
    parts: list[tuple[str, Rule]] = []
    for rule in rules:
        said = _broken(rule, place, lists) if rule.severity == "error" else None
        if said is None:
            continue
        if parts and sum(len(one) + 5 for one, _ in parts) + len(said) > LONGEST:
            made.append(_count(parts))
            parts = []
        parts.append((said, rule))
    return (*made, _count(parts)) if parts else tuple(made)


def _count(parts: Iterable[tuple[str, Rule]]) -> Count:
    said, rules = zip(*parts, strict=True)
    return Count("+".join(f"--({one})" for one in said), tuple(rules))


def unsaid(rules: Iterable[Rule], lists: Lists) -> tuple[Rule, ...]:
    """Rules that no formula says: the upload checks them."""
    return tuple(rule for rule in rules if _broken(rule, lambda name: "$A1", lists) is None)
