"""Measures that need a rule of their own in Python: the way out of the small language. No shipped measure needs one yet.

A rule takes the counted rows and gives aggregates over them: `n` at least, and `total` where the value is not n.
"""

from collections.abc import Callable, Mapping

import ibis.expr.types as ir

Rule = Callable[[ir.Table], Mapping[str, ir.Scalar]]

NAMED: dict[str, Rule] = {}
