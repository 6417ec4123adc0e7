"""What a contract pays for an accepted figure. Pure, in decimals: no penny is made or lost by the machine."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from cairn.contracts import inputs
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.problems import Problem

PENNY = Decimal("0.01")
MOST = Decimal(10) ** 9
#: What can be counted one by one, and so paid for one by one.
COUNTED = frozenset({"count", "distinct", "sum"})


@dataclass(frozen=True, slots=True)
class Term:
    """`pounds_each` for each whole one above `after`; with `is_lump`, once where the figure reaches `after`. At most
    `most_pounds` a round, if that is said."""

    measure: str
    code: str
    pounds_each: Decimal
    after: Decimal = Decimal(0)
    is_lump: bool = False
    most_pounds: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What one term comes to. `value` None: the return has no such figure. `counted` is what was paid for one by one."""

    term: Term
    label: str
    value: Decimal | None
    n: int | None
    counted: Decimal
    pounds: Decimal
    is_capped: bool


def pay(term: Term, label: str, value: float | None, n: int | None = None) -> Line:
    """Never below nothing, and never above the most."""
    if value is None:
        return Line(term, label, None, n, Decimal(0), Decimal(0).quantize(PENNY), False)
    exact = Decimal(repr(value))
    counted = _counted(term, exact)
    whole = (counted * term.pounds_each).quantize(PENNY, ROUND_HALF_UP)
    pounds = whole if term.most_pounds is None else min(whole, term.most_pounds.quantize(PENNY, ROUND_HALF_UP))
    return Line(term, label, exact, n, counted, pounds, pounds < whole)


def _counted(term: Term, value: Decimal) -> Decimal:
    if term.is_lump:
        return Decimal(1) if value >= term.after else Decimal(0)
    return max((value - term.after).to_integral_value(ROUND_DOWN), Decimal(0))


def total(lines: tuple[Line, ...]) -> Decimal:
    return sum((line.pounds for line in lines), Decimal(0).quantize(PENNY))


def words(term: Term, kind: str) -> str:
    """The rule as it is read out beside the amount."""
    each, after = _pounds(term.pounds_each), _number(term.after, kind)
    most = f" At most {_pounds(term.most_pounds)} a round." if term.most_pounds is not None else ""
    if term.is_lump:
        return f"{each} once, where the figure is {after} or more.{most}"
    above = f" above {after}" if term.after else ""
    return f"{each} for each whole one{above}.{most}"


def _number(value: Decimal, kind: str) -> str:
    """A share is kept from 0 to 1 and read in per cent."""
    return f"{(value * 100).normalize():f}%" if kind == "share" else f"{value.normalize():,f}"


def _pounds(value: Decimal) -> str:
    return f"£{value:,.0f}" if value == value.to_integral_value() else f"£{value:,.2f}"


def term_problems(term: Term, definition: Measure | None) -> list[Problem]:
    """What is wrong with a term; `definition` is that of its measure as the contract has agreed it, or none."""
    found = []
    if definition is None:
        fix = "Choose one of the measures that its returns carry."
        found.append(Problem("payment.measure", "The contract does not carry that.", fix, field="figure"))
    elif definition.kind not in COUNTED and not term.is_lump:
        fix = "Pay once where it is reached."
        message = "A share, a mean or a change cannot be paid for one by one."
        found.append(Problem("payment.each", message, fix, field="is_lump"))
    found += inputs.payment_problems(definition, "figure")
    for name, value in (("pounds_each", term.pounds_each), ("most_pounds", term.most_pounds)):
        if value is not None and not (_is_pence(value) and value > 0):
            fix = f"Write pounds, and pence if you like, above 0 and up to {MOST:,f}."
            found.append(Problem("payment.pounds", "That cannot be the amount.", fix, field=name))
    if not _is_pence(term.after):
        fix = "Write a number, 0 or more, with at most two decimals."
        found.append(Problem("payment.after", "That cannot be where it begins.", fix, field="after"))
    return found


def _is_pence(value: Decimal) -> bool:
    """A number from 0 to the most, with at most two decimals; what is no number is none."""
    return value.is_finite() and 0 <= value <= MOST and value == value.quantize(PENNY)
