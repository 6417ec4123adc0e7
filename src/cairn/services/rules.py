"""What a service, a step ladder and a type of activity may say. Pure: problems go out, all at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn.definitions import registry
from cairn.frameworks.outcomes import labels
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

MODES = {
    "individual": "With one person",
    "group": "A group, with a register of names",
    "head_count": "Open to all: heads are counted, nobody is named",
}
CAN_MEET = {
    "yes": "Yes, we can help with it",
    "no": "No, we say who else can",
    "not_known": "We do not know yet",
}
"""Whether a service can meet a need itself."""

LONGEST_MINUTES = 24 * 60
LONGEST_BASELINE = 365

Outcome = tuple[str, str]
"""(framework, outcome): ids of a framework and of one of its outcomes."""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What is said of a service. `start_date` is today when left out."""

    name: str
    who_for: str = ""
    commissioning_area: str = ""
    asks_postcode: bool = True
    is_one_off: bool = False
    baseline_days: int = 42
    start_date: date | None = None
    end_date: date | None = None
    takes_referrals: bool = False
    is_short_stay: bool = False
    is_waiting_list: bool = False


def text_problems(field: str, words: str, text: str, longest: int) -> Iterator[Problem]:
    """A text that must be there and must fit."""
    if not text.strip():
        yield Problem(f"{field}.missing", f"The {words} is missing.", f"Write the {words}.", field=field)
    if len(text) > longest:
        yield Problem(f"{field}.long", f"The {words} is too long.", f"Use at most {longest} characters.", field=field)


def service_problems(facts: ServiceFacts, row: int | None = None) -> list[Problem]:
    """Everything that is wrong with what is said of a service."""
    found = [*text_problems("name", "name", facts.name, 200), *_service_codes(facts)]
    found += too_long(facts.who_for, 300, "who_for")
    for field, day in (("start_date", facts.start_date), ("end_date", facts.end_date)):
        found += slip(day, field) if day else []
    if not 0 <= facts.baseline_days <= LONGEST_BASELINE:
        fix = f"Write a whole number from 0 to {LONGEST_BASELINE}."
        found.append(Problem("service.baseline_days", "This is not a number of days.", fix, field="baseline_days"))
    if facts.start_date and facts.end_date and facts.end_date < facts.start_date:
        fix = "Use the first and the last day of the service."
        found.append(Problem("service.dates", "The service ends before it starts.", fix, field="end_date"))
    return [replace(problem, row=row) for problem in found]


def _service_codes(facts: ServiceFacts) -> Iterator[Problem]:
    areas = registry.get("codes", "commissioning_area").codes
    if facts.commissioning_area and facts.commissioning_area not in areas:
        fix = f"Leave it blank, or choose from: {', '.join(areas)}."
        yield Problem("service.area", "This commissioning area is not known.", fix, field="commissioning_area")


def ladder_problems(name: str, rungs: Sequence[str], need: str, starter: str, row: int | None = None) -> list[Problem]:
    """Everything that is wrong with a ladder; `rungs` are labels from the bottom."""
    found = [*text_problems("name", "name", name, 120), *_rung_problems(rungs)]
    if need and need not in {entry.id for entry in registry.get("needs").needs}:
        fix = "Leave it blank, or choose a need of the dictionary."
        found.append(Problem("ladder.need", "This need is not in the dictionary.", fix, field="need"))
    starters = [ladder.id for ladder in registry.all("ladder")]
    if starter and starter not in starters:
        fix = f"Leave it blank, or choose from: {', '.join(starters)}."
        found.append(Problem("ladder.starter", "This ladder to start from is not known.", fix, field="starter"))
    return [replace(problem, row=row) for problem in found]


def _rung_problems(rungs: Sequence[str]) -> Iterator[Problem]:
    if not rungs:
        fix = "Write its first step, or choose a ladder to start from."
        yield Problem("ladder.rungs", "The ladder has no steps.", fix, field="rungs")
    seen: set[str] = set()
    for number, label in enumerate(rungs):
        field = f"rungs-{number}"
        yield from text_problems(field, "step", label, 120)
        if label.strip() and label.strip().casefold() in seen:
            fix = "Say what is different about this one, or remove it."
            yield Problem("ladder.rung_twice", "This step is on the ladder twice.", fix, field=field)
        seen.add(label.strip().casefold())


def type_problems(
    name: str, mode: str, minutes: int, steps: int, outcomes: Sequence[Outcome], row: int | None = None
) -> list[Problem]:
    """Everything that is wrong with a type of activity that carries `steps` steps and these outcomes."""
    found = [*text_problems("name", "name", name, 120), *_outcome_problems(outcomes)]
    if mode not in MODES:
        fix = f"Choose from: {', '.join(MODES)}."
        found.append(Problem("activity_type.mode", "This way of meeting is not known.", fix, field="mode"))
    if mode == "head_count" and (steps or outcomes):
        fix = "Clear the steps and outcomes, or choose a way of meeting with names."
        message = "Where nobody is named, nobody can reach a step or an outcome."
        found.append(Problem("activity_type.nobody", message, fix, field="mode"))
    if not 0 <= minutes <= LONGEST_MINUTES:
        fix = f"Write a whole number of minutes from 0 to {LONGEST_MINUTES}."
        found.append(Problem("activity_type.minutes", "This is not a length in minutes.", fix, field="usual_minutes"))
    return [replace(problem, row=row) for problem in found]


def _outcome_problems(outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    if any(ref not in labels(framework) for framework, ref in outcomes):
        fix = "Choose outcomes from the list."
        yield Problem("activity_type.outcome", "An outcome is in none of the frameworks.", fix, field="outcomes")


def need_problems(needs: Sequence[str], row: int | None = None) -> list[Problem]:
    """Needs that a type of activity is for must be in the dictionary."""
    known = {entry.id for entry in registry.get("needs").needs}
    if all(need in known for need in needs):
        return []
    fix = "Choose needs from the list."
    return [Problem("activity_type.need", "A need is not in the dictionary.", fix, field="needs", row=row)]


def asked_problems(needs: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong with a choice of needs to ask about, each with whether the service can meet it."""
    known = {entry.id for entry in registry.get("needs").needs}
    found: list[Problem] = []
    if set(needs) - known:
        fix = "Choose needs from the list."
        found.append(Problem("service.need", "A need is not in the dictionary.", fix, field="needs"))
    for need in [need for need, said in needs.items() if need in known and said not in CAN_MEET]:
        fix = f"Choose from: {', '.join(CAN_MEET)}."
        words = "It is not said whether the service can meet this need."
        found.append(Problem("service.can_meet", words, fix, field=f"can_meet-{need}"))
    return found


def twice(names: Sequence[str], taken: Sequence[str] = ()) -> list[int]:
    """Places of the names that are taken, or that come again in the list, however they are written."""
    seen = {name.strip().casefold() for name in taken}
    found = []
    for place, name in enumerate(names):
        key = name.strip().casefold()
        if key and key in seen:
            found.append(place)
        seen.add(key)
    return found
