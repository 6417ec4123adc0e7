"""What holds at the public doors: addresses nobody can guess, how often one may knock, when a link has ended. Pure."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from cairn.definitions import registry
from cairn.kernel.problems import Problem, too_long

#: Letters and figures that nobody mistakes for another, in an address that is read from a poster or typed from a letter.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUP, CODE_LENGTH, TOKEN_LENGTH = 4, 16, 28  # 31 letters: 79 bits for what is public anyway, 138 for what is secret
LONGEST_WORDS = 1000
#: Questions of the referral form that a manager may add; the others are always there.
OPTIONAL = {
    "birth_date": "Date of birth",
    "postcode": "Postcode",
    "urgency": "How urgent it is",
    "language": "The language they speak best",
}
DAYS, MOST_DAYS, WRONG_TRIES = 14, 90, 5
#: How long a page that was opened stays open, and how long a form may take to be sent.
OPEN_MINUTES, FORM_DAYS, LEAST_SECONDS = 30, 7, 3

LinkState = Literal["live", "expired", "ended", "used_up", "locked"]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` knocks within `minutes`."""

    minutes: int
    most: int


#: For one address, for one form, for all forms together: an office behind one address sends several, a flood does not pass.
LIMITS = {"address": Limit(10, 20), "form": Limit(60, 120), "all": Limit(60, 600)}


def plain(typed: str) -> str:
    """A code or a token as it was made, however it was typed: with or without strokes, in capitals."""
    return typed.replace("-", "").replace(" ", "").casefold()


def grouped(code: str) -> str:
    """`abcd-efgh-…`, for an address that people read."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def may_be(code: str, length: int) -> bool:
    """Whether this could be a code of that length at all."""
    return len(code) == length and set(code) <= set(ALPHABET)


def token_hash(token: str) -> str:
    """What is kept of a token. It has 138 random bits, so that a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


def reference_of(uid: object) -> str:
    """By what a referral is called on its receipt: enough to speak of it on the phone, and the key to nothing."""
    text = str(uid).replace("-", "").upper()
    return f"{text[:4]}-{text[4:8]}"


def window_of(now: datetime, limit: Limit) -> datetime:
    """The beginning of the stretch of time that an instant falls into."""
    seconds = limit.minutes * 60
    return now - timedelta(seconds=int(now.timestamp()) % seconds, microseconds=now.microsecond)


class Link(Protocol):
    @property
    def expires_at(self) -> datetime: ...
    @property
    def revoked_at(self) -> datetime | None: ...
    @property
    def uses_left(self) -> int | None: ...
    @property
    def wrong_tries(self) -> int: ...


def link_state(link: Link, now: datetime) -> LinkState:
    """Whether a link still opens anything, and if not, why."""
    if link.revoked_at is not None:
        return "ended"
    if link.wrong_tries >= WRONG_TRIES:
        return "locked"
    if link.uses_left == 0:
        return "used_up"
    return "live" if now < link.expires_at else "expired"


def is_birthday(born: date, day: str, month: str) -> bool:
    """Whether these are the day and the month; figures, with or without a nought before them."""
    said = (day.strip(), month.strip())
    return all(part.isascii() and part.isdecimal() and len(part) <= 2 for part in said) and (
        (int(said[0]), int(said[1])) == (born.day, born.month)
    )


def form_problems(words: str, asks: Collection[str]) -> list[Problem]:
    """Everything that is wrong with how a service opens its form."""
    found = too_long(words.strip(), LONGEST_WORDS, "words")
    if set(asks) - set(OPTIONAL):
        found.append(Problem("form.asks", "That question is not on the list.", "Choose from the list.", field="asks"))
    return found


def link_problems(
    purpose: str, language: str, languages: Collection[str], days: int, questions: Sequence[str], row: int | None = None
) -> list[Problem]:
    """Everything that is wrong with a link that is to be made."""
    found: list[Problem] = []
    if purpose not in registry.get("codes", "link_purpose").codes:
        found.append(Problem("link.purpose", "That is no use of a link.", "Choose one.", field="purpose", row=row))
    if language not in languages:
        found.append(Problem("link.language", "The page is not there in that language.", "Choose one of the list.",
                             field="language", row=row))  # fmt: skip
    if not 1 <= days <= MOST_DAYS:
        fix = f"Write a number from 1 to {MOST_DAYS}."
        found.append(Problem("link.days", "That is not how long a link can live.", fix, field="days", row=row))
    if purpose == "answers" and not questions:
        fix = "Tick at least one question."
        found.append(Problem("link.questions", "There is nothing to answer.", fix, field="questions", row=row))
    return found
