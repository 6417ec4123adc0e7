"""What was put in is not what came of it: time that staff gave is never paid for. Pure."""

import re
import unicodedata

from cairn.definitions.shapes.measure import Measure
from cairn.kernel.problems import Problem

RULE = "measure.input"
#: Parts of a column's name that say that it holds time given, or how many of the staff gave it.
TIME = frozenset({"minutes", "minute", "hours", "hour", "duration", "staff", "worker", "workers", "fte"})
_UNITS = r"(?:hours?|hrs?|minutes?|mins?)"
_STAFF = r"(?:staff|workers?|workers[’'])"
_TOLD = re.compile(
    rf"\b{_UNITS}[’']? (of|delivered|worked|given|provided|spent|logged)\b|\b{_UNITS}\W*$"
    rf"|^(total |all |paid |staff |contracted |support )*{_UNITS}\b(?! (from|to|until|before|after|waited))"
    rf"|\b({_STAFF}|contact|delivery|paid|support) (time|{_UNITS})\b|\b{_STAFF} heads\b|\bheads of staff\b"
    r"|\b(staff|worker|working|person)[- ](time|days?)\b|\b(days|shifts) (worked|delivered)\b"
    r"|\btime (given|worked|delivered|spent)\b|\bfull[- ]time equivalents?\b|\bfte\b|\btimesheets?\b",
    re.IGNORECASE,
)
#: A span of time by which something was waited for, or a name in which it is none that was given.
_SPAN = re.compile(
    rf"\b(within|in|under|after|before|over|than|least|every|by) (the (first|last) )?\S+[- ]{_UNITS}\b"
    rf"|\bout[- ]of[- ]{_UNITS}\b|\b24[- ]{_UNITS}\b|\b(opening|visiting|office|lunch|coffee|happy|rush) {_UNITS}\b",
    re.IGNORECASE,
)
#: A type of activity, or another thing that is counted one by one, that is itself so much time: "One hour of support".
_PIECE = re.compile(
    rf"^(an?|one|half an?|quarter of an|\d+)[- ]?{_UNITS}\b|\b(support|staff|contact|worker) {_UNITS}\b"
    rf"|\b(?!24)\d+[- ]?(h|{_UNITS})\b|\b\d+[’'](?!\w)|\b(half|quarter)[- ]hour|\bhourly\b|\bunits? of time\b|\btime units?\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"“([^”]*)”")
_ONE_BY_ONE = frozenset({"count", "sum"})


def is_input(measure: Measure) -> bool:
    """Whether its value is hours, minutes or heads of staff time: by the column that it sums, by what it calls itself, or, of
    one that was made in the browser and counts one by one, by what it calls the pieces. A share of people who were seen within
    so many hours is none: it counts people."""
    columns = {measure.value, measure.distinct}
    if any(TIME & set(name.split("_")) for name in columns if name):
        return True
    if measure.kind in ("share", "paired_change"):
        return False
    return _tells(measure.label) or (
        measure.is_own and measure.kind in _ONE_BY_ONE and any(map(_is_time, _NAMED.findall(measure.words)))
    )


def _tells(label: str) -> bool:
    return bool(_TOLD.search(_SPAN.sub("", _plain(label))))


def _plain(name: str) -> str:
    """Wide letters as the usual ones, and without signs that nobody sees."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")


def _is_time(name: str) -> bool:
    """Of a name in a sentence, with the service behind it: "One hour of support (Getting out)". What stands in brackets is the
    service's name, or how long it takes: "Session (60 min) (Getting out)"."""
    whole = _SPAN.sub("", _plain(name))
    bare = re.sub(r" \([^()]*\)$", "", whole)
    return bool(_TOLD.search(bare) or _PIECE.search(whole))


def payment_problems(measure: Measure | None, field: str, row: int | None = None) -> list[Problem]:
    """Hours delivered cannot be paid for: they are no measure of quality, and counting them costs the ones who deliver."""
    if measure is None or not is_input(measure):
        return []
    fix = "Pay for what changed for people, or for people reached."
    return [Problem(RULE, "Hours or staff time cannot be a payment measure.", fix, field=field, row=row)]


def class_problems(measure: Measure, measure_class: str, row: int | None = None) -> list[Problem]:
    """In a set of measures staff time may stand as a provider's own output, and as nothing that others are compared by."""
    if not is_input(measure) or measure_class == "provider_output":
        return []
    fix = "Propose it as this provider’s own output, or choose a measure of what changed."
    words = "Hours or staff time can be no outcome and no standardised output."
    return [Problem(RULE, words, fix, field="measure_class", row=row)]
