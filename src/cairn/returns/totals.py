"""What was accepted over all contracts of a round, figure by figure, and what is the sum of what. Enter a scope first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.contracts import breaks
from cairn.contracts.breaks import Break
from cairn.contracts.queries import NotFound
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.returns import adding, inbox
from cairn.returns.inbox import Filter
from cairn.returns.models import Submission


@dataclass(frozen=True, slots=True, order=True)
class Same:
    """What makes two figures the same one: class, measure, version, what it is broken down to; and from which day on it is
    measured as it is, "" where what a whole area reports was never changed so that it is measured differently."""

    measure_class: str
    measure: str
    version: int
    code: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One accepted figure of a contract."""

    return_uid: str
    submission_uid: str
    contract_uid: str
    contract_reference: str
    contract_title: str
    area: str
    provider_uid: str
    provider_name: str
    value: float | None
    n: int | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    is_by_hand: bool


@dataclass(frozen=True, slots=True)
class Total:
    """`value` is None where nothing is added: then `why_not` says why. `several`: providers with more than one contract in
    it, for what two contracts pay for stands in both."""

    same: Same
    label: str
    definition: Measure
    value: float | None
    parts: tuple[Part, ...]
    why_not: str
    several: int


def every(by: Actor, said: Filter) -> tuple[Total, ...]:
    """All figures of the accepted returns of a round. Two queries. Without a round, nothing: a figure is of one period."""
    return _totals(by, said, None)


def one(by: Actor, said: Filter, same: Same) -> Total:
    """One figure with all that it adds. Raises NotFound where no accepted return has it."""
    found = _totals(by, said, same)
    if not found:
        raise NotFound(same.measure)
    return found[0]


def of_measure(by: Actor, said: Filter, measure: str) -> tuple[Total, ...]:
    """One measure of a round, with its parts and in each way in which it is measured. Two queries."""
    return _totals(by, said, None, measure)


def _totals(by: Actor, said: Filter, only: Same | None, measure: str = "") -> tuple[Total, ...]:
    if not said.round:
        return ()
    parts: dict[Same, list[Part]] = defaultdict(list)
    labels: dict[Same, str] = {}
    changed = breaks.of_commissioner(by.organisation_id)
    for about, figures in accepted(by, said):
        for figure in figures:
            if measure and figure["measure"] != measure:
                continue
            same = same_of(figure, changed.get(about[CONTRACT], ()), said.round)
            if only in (None, same):
                labels.setdefault(same, figure["label"])
                by_hand = figure["override_reason"] is not None
                parts[same].append(Part(*(*about, *(figure[name] for name in NUMBERS), by_hand)))
    return tuple(_total(same, labels[same], tuple(parts[same])) for same in _in_order(parts))


CONTRACT = 2
"""Where the uid of the contract stands in what `accepted` gives."""


def same_of(figure: Mapping[str, Any], changed: Sequence[Break], round_key: str) -> Same:
    """`changed`: what its contract's whole area was made to report otherwise."""
    measure, code = figure["measure"], figure["code"]
    day = date.fromisoformat(round_key.partition("..")[0]) if changed else None
    since = breaks.since(changed, measure, code, day) if day else None
    return Same(figure["class"], measure, figure["version"], code, since.isoformat() if since else "")


def newest(by: Actor) -> str:
    """The key of the newest round in which something is accepted; "" where nothing is. One query."""
    rows = Submission.objects.filter(commissioner_id=by.organisation_id, is_accepted=True)
    columns = ("answer__round__observed_from_date", "answer__round__observed_to_date", "answer__round__kind")
    found = rows.order_by("-answer__round__observed_to_date", "-answer__round__kind").values_list(*columns).first()
    return f"{found[0]}..{found[1]},{found[2]}" if found else ""


NUMBERS = ("value", "n", "low", "high", "numerator", "denominator")


def accepted_rows(by: Actor, said: Filter) -> "QuerySet[Any]":
    """The submissions that stand as accepted, one for each return."""
    return Submission.objects.filter(is_accepted=True, answer__in=inbox.rows(by, said).values("pk"))


def accepted(by: Actor, said: Filter) -> Iterator[tuple[tuple[Any, ...], list[Mapping[str, Any]]]]:
    """What stands as accepted: of each return one submission, as the first fields of a `Part` and its figures."""
    rows = accepted_rows(by, said)
    contract = "answer__round__contract__"
    names = ("uid", "reference", "title", "commissioning_area", "provider__uid", "provider__name")
    columns = ("answer__uid", "uid", *(contract + name for name in names), "figures")
    for *about, figures in rows.order_by(f"{contract}reference", "pk").values_list(*columns):
        yield tuple(map(str, about)), figures


def _in_order(found: Iterable[Same]) -> list[Same]:
    """By class as the list of classes has them, then by measure; a whole before its parts."""
    place = {entry.code: at for at, entry in enumerate(registry.get("codes", "measure_class").entries)}
    return sorted(found, key=lambda same: (place.get(same.measure_class, len(place)), same))


def _total(same: Same, label: str, parts: tuple[Part, ...]) -> Total:
    definition = registry.get("measure", same.measure, same.version)
    why = adding.why_not(same.measure_class, definition)
    providers = Counter(part.provider_uid for part in parts)
    return Total(
        same=same,
        label=label if same.code else definition.label,
        definition=definition,
        value=None if why else adding.total(part.value for part in parts),
        parts=parts,
        why_not=why,
        several=sum(many > 1 for many in providers.values()),
    )
