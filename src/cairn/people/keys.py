"""What a person is found by when somebody writes them down a second time. Pure.

Each person carries keys, written with the rest of the record: the sound of each word of the name (`s`) and of the name as
one (`w`), its first and its last two letters (`f`, `l`), year and day of birth (`y`, `d`), digits of the phone (`p`),
e-mail (`m`), postcode (`c`). A *way* puts keys together so that it finds few people among a hundred thousand.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from cairn.kernel import postcodes
from cairn.people.likeness import Described
from cairn.people.sounding import fold, sound, words_of

NATIONAL = 10  # digits of a phone number without its country and its leading nought
TOLD = ("name", "known_as", "birth_date", "phone", "email", "postcode")


Way = list[list[str]]


def described(
    name: str, known_as: str, birth_date: date | None, phone: str, email: str, postcode: str
) -> Described:  # fmt: skip
    """A person as two of them are compared."""
    whole = postcodes.normalise(postcode) or ""
    return Described(name, known_as, birth_date, national(phone), fold(email), whole.replace(" ", "").casefold())


def of_answers(who: Any) -> Described:
    """A client, or the answers that one is made from, as two of them are compared."""
    return described(*(getattr(who, field) for field in TOLD))


def national(phone: str) -> str:
    """The digits that stay the same however a number is written; "" for too few to tell anybody by."""
    digits = re.sub(r"\D", "", phone, flags=re.ASCII)
    return digits[-NATIONAL:] if len(digits) >= NATIONAL else ""


def keys_of(organisation_id: int, who: Described) -> str:
    """The keys that a person carries, as they are kept."""
    words = words_in(who)
    parts = {f"s{sound(word)}" for word in words}
    parts |= set(_ends(words))
    parts |= {f"w{sound(''.join(words_of(name)))}" for name in (who.name, who.known_as) if words_of(name)}
    parts |= set(_births(who.birth_date) or ["y0"])
    parts |= {f"p{who.phone}"} if who.phone else set()
    parts |= {f"m{_squeezed(who.email)}"} if who.email else set()
    parts |= {f"c{who.postcode}"} if who.postcode else set()
    return " ".join(sorted(own_key(organisation_id, part) for part in parts))


def words_in(who: Described) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*words_of(who.name), *words_of(who.known_as))))


def letters_key(letters: str) -> str:
    """Two letters as a key: those of other scripts by their numbers, because not every tokenizer keeps them together."""
    return "".join(letter if letter.isascii() else f"u{ord(letter):x}" for letter in letters)


def _squeezed(email: str) -> str:
    """Letters and figures alone; two that become one are parted when they are compared."""
    return re.sub(r"[^a-z0-9]", "", email)


def _births(born: date | None) -> list[str]:
    return [f"y{born.year}", f"d{born:%m%d}"] if born else []


def own_key(organisation_id: int, part: str) -> str:
    """A key holds its organisation: what others have on record is never even looked at."""
    return f"{part[0]}{organisation_id}x{part[1:]}"


def ways(who: Described) -> list[Way]:
    """Each way of asking: groups of keys, of each of which a person must carry at least one."""
    words = words_in(who)
    sounds = list(dict.fromkeys(f"s{sound(word)}" for word in words))
    letters = _ends(words)
    found = [[[f"w{sound(''.join(words_of(name)))}"]] for name in (who.name, who.known_as) if words_of(name)]
    found += [[[one], [other]] for place, one in enumerate(sounds) for other in sounds[place + 1 :]]
    near = _near(who.birth_date)
    found += [
        [[f"s{sound(word)}"], _ends(other for other in words if other != word), *near]
        for word in words
        if len(words) > 1
    ]
    found += [[[year], [day], [*sounds, *letters]] for year, day in _dates(who.birth_date) if sounds]
    found += [[[f"p{who.phone}"]]] if who.phone else []
    found += [[[f"m{_squeezed(who.email)}"]]] if who.email else []
    found += [[[f"c{who.postcode}"], sounds]] if who.postcode and sounds else []
    return found


def _ends(words: Iterable[str]) -> list[str]:
    """One slip of the hand leaves the beginning of a word or its end."""
    return sorted({key for word in words for key in (f"f{letters_key(word[:2])}", f"l{letters_key(word[-2:])}")})


def _near(born: date | None) -> list[list[str]]:
    """A slip in the date leaves the year or the day; and there are those of whom no date is known."""
    return [sorted({key for pair in _dates(born) for key in pair} | {"y0"})] if born else []


def _dates(born: date | None) -> list[tuple[str, str]]:
    """Year and day of a date, and of the one with day and month exchanged."""
    if born is None:
        return []
    exchanged = [(f"y{born.year}", f"d{born.day:02}{born.month:02}")] if born.day <= 12 else []
    return list(dict.fromkeys([(f"y{born.year}", f"d{born:%m%d}"), *exchanged]))
