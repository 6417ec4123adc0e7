"""A worker's own diary as a calendar file (iCalendar, RFC 5545). A phone's calendar is shown to whoever stands near and is
copied to other people's servers, so no name, place or kind of contact stands in it: of a contact its reference, which says
nothing to anybody outside; of a session what it is called."""

import datetime as dt
from collections.abc import Iterator

from cairn.access.actors import Actor
from cairn.cases.queries.diary import DiaryItem, diary
from cairn.kernel import clock

WEEKS = 8
LONGEST = 74  # bytes of a line, RFC 5545 section 3.1


def write(by: Actor, first: dt.date) -> bytes:
    """The next weeks, what was cancelled left out."""
    items = diary(by, first, WEEKS * 7, cancelled=False).items
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cairn//Diary//EN", "CALSCALE:GREGORIAN"]
    lines += [line for item in items for line in _event(item)]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(item: DiaryItem) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{item.uid}@cairn"
    yield f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}"
    if item.start_time is None:
        yield f"DTSTART;VALUE=DATE:{item.planned_date:%Y%m%d}"
    else:
        start = dt.datetime.combine(item.planned_date, item.start_time, clock.LONDON)
        end = start + dt.timedelta(minutes=item.minutes or 30)
        for name, at in (("DTSTART", start), ("DTEND", end)):
            yield f"{name}:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"SUMMARY:{_escaped(item.activity_type if item.is_session else item.reference)}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Long lines go on in the next one, after a blank; no character is cut in two."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += letter
    return "\r\n".join([*parts, part])
