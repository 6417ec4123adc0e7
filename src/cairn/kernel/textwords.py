"""What a column is found by, and the words as each database's index of them has them. Nothing is asked or written here
(`textindex` makes the indexes; queries spell their words by this)."""

from dataclasses import dataclass
from typing import Literal

#: Accents and marks that part no words in PostgreSQL, and do in SQLite's tokenizer.
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy"
_MARKS = "-./@:_&=+~?#<>*’‘“”–—…"
APART = "\n-'"  # what stands between words beside a blank


@dataclass(frozen=True, slots=True)
class TextIndex:
    """What one column is found by: `parts` of three letters anywhere, whole `words` and their beginnings, or `keys`, which
    are words that a program made, asked for whole, with no blank nor mark inside.

    `keys` are columns (ids, uids) of which a search of words may ask for one value, at no cost (`key`).
    """

    table: str
    column: str
    kind: Literal["parts", "words", "keys"]
    keys: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_found"

    @property
    def vector(self) -> str:
        """PostgreSQL's expression that is indexed, for `words` and `keys`; a query must repeat it letter by letter."""
        text = f"translate({self.table}.{self.column}, '{_ACCENTED}{_MARKS}', '{_PLAIN}{' ' * len(_MARKS)}')"
        return f"to_tsvector('simple', {text})"


def marker(organisation_id: int) -> str:
    """Three letters that no text has, one set an organisation: a search looks only at rows that carry them."""
    return "".join(chr(0xE000 + organisation_id // 6400**place % 6400) for place in (2, 1, 0))


def key(place: int, value: object) -> str:
    """The word that a row carries for the value of its `keys[place]`."""
    return f"k{place}x{str(value).replace('-', '')}"


def unaccented(word: str) -> str:
    """As PostgreSQL's index of words has it."""
    return word.translate(str.maketrans(_ACCENTED, _PLAIN))


def spaced(text: str) -> str:
    """As an index of parts has it on SQLite."""
    return text.translate(dict.fromkeys(map(ord, APART), " "))


def plain(text: str) -> str:
    """Typed text without what no index knows: control characters, among them NUL, and the marker's own letters."""
    return "".join(c if c.isprintable() and not "\ue000" <= c <= "\uf8ff" else " " for c in text)
