"""What is looked for in words, where it stands in a text, and the part of the text around it. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST_TERMS, LONGEST = 8, 40
AROUND, NEAR = 90, 30  # letters shown before and after what was found; and to the end of the word there
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side, folded; `begins`: the last may go on (`visit` finds `visited`)."""

    words: tuple[str, ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `is_hit` where it is what was looked for."""

    text: str
    is_hit: bool


def flat(text: str) -> str:
    """Without capitals and accents, letter for letter: places in it are places in the text."""
    return text.lower() if text.isascii() else "".join(_flat(letter) for letter in text)


def _flat(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[:1].lower()[:1] or letter


def terms(text: str) -> tuple[Term, ...]:
    """The words typed, and the phrases between quotes. All else that is typed parts words, and means nothing."""
    found: list[Term] = []
    for place, stretch in enumerate(text.replace("“", '"').replace("”", '"')[:400].split('"')):
        if place % 2:
            found.append(Term(_words(stretch), False))
        else:
            found += [Term(_words(word), True) for word in stretch.split()]
    return tuple(term for term in dict.fromkeys(found) if term.words)[:MOST_TERMS]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST] for word in _WORD.findall(flat(text)))[:MOST_TERMS]


Token = tuple[str, int, int]
"""A word of a text, folded, with where it stands: from, to."""


def _tokens(text: str) -> list[Token]:
    return [(match.group(), match.start(), match.end()) for match in _WORD.finditer(flat(text))]


def hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where what is looked for stands in a text: from, to; in the text's order, none within another."""
    tokens = _tokens(text)
    return _apart(sorted(place for term in terms for place in _places(tokens, term)))


def _places(tokens: Sequence[Token], term: Term) -> list[tuple[int, int]]:
    size, first = len(term.words), term.words[0]
    return [
        (start, tokens[at + size - 1][2])
        for at, (word, start, _) in enumerate(tokens)
        if (size == 1 or word == first) and at + size <= len(tokens) and _is_at(tokens[at : at + size], term)
    ]


def _is_at(tokens: Sequence[Token], term: Term) -> bool:
    *firsts, (last, _, _) = tokens
    *words, ending = term.words
    return [word for word, _, _ in firsts] == words and (last.startswith(ending) if term.begins else last == ending)


def _apart(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def closeness(text: str, terms: Sequence[Term]) -> int:
    """How much a text says what is looked for: each term counts up to five times, a whole word twice, and ten more for
    all of it side by side as it was typed."""
    text = flat(text)
    score = sum(_times(text, term) for term in terms)
    score += sum(_times(text, Term(term.words, False)) for term in terms if term.begins)
    together = Term(tuple(word for term in terms for word in term.words), terms[-1].begins) if len(terms) > 1 else None
    return score + (10 if together and _times(text, together) else 0)


def _times(text: str, term: Term, most: int = 5) -> int:
    """How often a flat text has it, as far as `most`. As many as `_places` finds, but no word of the text is taken apart
    that is not like it: hundreds of notes are put in order at once."""
    first, found, at = term.words[0], 0, -1
    rest = _rest(term)
    while found < most and (at := text.find(first, at + 1)) >= 0:
        found += not text[at - 1 : at].isalnum() and rest.match(text, at) is not None
    return found


@lru_cache(maxsize=64)
def _rest(term: Term) -> re.Pattern[str]:
    return re.compile(r"[\W_]+".join(map(re.escape, term.words)) + ("" if term.begins else r"(?![^\W_])"))


def snippet(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The part of a text around the first thing found, with all that was found in it; its beginning where nothing was."""
    places = hits(text, terms)
    start = max(0, places[0][0] - AROUND) if places else 0
    end = min(len(text), (places[0][1] if places else 0) + AROUND + (AROUND if not places else 0))
    start, end = _between_words(text, start, end)
    pieces = [Piece("…", False)] if start else []
    at = start
    for begin, finish in [place for place in places if place[1] <= end]:
        pieces += [Piece(text[at:begin], False), Piece(text[begin:finish], True)]
        at = finish
    pieces += [Piece(text[at:end], False), Piece("…" if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece.text)


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Moved outwards to a blank that is near, so that no word is cut."""
    before = max(text.rfind(blank, 0, start) for blank in " \n") + 1
    after = min((place for blank in " \n" if (place := text.find(blank, end)) >= 0), default=len(text))
    return (before if start - before < NEAR else start), (after if after - end < NEAR else end)
