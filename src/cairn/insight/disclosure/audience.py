"""Who reads a table, and what must be kept from them. An agreement with a named analyst makes its own `Audience`."""

from dataclasses import dataclass
from typing import Literal

Zeros = Literal["shown", "group", "hidden"]


@dataclass(frozen=True)
class Audience:
    """The rule for one kind of reader.

    `threshold`: counts of people from 1 to this are hidden (0: nothing is).
    `zeros`: "shown", as they are; "group", one zero is hidden in every line where a single code holds everybody, so that
    nobody can say "all of them are in that code"; "hidden", a zero is treated as a small count, so that even "somebody
    is here" is kept.
    """

    name: str
    threshold: int
    zeros: Zeros = "shown"

    def __post_init__(self) -> None:
        if self.threshold < 0:
            raise ValueError("A disclosure threshold must be 0 (nothing hidden) or more.")
        if self.threshold == 0 and self.zeros != "shown":
            raise ValueError('A threshold of 0 hides nothing: its zeros must be "shown".')


# The house's thresholds (design section 2). 1-7 is NHS Digital's for sub-national counts (wording from memory);
# 1-4 is common council practice (from memory).
COMMISSIONER = Audience("commissioner", 4)
PUBLIC = Audience("public", 7, zeros="group")
