"""Days as a calendar file (RFC 5545): whole days, each with its reminders. Nothing in it names a person."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Day:
    """One entry. `uid` stays the same when its day moves, so that a calendar moves it; `before` are the days before on which it
    reminds."""

    uid: str
    on: date
    title: str
    words: str = ""
    url: str = ""
    before: tuple[int, ...] = ()


def calendar(name: str, days: Iterable[Day], now: datetime) -> bytes:
    """The file. Lines end in CR LF and are folded at 75 octets."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cairn//Rounds//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for day in days:
        lines += _event(day, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(day: Day, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{day.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(day.title)}"
    if day.words:
        yield f"DESCRIPTION:{_text(day.words)}"
    if day.url:
        yield f"URL:{day.url}"
    yield "TRANSP:TRANSPARENT"
    for days in day.before:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(day.title)}",
            f"TRIGGER:-P{days}D",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Escaped: a comma, a semicolon and a line's end have a meaning of their own, and other control characters no place."""
    for character in "\\;,":
        words = words.replace(character, f"\\{character}")
    return "".join(
        c for c in "\\n".join(words.splitlines()) if c == "\t" or unicodedata.category(c) not in ("Cc", "Cs")
    )


def _folded(line: str) -> bytes:
    """In pieces of at most 75 octets, never within a character; each further piece begins with a space."""
    pieces: list[bytes] = [b""]
    for character in line:
        encoded = character.encode()
        if len(pieces[-1]) + len(encoded) > MOST_OCTETS:
            pieces.append(b" ")
        pieces[-1] += encoded
    return b"\r\n".join(pieces) + b"\r\n"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Some names, and how many more."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
