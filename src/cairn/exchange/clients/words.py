"""What the words of people's own spreadsheets usually mean. Only what leaves no doubt stands here: the rest is asked."""

from collections.abc import Iterable, Sequence

from cairn.exchange.clients.fields import DISABILITY, Field, listed, squeezed

_MISSING = """
not_asked: not asked
not_known: not known, unknown, dont know, don t know, nk, n k
refused: prefer not to say, rather not say, refused, declined, declined to say, pnts
withheld: withheld
not_applicable: not applicable, n a, na
"""
_YES_NO = """
yes: y, yes, true, 1
no: n, no, false, 0
"""
_WORDS = {
    "gender": """
woman: f, female, woman, w, women, girl
man: m, male, man, men, boy
self_described: non binary, nonbinary, self described, self describe
""",
    "same_as_birth": _YES_NO,
    "condition": _YES_NO,
    "disability": """
disabled: y, yes, true, disabled, 1
limited_a_lot: limited a lot, yes limited a lot, yes a lot
limited_a_little: limited a little, yes limited a little, yes a little
no_condition: none, no condition, no disability
""",
    "ethnicity": """
white_british: white british, wb, white english, white uk, british white
white_irish: white irish, irish
gypsy_or_traveller: gypsy, traveller, irish traveller, gypsy or traveller, gypsy roma traveller
white_other: white other, other white, any other white background, white european, white any other
mixed_caribbean: white and black caribbean, mixed white and black caribbean, mixed white black caribbean
mixed_african: white and black african, mixed white and black african, mixed white black african
mixed_asian: white and asian, mixed white and asian, mixed white asian
mixed_other: mixed other, other mixed, any other mixed background
indian: indian, asian indian, british indian, asian british indian, asian or asian british indian
pakistani: pakistani, asian pakistani, british pakistani, asian british pakistani, asian or asian british pakistani
bangladeshi: bangladeshi, asian bangladeshi, british bangladeshi, asian british bangladeshi, asian or asian british
    bangladeshi
chinese: chinese, asian chinese, british chinese
asian_other: asian other, other asian, any other asian background
caribbean: black caribbean, caribbean, black british caribbean, afro caribbean, black or black british caribbean
african: black african, african, black british african, black or black british african
black_other: black other, other black, any other black background
other: other ethnic group, any other ethnic group, any other
group:white: white
group:mixed: mixed, mixed race, dual heritage, mixed heritage
group:asian: asian, asian british, british asian
group:black: black, black british
""",
    "age_band": """
0-15: under 16, 0 15, child
16-24: 16 24
25-34: 25 34
35-49: 35 49
50-64: 50 64
65-plus: 65, 65 plus, 65 and over, over 65
""",
    "closure_reason": """
goals_met: completed, goals met, goals achieved
moved_away: moved away
disengaged: disengaged, lost contact
died: deceased, died
moved_on: moved on
""",
}


def _codes(text: str) -> dict[str, str]:
    """Word → code."""
    return {word: code for code, words in listed(text).items() for word in words}


_MEANT = {codes: _codes(text) for codes, text in _WORDS.items()}
_MEANS_MISSING = _codes(_MISSING)


def proposed(field: Field, word: str, choices: Sequence[tuple[str, str]]) -> str:
    """The code that a word most likely stands for; "" where that is not plain, and the user must say."""
    there = {code for code, _ in choices}
    said = squeezed(word)
    if field.codes in ("service", "worker"):
        exact = [code for code, label in choices if squeezed(label) == said]
        return exact[0] if len(exact) == 1 else ""
    exact = [code for code, label in choices if said in (squeezed(label), squeezed(code))]
    found = exact[0] if exact else _MEANT.get(field.codes, {}).get(said) or _MEANS_MISSING.get(said, "")
    return found if found in there else ""


def known_words(field_codes: str) -> Iterable[str]:
    """Words that show what a column with an unknown heading holds."""
    return _MEANT[field_codes]


assert set(_MEANT["disability"].values()) <= set(DISABILITY)
