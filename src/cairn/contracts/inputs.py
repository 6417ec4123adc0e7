"""What was put in is not what came of it: time that staff gave is never paid for. Pure."""

import re

from cairn.definitions.shapes.measure import Measure
from cairn.kernel.problems import Problem

RULE = "measure.input"
#: Parts of a column's name that say that it holds time given, or how many of the staff gave it.
TIME = frozenset({"minutes", "minute", "hours", "hour", "duration", "staff", "worker", "workers", "fte"})
_TOLD = re.compile(
    r"^(total |all |paid |staff |contracted |support )*(hours?|minutes?)\b(?! (from|to|until|before|after|waited))"
    r"|\b(hours?|minutes?) (of|delivered|worked|given|provided|spent)\b"
    r"|\b(staff|worker|workers’|workers') (time|hours?|minutes?|heads)\b|\bheads of staff\b"
    r"|\bfull[- ]time equivalents?\b|\bfte\b",
    re.IGNORECASE,
)


def is_input(measure: Measure) -> bool:
    """Whether its value is hours, minutes or heads of staff time: by the column that it sums, or by what it calls itself. A
    share of people who were seen within so many hours is none: it counts people."""
    columns = {measure.value, measure.distinct}
    if any(TIME & set(name.split("_")) for name in columns if name):
        return True
    return measure.kind not in ("share", "paired_change") and bool(_TOLD.search(measure.label))


def payment_problems(measure: Measure | None, field: str) -> list[Problem]:
    """Hours delivered cannot be paid for: they are no measure of quality, and counting them costs the ones who deliver."""
    if measure is None or not is_input(measure):
        return []
    fix = "Pay for what changed for people, or for people reached."
    return [Problem(RULE, "Hours or staff time cannot be a payment measure.", fix, field=field)]


def class_problems(measure: Measure, measure_class: str, row: int | None = None) -> list[Problem]:
    """In a set of measures staff time may stand as a provider's own output, and as nothing that others are compared by."""
    if not is_input(measure) or measure_class == "provider_output":
        return []
    fix = "Propose it as this provider’s own output, or choose a measure of what changed."
    words = "Hours or staff time can be no outcome and no standardised output."
    return [Problem(RULE, words, fix, field="measure_class", row=row)]
