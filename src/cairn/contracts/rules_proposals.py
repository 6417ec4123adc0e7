"""What makes a proposal sound, and whether what it rests on has changed since. Pure: what stands is passed in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cairn.contracts import inputs, rules, rules_measures, varying, wording
from cairn.contracts.wording import Terms
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.problems import Problem, too_long

LONGEST_WORDS, MOST_LINES = 2_000, 200
ADD, CHANGE, DROP = "add", "change", "drop"
DOING = {ADD: "Add", CHANGE: "Change", DROP: "Take out"}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NewLine:
    """One measure of a proposal. `doing` is add, change or drop; to change or drop takes a `reason`. What is left at its
    usual value is the definition's own. `newest`: a change also goes to the newest version of the definition.
    `value_outcome_uid`: the outcome of a value bank that it shows."""

    doing: str
    measure: str
    by: str = ""
    reason: str = ""
    target: Decimal | int | None = None
    measure_class: str = ""
    frequency: str = "quarterly"
    level: str = "individual"
    level_reason: str = ""
    area_outcome_uid: str = ""
    newest: bool = False
    value_outcome_uid: str = ""

    @property
    def key(self) -> Key:
        return self.measure, self.by


@dataclass(frozen=True, slots=True)
class Ground:
    """What a proposal is measured against: what may form part of the contract, what it carries now, the commissioner's own
    outcomes, for which measures something is paid that nothing else would carry on, and by which measures anything is paid."""

    known: Mapping[str, Measure]
    carried: Mapping[Key, Terms]
    outcomes: Collection[str]
    paid: Collection[Key] = ()
    paying: Collection[str] = ()


def proposal_problems(lines: Sequence[NewLine], words: str, ground: Ground) -> list[Problem]:
    """Everything that is wrong with a set of lines."""
    problems = too_long(words.strip(), LONGEST_WORDS, "words")
    if not lines:
        fix = "Add, change or take out at least one measure."
        problems.append(Problem("proposal.none", "The proposal changes nothing.", fix))
    if len(lines) > MOST_LINES:
        fix = f"Propose at most {MOST_LINES} at once."
        return [*problems, Problem("proposal.many", f"The proposal has {len(lines):,} lines.", fix)]
    seen: set[Key] = set()
    for row, line in enumerate(lines):
        problems += _line(row, line, ground)
        if line.key in seen:
            fix = "Say it once."
            problems.append(
                Problem("proposal.twice", "The measure stands in the proposal twice.", fix, field="measure", row=row)
            )
        seen.add(line.key)
    return problems


def _line(row: int, line: NewLine, ground: Ground) -> list[Problem]:
    if line.doing not in DOING:
        fix = f"Choose from: {', '.join(DOING)}."
        return [Problem("proposal.doing", "That cannot be done with a measure.", fix, field="doing", row=row)]
    if line.doing == ADD:
        return _added(row, line, ground)
    if line.key not in ground.carried:
        fix = "Choose one that it carries, or add this one."
        message = "The contract does not carry that measure."
        return [Problem("proposal.not_carried", message, fix, field="measure", row=row)]
    problems = varying.reason_problems(line.reason, "reason", row)
    if line.doing == DROP:
        return problems + _paid(row, line, ground)
    if not _is_number(line.target):
        return [*problems, _target(row)]
    return problems + _changed(row, line, ground)


def _is_number(target: Decimal | int | None) -> bool:
    """As it is kept: with at most two decimals."""
    if target is None:
        return True
    said = Decimal(target)
    return said.is_finite() and (abs(said) >= rules.MOST_TARGET or said == said.quantize(Decimal("0.01")))


def _target(row: int) -> Problem:
    fix = "Write a number with at most two decimals; of a share, from 0 to 1."
    return Problem("measure.target", "That cannot be a target.", fix, field="target", row=row)


def _added(row: int, line: NewLine, ground: Ground) -> list[Problem]:
    if not _is_number(line.target):
        return [_target(row)]
    definition = ground.known.get(line.measure)
    problems = rules.measure_problems(row, line, definition, set(ground.carried))
    problems += rules_measures.terms_problems(line, definition, ground.outcomes, row)
    if definition:
        problems += inputs.class_problems(definition, line.measure_class or definition.measure_class, row)
    return problems + too_long(line.reason.strip(), varying.LONGEST_REASON, "reason", row)


def _changed(row: int, line: NewLine, ground: Ground) -> list[Problem]:
    now = ground.carried[line.key]
    definition = ground.known.get(line.measure) or registry.get("measure", line.measure, now["measure_version"])
    others = set(ground.carried) - {line.key}
    problems = rules.measure_problems(row, line, definition, others)
    outcomes = {*ground.outcomes, now["area_outcome_uid"]}
    problems += rules_measures.terms_problems(line, definition, outcomes, row)
    problems += inputs.class_problems(definition, line.measure_class, row)
    if line.newest and line.measure in ground.paying:
        problems += inputs.payment_problems(definition, "newest", row)
    if not problems and not line.value_outcome_uid and not wording.differing(now, terms(line, ground)):
        fix = "Change one of its terms, or leave it as it is."
        problems.append(Problem("proposal.same", "Nothing of this measure changes.", fix, field="doing", row=row))
    return problems


def _paid(row: int, line: NewLine, ground: Ground) -> list[Problem]:
    if line.key not in ground.paid:
        return []
    fix = "End what is paid for it first."
    return [Problem("measure.paid", "Something is paid by this measure.", fix, field="doing", row=row)]


def terms(line: NewLine, ground: Ground) -> dict[str, Any]:
    """What a sound line would have the contract say; {} for one that takes it out."""
    if line.doing == DROP:
        return {}
    now = ground.carried.get(line.key, {})
    newest = ground.known[line.measure].version if line.measure in ground.known else now.get("measure_version")
    usual = ground.known[line.measure].measure_class if line.measure in ground.known else ""
    return {
        "measure_version": newest if line.doing == ADD or line.newest else now["measure_version"],
        "measure_class": line.measure_class or usual,
        "target": wording.number(line.target),
        "frequency": line.frequency or "quarterly",
        "level": line.level,
        "level_reason": line.level_reason.strip() if line.level == "aggregate" else "",
        "area_outcome_uid": line.area_outcome_uid,
    }


def moved(doing: str, key: Key, before: Terms, carried: Mapping[Key, Terms]) -> list[str]:
    """What has changed of the contract since a line was proposed, in sentences; none: it still stands on its ground."""
    name = f"“{wording.label(*key)}”"
    now = carried.get(key)
    if doing == ADD:
        return [] if now is None else [f"{name} is carried already."]
    if now is None:
        return [f"{name} is no longer carried."]
    return [f"{name}: {said}" for said in wording.sentences(key[0], before, now)]


def moved_problems(found: Sequence[str]) -> list[Problem]:
    fix = "Propose anew from what stands now."
    return [
        Problem("proposal.stale", f"Since this was proposed the contract has changed. {said}", fix) for said in found
    ]


def words_problems(words: str, needed: bool, field: str = "words") -> list[Problem]:
    if needed and not words.strip():
        fix = "Say it in a sentence or two: the other side reads it."
        return [Problem("words.missing", "The words are missing.", fix, field=field)]
    return too_long(words.strip(), LONGEST_WORDS, field)
