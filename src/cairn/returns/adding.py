"""Which accepted figures may be added up over contracts, and their exact sum. Pure."""

from collections.abc import Iterable
from decimal import Decimal

from cairn.definitions.shapes.measure import Measure

ADDED = frozenset({"count", "sum"})


def why_not(measure_class: str, measure: Measure) -> str:
    """Why figures of a measure are not added over contracts; "" where they are."""
    if measure_class == "provider_output" or measure.is_own:
        return "A provider’s own output: each provider counts what it has agreed, so they are never added."
    if measure.is_sample:
        return "It is of only some of those concerned: n of N. It is not added, neither to its like nor to full counts."
    if measure.kind != "distinct" and measure.kind not in ADDED:
        return "A share, a mean or a change is of those behind it: it is not added."
    if measure.kind == "distinct" or "provider" in measure.not_additive_over:
        return "People are counted here, and one person may be with two providers: they are not added."
    return ""


def total(values: Iterable[float | None]) -> float | None:
    """The sum as the figures are written, so that no last digit is lost; None of no figure at all."""
    known = [Decimal(repr(value)) for value in values if value is not None]
    if not known:
        return None
    found = sum(known, Decimal(0))
    return int(found) if found == found.to_integral_value() else float(found)
