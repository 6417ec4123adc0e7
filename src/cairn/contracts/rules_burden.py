"""What a set of measures asks of those who record: items for each client, minutes at the keyboard, and whether that is in
proportion. Pure. Reckoned by contract and by kind of record, never by worker."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cairn.contracts.rules import SHAREABLE
from cairn.definitions import registry
from cairn.definitions.mart import DERIVED_DIMENSIONS, TABLES
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.problems import Problem, too_long
from cairn.questionnaire.conditions import fields_of

#: A click, tap or key, with finding its place: our own judgement. How many a record takes, `make keystrokes` counts.
SECONDS_AN_INTERACTION = 4
QUARTERS = 4
NEAREST = 10
"""What one side tells the other of how much it recorded is rounded to this, so that no few can be read out of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. `interactions` to record one, as counted on the real pages where `is_counted`, else as we judge it;
    `typing` is seconds of text. A reading takes one interaction more for each item of its instrument."""

    table: str
    label: str
    date: str
    interactions: int
    typing: int = 0
    is_counted: bool = False

    def seconds(self, items: int = 0) -> int:
        return (self.interactions + items) * SECONDS_AN_INTERACTION + self.typing


KINDS = {
    kind.table: kind
    for kind in (
        Kind("referral", "Somebody new, from referral to first details", "received_date", 17, 60, is_counted=True),
        Kind("attendance", "Visits and sessions, person by person", "activity_date", 3, is_counted=True),
        Kind("headcount", "Sessions counted without names", "activity_date", 4),
        Kind("need", "Needs", "presented_date", 2),
        Kind("need_asked", "Needs asked about", "asked_date", 1),
        Kind("step", "Steps, confirmed with a visit", "reached_date", 1, is_counted=True),
        Kind("outcome", "Outcomes", "reached_date", 2),
        Kind("assessment", "Readings", "assessed_date", 3),
        Kind("feedback", "Feedback", "asked_date", 2),
        Kind("signposting", "Signposting", "made_date", 4),
        Kind("move_on_block", "What stands in the way of moving on", "start_date", 4),
        Kind("carers_assessment", "Carers’ assessments", "assessment_date", 4),
        Kind("home_move", "Moves from one home to another", "moved_date", 3),
    )
}
#: Tables that are made of the records of another.
MADE_OF = {
    "episode": "referral", "paid_support": "referral", "assessment_pair": "assessment", "outcome_change": "assessment",
}  # fmt: skip

_DAY, _NEED, _STEP, _OUTCOME, _READING = "Day of it", "Need", "Step reached", "Outcome", "Day of a reading"
#: What is asked of a client, or noted, to fill a column. None: nobody is asked; it follows from the rest.
EVERYWHERE: Mapping[str, str | None] = {
    "age_band": "Birth date or age", "ethnicity_group": "Ethnic group", "ethnicity": "Ethnic group", "ward": "Postcode",
    "sector": "Postcode", "district": "Postcode", "postcode": "Postcode", "referral_sector": "Who referred",
    "referral_kind": "Who referred", "gender": "Gender", "same_as_birth": "Gender the same as registered at birth",
    "disability": "Disability", "crisis": "In crisis at presentation", "need": _NEED, "need_area": _NEED, "ladder": _STEP,
    "rung": _STEP, "outcome": _OUTCOME, "framework": _OUTCOME, "stage": "Stage of a reading", "rater": "Who rated",
    "baseline_missing_reason": "Why a first reading is missing", "activity_type": "Kind of visit or session",
    "unsuccessful_reason": "Why a referral was unsuccessful", "accessibility": "How easy the service was to use",
    "accessible": "How easy the service was to use", "readings": None, "referrals": None, "service": None, "scale": None,
    "commissioning_area": None, "is_new": None, "person": None, "provider": None, "contracts": None, "uid": None,
    "episode": None, "activity": None, "line": None, "aim": None, "move": None, "verdict": None, "reliable": None,
    "crossed": None, "is_first": None, "is_latest": None, "is_repeat": None, "is_added_later": None, "of": None,
    "scale_version": None, "pair_state": None, "combined_by": None, "areas": None, "band": None, "total": None,
    "metric": None, "score": None, "answers": None, "missing": None, "entered_by": None, "change": None,
    "first_score": None, "second_score": None, "towards_set_aside": None, "direction": None, "days": None,
}  # fmt: skip
OF_TABLE: Mapping[str, Mapping[str, str]] = {
    "referral": {
        "received_date": "Day of the referral", "state": "What became of the referral", "urgency": "Urgency",
        "days_to_contact": "Day of first contact", "days_to_assessment": "Day of the first assessment",
        "days_to_decision": "Day of the decision", "days_to_start": "Start of support",
        "days_to_activity": "Day of a visit or session",
    },
    "episode": {"start_date": "Start of support", "end_date": "End of support"},
    "paid_support": {"start_date": "Start of support", "end_date": "End of support"},
    "need": {
        "presented_date": "Day of a need", "part_met_date": "How far a need is met", "met_date": "How far a need is met",
        "state": "How far a need is met", "can_meet": "Whether the need can be met here", "signposted_date": "Signposting",
    },
    "need_asked": {"asked_date": "Day needs were asked about", "answer": "Answer about each need"},
    "step": {"reached_date": "Day of a step"},
    "outcome": {
        "state": "Whether an outcome was reached", "reached_date": "Whether an outcome was reached",
        "from_date": "Outcome", "to_date": "Whether an outcome was reached",
    },
    "assessment": {"assessed_date": _READING},
    "assessment_pair": {"first_date": _READING, "second_date": _READING},
    "outcome_change": {"first_date": _READING, "reading_date": _READING},
    "feedback": {"asked_date": "Whether feedback was asked", "answered_date": "Whether feedback was given"},
    "attendance": {"activity_date": "Day of a visit or session", "state": "Who came"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is asked of a client or noted of them: one field, or an instrument with so many items."""

    label: str
    count: int = 1
    is_instrument: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The minutes of one kind of record in the quarter that was counted."""

    label: str
    count: int
    seconds: int
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class Burden:
    """What one set asks. `minutes` a quarter; None where nothing was counted yet. `uncounted` are kinds of record that the
    set needs and of which fewer than ten or none were made."""

    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    minutes: int | None
    uncounted: tuple[str, ...]

    @property
    def items_per_client(self) -> int:
        return sum(item.count for item in self.items)

    @property
    def hours_a_year(self) -> Decimal | None:
        return None if self.minutes is None else Decimal(self.minutes * QUARTERS) / 60


@dataclass(frozen=True, slots=True)
class Rule:
    """What is in proportion: recording costs at most `share_percent` of a contract's value a year, an hour reckoned at
    `hourly_pounds`. Each with where it comes from."""

    share_percent: Decimal
    share_source: str
    hourly_pounds: Decimal
    hourly_source: str


OURS = "Our own judgement"
USUAL = Rule(Decimal(5), OURS, Decimal(20), f"{OURS}: pay, and what an employer pays on top of it")


def burden(measures: Iterable[Measure], fields: Iterable[str], counts: Mapping[str, int] | None) -> Burden:
    """`fields` are those that the agreement lets leave; `counts` what was recorded in a quarter, by kind and instrument."""
    every = list(measures)
    items = tuple(dict.fromkeys((*_asked(every, fields), *_instruments(every))))
    if counts is None:
        return Burden(items, (), None, ())
    parts = tuple(_parts(every, counts))
    made = tuple(part for part in parts if part.count)
    minutes = int(sum((part.minutes for part in made), Decimal(0)).to_integral_value(ROUND_HALF_UP))
    return Burden(items, made, minutes, tuple(part.label for part in parts if not part.count))


def _asked(measures: Iterable[Measure], fields: Iterable[str]) -> Iterator[Item]:
    about = [measure for measure in measures if "person" in TABLES[measure.table]]  # the others ask no client anything
    labels = [_label(measure.table, name) for measure in about for name in columns(measure)]
    labels += [EVERYWHERE.get(name, SHAREABLE.get(name)) for name in fields]
    yield from (Item(label) for label in sorted({label for label in labels if label}))


def columns(measure: Measure) -> frozenset[str]:
    """The columns of its table that a measure is worked out from."""
    conditions = [measure.where, measure.numerator, *(out.where for out in measure.left_out)]
    found = {name for condition in conditions if condition is not None for name in fields_of(condition)}
    found |= {name for name in (measure.period_date, measure.period_end, measure.value) if name}
    return frozenset(DERIVED_DIMENSIONS.get(name, name) for name in found) & TABLES[measure.table].keys()


def _label(table: str, column: str) -> str | None:
    own = OF_TABLE.get(table, {})
    if column in own:
        return own[column]
    if column in EVERYWHERE:
        return EVERYWHERE[column]
    return column.replace("_", " ").capitalize()


def _instruments(measures: Iterable[Measure]) -> Iterator[Item]:
    for id in sorted({measure.scale for measure in measures if measure.scale}):
        name, count = _scale(id)
        yield Item(name, count, is_instrument=True)


def _scale(id: str) -> tuple[str, int]:
    try:
        scale = registry.get("scale", id)
    except registry.NotDefined:
        return "An instrument of the provider’s own", 1
    return scale.short_label or scale.label, len(scale.items)


def _parts(measures: Iterable[Measure], counts: Mapping[str, int]) -> Iterator[Part]:
    needed = {MADE_OF.get(measure.table, measure.table) for measure in measures} & KINDS.keys()
    scales = {measure.scale for measure in measures if measure.scale}
    if "step" in needed:
        needed |= {"attendance"}  # a step is confirmed with the visit on which it was reached
    if needed - {"headcount"}:
        needed |= {"referral"}  # whom a record is about must be on record
    for table, kind in KINDS.items():
        if table == "assessment" and table in needed:
            yield from _readings(kind, scales, counts)
        elif table in needed:
            yield _part(kind.label, counts.get(table, 0), kind.seconds())


def _readings(kind: Kind, scales: Iterable[str], counts: Mapping[str, int]) -> Iterator[Part]:
    named = set(scales) or {key.partition(":")[2] for key in counts if key.startswith("assessment:")}
    for id in sorted(named):
        name, items = _scale(id)
        yield _part(f"{kind.label}: {name}", counts.get(f"assessment:{id}", 0), kind.seconds(items))


def _part(label: str, count: int, seconds: int) -> Part:
    return Part(label, count, seconds, Decimal(count * seconds) / 60)


def rounded(counts: Mapping[str, int]) -> dict[str, int]:
    """To the nearest ten."""
    return {kind: (count + NEAREST // 2) // NEAREST * NEAREST for kind, count in sorted(counts.items())}


@dataclass(frozen=True, slots=True)
class Cost:
    """What the minutes of a set come to in a year, beside what the contract is worth."""

    hours: Decimal
    pounds: Decimal
    value: Decimal | None
    allowed: Decimal | None
    monitoring: int | None

    @property
    def percent(self) -> Decimal | None:
        """With one decimal; below one per cent with two."""
        if not self.value:
            return None
        share = self.pounds * 100 / self.value
        return share.quantize(Decimal("0.1" if share >= 1 else "0.01"), ROUND_HALF_UP)

    @property
    def most(self) -> Decimal | None:
        """What is in proportion at most: a share of the value, and no more than the contract gives for monitoring."""
        bounds = [Decimal(one) for one in (self.allowed, self.monitoring) if one is not None]
        return min(bounds, default=None)


def cost(found: Burden, rule: Rule, value: Decimal | None, monitoring: int | None) -> Cost | None:
    if found.hours_a_year is None:
        return None
    pounds = (found.hours_a_year * rule.hourly_pounds).quantize(Decimal(1), ROUND_HALF_UP)
    allowed = None if value is None else (value * rule.share_percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return Cost(found.hours_a_year.quantize(Decimal("0.1"), ROUND_HALF_UP), pounds, value, allowed, monitoring)


def value_a_year(pounds: int | None, start: date, end: date) -> Decimal | None:
    """What a contract is worth a year; one that runs for less than a year is worth what it is worth."""
    if pounds is None:
        return None
    after = end + timedelta(days=1)
    months = Decimal((after.year - start.year) * 12 + after.month - start.month) + Decimal(after.day - start.day) / 30
    return (Decimal(pounds) * 12 / max(months, Decimal(12))).quantize(Decimal(1), ROUND_HALF_UP)


def warnings(found: Cost, rule: Rule) -> tuple[str, ...]:
    """Where it is out of proportion, in words; () where it is not."""
    said = []
    if found.allowed is not None and found.pounds > found.allowed:
        said.append(
            f"Out of proportion: recording costs about £{found.pounds:,} a year, {found.percent}% of what the contract is "
            f"worth a year. In proportion is {_plain(rule.share_percent)}%, £{found.allowed:,}."
        )
    if found.monitoring is not None and found.pounds > found.monitoring:
        said.append(
            f"Out of proportion: recording costs about £{found.pounds:,} a year, and the contract gives "
            f"£{found.monitoring:,} for it."
        )
    return tuple(said)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


LONGEST_SOURCE, MOST_POUNDS = 300, 1_000


def rule_problems(rule: Rule) -> list[Problem]:
    problems = []
    if not (rule.share_percent.is_finite() and 0 < rule.share_percent <= 100):
        fix = "Write per cent, above 0 and up to 100."
        problems.append(Problem("burden.share", "That cannot be the share.", fix, field="share_percent"))
    if not (rule.hourly_pounds.is_finite() and 0 < rule.hourly_pounds <= MOST_POUNDS):
        fix = f"Write pounds, above 0 and up to {MOST_POUNDS:,}."
        problems.append(Problem("burden.hourly", "That cannot be what an hour costs.", fix, field="hourly_pounds"))
    for name, said in (("share_source", rule.share_source), ("hourly_source", rule.hourly_source)):
        if not said.strip():
            fix = f"Say where it comes from, or write “{OURS}”."
            problems.append(Problem("burden.source", "The source is missing.", fix, field=name))
        problems += too_long(said.strip(), LONGEST_SOURCE, name)
    return problems


def monitoring_problems(pounds: int | None, value: Decimal | None) -> list[Problem]:
    """What of its value a year a contract may give to monitoring."""
    if pounds is None or (0 <= pounds <= 2_000_000_000 and (value is None or pounds <= value)):
        return []
    fix = f"Write whole pounds, at most {value:,}." if value is not None else "Write whole pounds."
    return [Problem("burden.monitoring", "That cannot be meant for monitoring.", fix, field="monitoring_pounds")]
