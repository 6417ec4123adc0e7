"""The colour of a figure as everybody can read it: a word and a sign beside the colour, never the colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairn.returns.colours import Coloured

WORDS = {"green": "Green: target met", "amber": "Amber: near the target", "red": "Red: off target"}
BY_HAND = {"green": "Green", "amber": "Amber", "red": "Red"}


@dataclass(frozen=True, slots=True)
class Mark:
    """`colour` is green, amber, red or "none"; `sign` is what is drawn; `how` the rule, and what it says where a colour was
    given by hand for `reason`."""

    colour: str
    word: str
    sign: str
    how: str
    reason: str = ""

    @property
    def is_shown(self) -> bool:
        """A figure without a target and without a colour by hand has no mark."""
        return self.colour != "none" or bool(self.reason)


SIGNS = {"green": "tick", "amber": "bang", "red": "cross", "none": "dash"}


def mark(found: Coloured) -> Mark:
    colour = found.colour or "none"
    if found.is_by_hand:
        said = WORDS.get(found.by_rule.colour, f"No colour ({found.by_rule.why_not.lower()})")
        word = f"{BY_HAND.get(colour, 'No colour')}, given by hand"
        return Mark(colour, word, SIGNS[colour], f"By the rule: {said}. {found.words}", found.reason)
    word = WORDS.get(colour) or f"No colour: {_small(found.by_rule.why_not)}"
    return Mark(colour, word, SIGNS[colour], found.words)


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def marks(found: Mapping[str, Coloured]) -> dict[str, Mark]:
    """By the key of the figure."""
    return {key: mark(one) for key, one in found.items()}
