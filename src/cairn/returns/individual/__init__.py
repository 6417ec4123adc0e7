"""The individual-level rows of an annual return: who they are about, what leaves of each, and who would stand alone in them.

`leave` gives all that leaves with an annual return; `leaving_of` that of any return, by its kind of round, `columns_of` its
columns; `undecided` what
stands in the way of sending it. `columns`, `coarse` and `standing` are pure.
"""

from cairn.returns.individual.leaving import (
    Handlings,
    alone_in,
    columns_of,
    handled,
    has_rows,
    leave,
    leaving_of,
    undecided,
)

__all__ = ["Handlings", "alone_in", "columns_of", "handled", "has_rows", "leave", "leaving_of", "undecided"]
