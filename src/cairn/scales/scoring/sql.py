"""Small pieces of SQL text, in which every fraction is a double: a plain `0.5` would be a decimal and round otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.scales.scoring.plan import DIGITS, Part


@dataclass(frozen=True, slots=True)
class Worth:
    """An expression, and whether it is of whole numbers only."""

    text: str
    is_whole: bool

    def times(self, factor: float) -> "Worth":
        if factor == 1:
            return self
        return Worth(f"({self.text}) * {number(factor)}", self.is_whole and float(factor).is_integer())


def number(value: float) -> str:
    """A number as a literal: whole where it is whole, else a double."""
    return str(int(value)) if float(value).is_integer() else f"{float(value)!r}{'' if 'e' in repr(value) else 'e0'}"


def quoted(name: str) -> str:
    return f'"{name}"'


def listed(values: Sequence[float]) -> str:
    """A constant list, to be looked up by place."""
    kind = "BIGINT" if all(isinstance(value, int) for value in values) else "DOUBLE"
    return f"(CAST([{', '.join(map(number, values))}] AS {kind}[]))"


def either(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({' OR '.join(texts)})"


def counted(truths: Iterable[str]) -> str:
    """How many of these hold."""
    return " + ".join(f"CAST({truth} AS INTEGER)" for truth in truths)


def when_valid(text: str) -> str:
    """Only of rows that are valid: a number far out of range is then never added up either."""
    return f"CASE WHEN valid THEN {text} END"


def half_up(text: str, digits: int) -> str:
    """As `plan.half_up`."""
    return f"floor({text} * {10**digits} + 0.5e0) / {10**digits}"


def tidy(worth: Worth) -> str:
    """As `plan.tidy`."""
    return worth.text if worth.is_whole else half_up(f"({worth.text})", DIGITS)


def of_part(part: Part, points: Sequence[str], values: Sequence[str], skips: Sequence[str], are_whole: bool) -> Worth:
    """What a part comes to: null with more blanks than it bears."""
    if not (part.allow or skips or part.bare or part.is_mean):
        return Worth(" + ".join(points), are_whole)
    whole = " + ".join(f"coalesce({point}, 0)" for point in points)
    there = f"({counted(f'{value} IS NOT NULL' for value in values)})"
    applying = f"({len(points)} - ({counted(skips)}))" if skips else str(len(points))
    borne = f"{applying} - {there} <= {part.allow}" + ("" if part.bare else f" AND {there} > 0")
    if part.is_mean:
        return Worth(f"CASE WHEN {borne} THEN ({whole}) / {there} END", is_whole=False)
    if part.fills and part.allow:
        # with no blank the sum itself, which no division has touched
        filled = f"CASE WHEN {there} < {applying} THEN ({whole}) / {there} * {applying} ELSE {whole} END"
        return Worth(f"CASE WHEN {borne} THEN {filled} END", is_whole=False)
    return Worth(f"CASE WHEN {borne} THEN {whole} END", are_whole)
