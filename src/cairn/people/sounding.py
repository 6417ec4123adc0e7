"""How a name sounds, near enough for spellings of one name to agree: Mohammed and Muhamad, Szymon and Shimon. Pure.

Made for names as they are written in Britain: English, Caribbean, South Asian, Polish, and Arabic in Latin letters. Double
Metaphone and its kin know English and a little of Europe, and part `Hussain` from `Usain` and `Wiśniewski` from
`Visnevsky`. This is cruder on purpose: it only proposes, and `likeness` decides.

In order: accents and letters that have none apart (`ł`, `ø`, `ß`) go; letters that spell one sound become one (`_SPELT`);
doubled ones become one; vowels and `h` go, save that a vowel in front stays as `a`.
"""

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

from cairn.kernel.textwords import plain

#: Said before or after a name, and no part of it.
TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev", "sheikh"))
#: Joins the parts of a name, and is often left out.
PARTICLES = frozenset((
    "al", "el", "ul", "ur", "bin", "ibn", "bint", "ben", "binti", "de", "da", "do", "dos", "das", "di", "del", "della",
    "der", "den", "la", "le", "van", "von", "y", "e", "o",
))  # fmt: skip
#: Letters that no decomposition takes apart.
_APART = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "a"}
)
#: Spellings of one sound, in this order; what is left of a pattern after its groups are put back.
_SPELT = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^(kn|gn|pn)", "n"),  # Knight
        (r"^wr", "r"),  # Wright
        (r"^ps", "s"),
        (r"^x", "s"),  # Xavier
        (r"mb$", "m"),  # Lamb
        (r"ph", "f"),  # Stephen, Stefan
        (r"gh(?=t|$)", ""),  # Wright, McDonagh
        (r"(kh|gh|qu|ck|q)", "k"),  # Khalid, Qasim; Ghulam, Kulam
        (r"(tsch|tch|sch|sz|cz|sh|ch|zh|rz)", "x"),  # Szymon, Shimon; Tadeusz; Choudhury
        (r"c(?=[eiy])", "s"),  # Cecil
        (r"[cg](?=k)|c", "k"),  # Catherine, Katherine
        (r"^(dj|dzh|g(?=[eiy])|y(?=[aeiou])|j)", "j"),  # Djamila, Jamila; Geoffrey, Jeffrey; Yusuf, Jusuf
        (r"(dh|th|d)", "t"),  # Muhammad, Mehmet; Smith, Smyth
        (r"[wv]", "v"),  # Wiśniewski, Visnevsky
        (r"ou|oo", "u"),
        (r"x(?=[kt])", "s"),
        (r"z", "s"),  # Aziz, Asis; Isabel, Izabela
        (r"(?<=[a-z])b$", "p"),  # Yakub, Yakup
        (r"(?<=[aeiou])g(?=n)", ""),
        (r"g", "k"),  # Grigor, Krikor
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_SOFT = re.compile(r"[aeiouyh]")


def fold(text: str) -> str:
    """Without capitals and accents, blanks squeezed, and in plain letters where there are any: `Łukasz` → `lukasz`."""
    decomposed = unicodedata.normalize("NFKD", plain(text).casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).translate(_APART).split())


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart, as they were written: no title, no particle unless nothing else is left;
    `Smith-Jones` is two, `O'Brien` one. At most six, because a name is not a novel."""
    text = re.sub(r"['’ʼ`]", "", fold(name))
    words = [word for word in re.split(r"[\W_]+", text) if word]
    without = [word for word in words if word not in TITLES] or words
    return tuple(([word for word in without if word not in PARTICLES] or without)[:6])


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The key of a folded word: the same for spellings of one sound. Never empty for a word that is not."""
    if not (word.isascii() and word.isalpha()):
        return f"u{crc32(word.encode()):x}"  # another script: it agrees with itself alone
    said = word
    for pattern, to in _SPELT:
        said = pattern.sub(to, said)
    said = _DOUBLED.sub(r"\1", said)
    first = "a" if _SOFT.match(said) else said[:1]
    return first + _SOFT.sub("", said[1:]) or word
