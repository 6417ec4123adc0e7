"""Whether two descriptions are likely to be of one person, by points that a reader can add up. Pure.

| what agrees                                              | points |
|----------------------------------------------------------|--------|
| the same name, in any order                              | 6      |
| a name that sounds or is typed alike, word for word      | 5      |
| all of a shorter name within a longer one                | 4      |
| one word of the name                                     | 2      |
| the same date of birth                                   | 5      |
| the same with day and month exchanged                    | 4      |
| a date of birth with one figure another, or two exchanged| 3      |
| another date of birth                                    | -4     |
| the same phone number; the same e-mail address           | 4 each |
| the same whole postcode                                  | 2      |

From 9 points on two are very likely one (`strong`), from 7 likely, from 5 possible; below that nothing is said. Without one
word of the name, only who also shares a phone number or an address of e-mail can be one.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from cairn.people.sounding import sound, words_of

Strength = Literal["", "possible", "likely", "strong"]
NAME = {"same": 6, "alike": 5, "part": 4, "one": 2, "": 0}
BIRTH = {"same": 5, "exchanged": 4, "near": 3, "": 0, "other": -4}
PHONE, EMAIL, POSTCODE = 4, 4, 2
FROM: tuple[tuple[int, Strength], ...] = ((9, "strong"), (7, "likely"), (5, "possible"))


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of somebody, as it is compared: digits of the phone, the e-mail folded, the whole postcode."""

    name: str = ""
    known_as: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What agrees: keys of `NAME` and `BIRTH`, and the rest as yes or no."""

    name: str
    birth: str
    phone: bool
    email: bool
    postcode: bool

    @property
    def points(self) -> int:
        own = NAME[self.name] + BIRTH[self.birth]
        return own + PHONE * self.phone + EMAIL * self.email + POSTCODE * self.postcode

    @property
    def strength(self) -> Strength:
        if not (self.name or self.phone or self.email):
            return ""
        return next((strength for least, strength in FROM if self.points >= least), "")


def compare(one: Described, other: Described) -> Likeness:
    """What agrees of two. It does not matter which comes first."""
    return Likeness(
        name=max((_names(mine, theirs) for mine in _called(one) for theirs in _called(other)), key=NAME.__getitem__),
        birth=births(one.birth_date, other.birth_date),
        phone=bool(one.phone) and one.phone == other.phone,
        email=bool(one.email) and one.email == other.email,
        postcode=bool(one.postcode) and one.postcode == other.postcode,
    )


def _called(who: Described) -> tuple[tuple[str, ...], ...]:
    """What somebody is called: the name; what they are known as, alone and in place of the first name."""
    name, known_as = words_of(who.name), words_of(who.known_as)
    return (name, known_as, (*known_as, *name[1:])) if known_as else (name,)


def births(one: date | None, other: date | None) -> str:
    """How two dates of birth agree: a key of `BIRTH`, "" where one is not known."""
    if one is None or other is None:
        return ""
    if one == other:
        return "same"
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "exchanged"
    return "near" if distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", 1) <= 1 else "other"


@lru_cache(maxsize=16384)
def _names(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    if not one or not other:
        return ""
    if Counter(one) == Counter(other):
        return "same"
    shorter, longer = sorted((one, other), key=len)
    agreeing = _agreeing(shorter, longer)
    if agreeing == len(longer) or _written_as_one(shorter, longer):
        return "alike"
    if agreeing == len(shorter) > 1:
        return "part"
    return "one" if agreeing else ""


def _written_as_one(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """`Annamaria Kowalska`, of `Anna Maria Kowalska`."""
    if len(longer) != len(shorter) + 1:
        return False
    joined = (
        (first + second, *(word for place, word in enumerate(longer) if place not in (here, there)))
        for here, first in enumerate(longer)
        for there, second in enumerate(longer)
        if here != there
    )
    return any(_agreeing(shorter, words) == len(shorter) for words in joined)


def _agreeing(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many words of one have their like in the other, each taken once, the closest first. Initials alone say nothing."""
    pairs = sorted(
        (how, sorted((mine, theirs)), place, there)
        for place, mine in enumerate(one)
        for there, theirs in enumerate(other)
        if (how := _words(mine, theirs)) is not None
    )
    mine_used: set[int] = set()
    theirs_used: set[int] = set()
    written = 0
    for how, _, place, there in pairs:
        if place not in mine_used and there not in theirs_used:
            mine_used.add(place)
            theirs_used.add(there)
            written += how < INITIAL
    return len(mine_used) if written else 0


INITIAL = 2


def _words(one: str, other: str) -> int | None:
    """0 for the same, 1 for alike, INITIAL where one is the other's, None where they are neither."""
    if one == other:
        return 0 if len(one) > 1 else INITIAL
    if min(len(one), len(other)) == 1:
        return INITIAL if one[0] == other[0] else None
    return 1 if words_alike(one, other) else None


def words_alike(one: str, other: str) -> bool:
    """Two words that sound the same, or are typed nearly so: one slip from four letters on, two from eight. A sound of one
    letter says too little by itself: `Lee` is like `Lea`, not `Li` like `Lu`."""
    shortest, longest = sorted((len(one), len(other)))
    if sound(one) == sound(other) and (len(sound(one)) > 1 or (longest > 2 and distance(one, other, 1) <= 1)):
        return True
    most = 2 if shortest >= 8 else 1 if shortest >= 4 else 0
    if (
        not most or longest - shortest > most or len(set(one) ^ set(other)) > 2 * most
    ):  # a slip changes two letters at most
        return False
    return distance(one, other, most) <= most


@lru_cache(maxsize=65536)
def distance(one: str, other: str, most: int) -> int:
    """How many slips of the hand part two words: a letter too many, too few, another one, or two neighbours exchanged
    (Damerau's, no stretch edited twice). Anything above `most` is given as `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i] + [0] * len(other)
        for j, there in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                least = min(least, last[j - 2] + 1)
            row[j] = least
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)
