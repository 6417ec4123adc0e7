"""A commissioner's question: two dimensions by one agreed measure, over what was accepted, with small numbers hidden."""

from cairn.access.actors import Actor
from cairn.definitions.shapes.measure import Measure
from cairn.insight import agreements, shared
from cairn.insight.labels import codes_of, label_of
from cairn.insight.measures.shape import Question, question
from cairn.insight.protecting import Safe
from cairn.insight.results import TOTAL, Basis, CrossCell, Crosstab, FigureRow
from cairn.kernel import clock
from cairn.kernel.periods import Period, words
from cairn.kernel.problems import Problem, Refused


def compute(*, by: Actor, measure_id: str, rows_dim: str, columns_dim: str, period: Period) -> Crosstab:
    """The table, or an empty one that says why. Needs SEE_SHARED_FIGURES; the question is logged, its answer is not.

    Raises NotAllowed, NotDefined, or Refused for dimensions that the measure may not be grouped by, or that cannot stand
    in a table whose people are counted once.
    """
    measure = shared.as_agreed(by, measure_id)
    asking_for = question(period, (rows_dim, columns_dim))
    _check(asking_for)
    asked = shared.ask(by, measure, asking_for)
    shared.log(by, measure, asking_for)
    if nothing := shared.why_nothing(by, asked, asking_for):
        return empty(measure, asking_for, nothing)
    lets = shared.contributing(by, asked, asking_for)
    safe = shared.table(asked, asking_for, lets)
    if not any(row.suppressed or row.n for row in safe.rows.values()):
        return empty(measure, asking_for, f"Nothing was counted in {words(period)} in the returns accepted so far.")
    return laid_out(measure, asking_for, safe, agreements.audience(lets).threshold, "From accepted returns")


def _check(asking_for: Question) -> None:
    if stray := [name for name in asking_for.group_by if name in shared.APART]:
        fix = "Ask for one quarter, or one contract, at a time."
        message = "A table across quarters or contracts would count people more than once."
        raise Refused([Problem("crosstab.apart", message, fix, field=name) for name in stray])


def laid_out(
    measure: Measure, asking_for: Question, safe: Safe, threshold: int, rests_on: str, basis: Basis = "submitted"
) -> Crosstab:
    """A protected table as a cross-tab; `rests_on` begins the sentence of what it was made from."""
    rows_dim, columns_dim = asking_for.group_by
    keys = list(safe.rows)
    return Crosstab(
        measure=measure.id,
        version=measure.version,
        label=measure.label,
        period=asking_for.period,
        rows_dim=rows_dim,
        columns_dim=columns_dim,
        rows=_in_order(rows_dim, {key[0] for key in keys}),
        columns=_in_order(columns_dim, {key[1] for key in keys}),
        cells={(key[0], key[1]): _cell(row) for key, row in safe.rows.items()},
        hidden=safe.hidden,
        threshold=threshold,
        sentence=_sentence(measure, asking_for, safe, rests_on),
        basis=basis,
        as_of=clock.now(),
    )


def empty(measure: Measure, asking_for: Question, reason: str) -> Crosstab:
    """No table, and why."""
    rows_dim, columns_dim = asking_for.group_by
    return Crosstab(
        measure.id, measure.version, measure.label, asking_for.period, rows_dim, columns_dim, (), (), {}, 0, 0,
        sentence=reason, basis="submitted", as_of=None, reason=reason,
    )  # fmt: skip


def _in_order(dimension: str, codes: set[str]) -> tuple[str, ...]:
    """As the code list has them, then the rest by code; the total is not among them."""
    place = {code: at for at, code in enumerate(codes_of(dimension))}
    return tuple(sorted(codes - {TOTAL}, key=lambda code: (place.get(code, len(place)), code)))


def _cell(row: FigureRow) -> CrossCell:
    return CrossCell(row.n, row.value, row.numerator, row.denominator, row.low, row.high, row.suppressed)


def _sentence(measure: Measure, asking_for: Question, safe: Safe, rests_on: str) -> str:
    """The whole, the greatest cell that may be named, what is hidden, and what it all rests on."""
    parts = [_whole(measure, asking_for, safe), _most(measure, asking_for, safe), safe.sentence]
    basis = f"{rests_on}, as of {clock.london_date(clock.now()):%-d %B %Y}."
    return " ".join(part for part in (*parts, basis) if part)


def _whole(measure: Measure, asking_for: Question, safe: Safe) -> str:
    total = safe.rows.get((TOTAL, TOTAL))
    if total is None or total.suppressed or total.value is None:
        return f"{measure.label}, {words(asking_for.period)}."
    return f"{measure.label}, {words(asking_for.period)}: {_number(measure, total)} in all."


def _most(measure: Measure, asking_for: Question, safe: Safe) -> str:
    shown = {key: row for key, row in safe.rows.items() if TOTAL not in key and row.n and row.value is not None}
    if not shown:
        return ""
    (row_code, column_code), most = max(shown.items(), key=lambda pair: (pair[1].value or 0, pair[0]))
    rows_dim, columns_dim = asking_for.group_by
    who = f"{label_of(rows_dim, row_code)} and {label_of(columns_dim, column_code)}"
    return f"Of the groups that may be shown, the highest is {who}: {_number(measure, most)}."


def _number(measure: Measure, row: FigureRow) -> str:
    value = row.value or 0
    if measure.kind == "share":
        return f"{100 * value:.0f}% of {row.n:,}"
    if measure.kind in ("mean", "paired_change"):
        return f"{value:+.{measure.decimals}f} (n {row.n:,})"
    return f"{value:,.{measure.decimals}f}"
