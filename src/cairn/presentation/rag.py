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
    has_target: bool = False

    @property
    def is_shown(self) -> bool:
        """A figure without a target and without a colour by hand has no mark."""
        return self.has_target or bool(self.reason)


SIGNS = {"green": "tick", "amber": "bang", "red": "cross", "none": "dash"}


def mark(found: Coloured) -> Mark:
    colour, aimed = found.colour or "none", found.rule.target is not None
    if found.is_by_hand:
        said = f"{WORDS[found.by_rule.colour]}. " if found.by_rule.colour else ""
        word = f"{BY_HAND.get(colour, 'No colour')}, given by hand"
        return Mark(colour, word, SIGNS[colour], f"By the rule: {said}{found.words}", found.reason, aimed)
    word = WORDS.get(colour) or f"No colour: {_small(found.by_rule.why_not)}"
    return Mark(colour, word, SIGNS[colour], found.words, has_target=aimed)


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def marks(found: Mapping[str, Coloured]) -> dict[str, Mark]:
    """By the key of the figure."""
    return {key: mark(one) for key, one in found.items()}
