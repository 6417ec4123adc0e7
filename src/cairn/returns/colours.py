"""Which colour each figure of a return has: by the contract's rule, or given by the commissioner with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.contracts import queries as contracts
from cairn.contracts import standing
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.views import MeasureView
from cairn.definitions.shapes.measure import Measure
from cairn.returns import finding, rating
from cairn.returns.models import FigureRating, Return
from cairn.returns.rating import Rating, Rule
from cairn.returns.views import FigureView, ReturnView

#: What a commissioner may give a figure by hand; "none" takes the colour away.
BY_HAND = ("green", "amber", "red", "none")


@dataclass(frozen=True, slots=True)
class Coloured:
    """A figure's colour. `by_rule` is what the rule says; `reason` is "" unless the colour was given by hand."""

    colour: str
    by_rule: Rating
    rule: Rule
    reason: str = ""

    @property
    def is_by_hand(self) -> bool:
        return bool(self.reason)

    @property
    def words(self) -> str:
        """The rule, in words."""
        return rating.words(self.rule)


def rule_of(view: MeasureView) -> Rule:
    """How a contract rates the whole of a measure."""
    places = _places(view.definition)
    return Rule(view.target, view.definition.better, view.amber_percent, view.border_is_better, view.least_n, places)


def _places(definition: Measure) -> int | None:
    """The decimals of the value with which a figure is shown (`presentation.figures.value`); a share is shown in hundredths."""
    if definition.kind == "share":
        return definition.decimals + 2
    rounded = definition.kind in ("mean", "paired_change") or definition.decimals
    return definition.decimals if rounded else None


def rules(agreed: Iterable[MeasureView]) -> dict[str, Rule]:
    """By measure: the whole's own line where there is one, else the line that has a target. A part of a breakdown has none."""
    found: dict[str, MeasureView] = {}
    for view in agreed:
        before = found.get(view.measure)
        if before is None or (not view.by and before.by) or (before.target is None and view.target is not None):
            found[view.measure] = view
    return {measure: rule_of(view) for measure, view in found.items()}


def of(by: Actor, view: ReturnView) -> dict[str, Coloured]:
    """By the key of the figure. The provider reads them once the return is accepted. Three queries. Raises NotFound."""
    if view.side == "provider" and view.state != "accepted":
        return {}
    row = finding.find(by, view.uid)
    agreed = standing.on(row.round.contract, row.round.observed_from_date)
    return coloured(view.figures, agreed, by_hand([row.pk]).get(row.pk, {}))


def by_hand(answer_ids: Sequence[int]) -> dict[int, dict[str, tuple[str, str]]]:
    """Colour and reason given by hand: by the inner id of the return, then the figure's key."""
    found: dict[int, dict[str, tuple[str, str]]] = {}
    rows = FigureRating.objects.filter(answer_id__in=answer_ids)
    for answer, measure, code, colour, reason in rows.values_list("answer_id", "measure", "code", "colour", "reason"):
        found.setdefault(answer, {})[f"{measure}:{code}" if code else measure] = (colour, reason)
    return found


def rules_of(commissioner_id: int, measures: Iterable[str], day: date) -> dict[str, dict[str, Rule]]:
    """By the contract's uid, then the measure: as `of` has them, for many contracts in two queries. `day` is the first of the
    round: what both sides agreed for later rounds colours none before."""
    asked = set(measures)
    rows = AgreedMeasure.objects.filter(commissioner_id=commissioner_id, measure__in=asked)
    found: dict[int, list[AgreedMeasure]] = {}
    for row in rows.select_related("contract", "area_outcome").order_by("position", "pk"):
        found.setdefault(row.contract_id, []).append(row)
    for contract, lines in standing.later(found, day).items():
        mine = [line for line in lines if line.measure in asked]
        found[contract] = standing.before(found[contract], mine, found[contract][0].contract)
    return {
        str(mine[0].contract.uid): rules(map(contracts.measure_view, mine)) for mine in found.values() if mine
    }  # fmt: skip


def rows_of(answer: Return) -> list[FigureRating]:
    """The colours given by hand: they go with the version that they were about, so whoever sends it back deletes them."""
    return list(FigureRating.objects.filter(answer=answer))


def coloured(
    figures: Iterable[FigureView], agreed: Iterable[MeasureView], given: Mapping[str, tuple[str, str]]
) -> dict[str, Coloured]:
    said = rules(agreed)
    none = Rule(None, "none")
    return {
        figure.key: one(figure.value, figure.n, none if figure.code else said.get(figure.measure, none),
                        given.get(figure.key))
        for figure in figures
    }  # fmt: skip


def one(value: float | None, n: int | None, rule: Rule, given: tuple[str, str] | None) -> Coloured:
    """The colour of one figure."""
    found = rating.rate(value, n, rule)
    if given is None:
        return Coloured(found.colour, found, rule)
    return Coloured("" if given[0] == "none" else given[0], found, rule, given[1])
