"""Which sheet, which row of headings, which column is what, which word is which code: proposed, for people to confirm."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from cairn.exchange.clients import dates, words
from cairn.exchange.clients.fields import BY_KEY, FIELDS, HEARD, Field, choices, squeezed
from cairn.exchange.clients.mapping import LEAVE_OUT, ColumnMap, Headings, headings, is_filled
from cairn.exchange.sheets import Sheet, Value
from cairn.kernel import postcodes
from cairn.people.rules import part_of_postcode

LOOKED_AT = 20  # rows, for the headings
SAMPLED = 60  # values of a column
MOST_WORDS = 100  # different words of a coded column: with more it is no code
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_PHONE = re.compile(r"^(\+44|0)[\d\s().-]{8,16}$")
ByName = dict[str, str]
_HEARD: ByName = {word: key for key, heard in HEARD.items() for word in heard}
_LABELS: ByName = {squeezed(field.label): field.key for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a coded column, how often it comes, and the code proposed or chosen ("" while nobody has)."""

    word: str
    shown: str
    count: int
    code: str


def sheet_and_headings(sheets: Sequence[Sheet]) -> tuple[Sheet, int]:
    """The sheet and the row, from 1, that most look like headings of a list of people."""
    scored = [(_best_row(one), one) for one in sheets]
    (_, row), sheet = max(scored, key=lambda each: each[0][0])
    return sheet, row


def _best_row(sheet: Sheet) -> tuple[float, int]:
    scores = [(_score(row), -place) for place, row in enumerate(sheet.rows[:LOOKED_AT])]
    best, place = max(scores, default=(0.0, 0))
    return best, 1 - place


def _score(row: Sequence[Value]) -> float:
    """Known headings count most; a line with few cells is a title, a line with numbers and dates is a person's."""
    filled = [value for value in row if is_filled(value)]
    texts = [squeezed(value) for value in filled if isinstance(value, str)]
    known = sum(field_of(text) != "" for text in set(texts))
    return known * 4 + min(len(set(texts)), 8) * 0.25 - (len(filled) - len(texts)) * 2


def field_of(name: str) -> str:
    """The field that a heading names, without a doubt; else ""."""
    said = squeezed(re.sub(r"\(\d+\)$", "", name))
    return (
        _LABELS.get(said)
        or _HEARD.get(said)
        or _HEARD.get(re.sub(r"^(client|service user|customer|person) s? ?", "", said), "")
    )


def proposed(sheets: Sequence[Sheet], today: date, saved: Callable[[Headings], ColumnMap | None]) -> ColumnMap:
    """A whole mapping. `saved` gives the one that was used for a file with the same headings, if there was any."""
    sheet, row = sheet_and_headings(sheets)
    names = headings(sheet, row)
    if used := saved(names):
        return ColumnMap(
            sheet.name, row, {name: used.columns.get(name, "") for name in names.values()}, used.values, used.everyone
        )
    return ColumnMap(sheet.name, row, columns(sheet, row, today))


def columns(sheet: Sheet, heading_row: int, today: date) -> dict[str, str]:
    """A field for each heading, none twice: first what headings say, then what the cells look like."""
    names = headings(sheet, heading_row)
    found: dict[str, str] = {}
    for name in names.values():
        key = field_of(name)
        found[name] = key if key and key not in found.values() else ""
    for place, name in sorted(names.items()):
        if not found[name]:
            key = _by_content(samples(sheet, heading_row, place, SAMPLED), today)
            found[name] = key if key and key not in found.values() else ""
    return _settled(found)


def _settled(found: dict[str, str]) -> dict[str, str]:
    """What one column makes needless: age beside a date of birth, a full name beside its parts."""
    keys = set(found.values())
    needless = {"age_years", "age_on_date", "age_band"} if "birth_date" in keys else set()
    if {"first_name", "last_name"} <= keys:
        needless.add("name")
    return {name: "" if key in needless else key for name, key in found.items()}


def samples(sheet: Sheet, heading_row: int, place: int, most: int) -> list[Value]:
    """The first values of a column that are not blank."""
    found: list[Value] = []
    for row in sheet.rows[heading_row:]:
        if is_filled(row[place]):
            found.append(row[place])
            if len(found) == most:
                break
    return found


def _by_content(values: Sequence[Value], today: date) -> str:
    for key, looks_so in _LOOKS:
        if values and sum(looks_so(value) for value in values) >= 0.8 * len(values):
            return key
    days = [day for value in values if not isinstance(value, int | float) and (day := dates.read(value, today).day)]
    if values and len(days) >= 0.8 * len(values):
        longest_ago = sorted(days)[len(days) // 2]
        return "birth_date" if today.year - longest_ago.year >= 12 else ""
    return ""


def _is_postcode(value: Value) -> bool:
    text = str(value)
    return bool(postcodes.normalise(text) or (len(text) < 8 and part_of_postcode(text) and re.search(r"\d", text)))


@cache
def _known(codes: str) -> frozenset[str]:
    return frozenset(words.known_words(codes)) | {squeezed(label) for _, label in choices(BY_KEY[codes])}


def _is_one_of(codes: str) -> Callable[[Value], bool]:
    return lambda value: isinstance(value, str) and squeezed(value) in _known(codes)


_LOOKS: tuple[tuple[str, Callable[[Value], bool]], ...] = (
    ("email", lambda value: isinstance(value, str) and bool(_EMAIL.match(value.strip()))),
    ("postcode", lambda value: isinstance(value, str) and _is_postcode(value)),
    ("phone", lambda value: isinstance(value, str) and bool(_PHONE.match(value.strip()))),
    ("ethnicity", _is_one_of("ethnicity")),
    ("gender", _is_one_of("gender")),
)


def words_of(sheet: Sheet, mapping: ColumnMap, key: str, there: Sequence[tuple[str, str]]) -> list[Word]:
    """Every different word of a coded column, most frequent first, with what was chosen for it or is proposed."""
    place = mapping.place_of(headings(sheet, mapping.heading_row), key)
    if place is None:
        return []
    shown: dict[str, str] = {}
    count: Counter[str] = Counter()
    for row in sheet.rows[mapping.heading_row :]:
        if is_filled(row[place]):
            said = word_of(row[place])
            shown.setdefault(said, text_of(row[place]))
            count[said] += 1
    known, codes = mapping.values.get(key, {}), {code for code, _ in there}
    return [
        Word(word, shown[word], n, _code(BY_KEY[key], word, known, codes, there)) for word, n in count.most_common()
    ]


def _code(
    field: Field, word: str, known: Mapping[str, str], codes: Iterable[str], there: Sequence[tuple[str, str]]
) -> str:
    code = known.get(word, "")
    return code if code in {*codes, LEAVE_OUT} else words.proposed(field, word, there)


def word_of(value: Value) -> str:
    """What two cells have in common that mean the same; a sign alone stays what it is."""
    text = text_of(value)
    return squeezed(text) or text


def text_of(value: Value) -> str:
    """A cell as one would read it: a whole number without its decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())
