"""What makes a change to the template of a whole area sound, whom it touches, and from when it may hold. Pure: what each contract
carries, today, and the first days of rounds are passed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from cairn.contracts import rules_proposals, wording
from cairn.contracts.rules_proposals import ADD, CHANGE, DROP, Ground, Key, NewLine
from cairn.contracts.wording import Terms
from cairn.definitions.shapes.measure import Measure
from cairn.frameworks import items
from cairn.kernel.periods import quarter_of
from cairn.kernel.problems import Problem, too_long, too_short

#: Replies are taken for at least so many days; our own judgement: a fortnight lets a small group meet once.
LEAST_DAYS, MOST_DAYS = 14, 180
LONGEST_TITLE, MOST_MINUTES, AHEAD = 120, 100_000, 6
STANCES = {"agree": "Agrees", "change": "Agrees with conditions", "against": "Objects"}
DECISIONS = {
    "go_ahead": "It goes ahead as proposed",
    "go_ahead_changed": "It goes ahead with changes",
    "not_now": "It does not go ahead",
}
Known = Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One measure of a template change. What is "" is left as each contract has it, and the usual for one that is added. Targets
    are each contract's own and are never touched. `differently`: it is measured differently from then on, though its definition
    stays, so that figures before and after are not the same thing."""

    doing: str
    measure: str
    by: str = ""
    reason: str = ""
    measure_class: str = ""
    frequency: str = ""
    level: str = ""
    level_reason: str = ""
    newest: bool = False
    differently: bool = False

    @property
    def key(self) -> Key:
        return self.measure, self.by

    @property
    def code(self) -> str:
        """Names it within a page."""
        return f"{self.measure}--{self.by}" if self.by else self.measure

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Touch:
    """What a line does to one contract: the terms that stand ({} for none) and those that would (as a `ProposalLine`)."""

    line: TemplateLine
    before: Mapping[str, Any]
    terms: Mapping[str, Any]

    @property
    def key(self) -> Key:
        return self.line.key


def touch(line: TemplateLine, carried: Mapping[Key, Terms], known: Known) -> Touch | None:
    """None where the contract stays as it is: it has what would be added, or has not what would change or go."""
    now = carried.get(line.key)
    if (now is None) != (line.doing == ADD) or (line.doing == ADD and line.measure not in known):
        return None
    terms = rules_proposals.terms(_for_one(line, now or {}, known), Ground(known, carried, ()))
    if line.doing == CHANGE and not (line.differently or wording.differing(now or {}, terms)):
        return None
    if line.doing == CHANGE and line.differently:
        terms = {**terms, wording.DIFFERENTLY: True}
    return Touch(line, dict(now or {}), terms)


def touches(lines: Iterable[TemplateLine], carried: Mapping[Key, Terms], known: Known) -> tuple[Touch, ...]:
    """What the lines do to a contract that carries these measures."""
    return tuple(found for line in lines if (found := touch(line, carried, known)))


def after(carried: Mapping[Key, Terms], found: Iterable[Touch]) -> dict[Key, Terms]:
    """What a contract would carry."""
    then = dict(carried)
    for one in found:
        if one.line.doing == DROP:
            then.pop(one.key, None)
        else:
            then[one.key] = one.terms
    return then


def _for_one(line: TemplateLine, now: Terms, known: Known) -> NewLine:
    """The line as one contract would be asked it."""
    usual = items.usual_frequency(known[line.measure]) if line.doing == ADD and line.measure in known else "quarterly"
    level = line.level or now.get("level", "individual")
    return NewLine(
        line.doing, line.measure, line.by, reason=line.reason, target=now.get("target"),
        measure_class=line.measure_class or now.get("measure_class", ""),
        frequency=line.frequency or now.get("frequency", usual), level=level,
        level_reason=(line.level_reason or now.get("level_reason", "")) if level == "aggregate" else "",
        area_outcome_uid=now.get("area_outcome_uid", ""), newest=line.newest,
    )  # fmt: skip


def draft_problems(
    title: str, words: str, lines: Sequence[TemplateLine], held: Sequence[Mapping[Key, Terms]], known: Known
) -> list[Problem]:
    """Everything that is wrong with a change before anybody is asked. `held` is what each contract of the area carries."""
    problems = text_problems(title, "title", "The title is missing.", LONGEST_TITLE)
    problems += text_problems(words, "words", "The reason is missing.", rules_proposals.LONGEST_WORDS)
    problems += too_short(words, "words")
    if not held:
        fix = "Choose an area that has some."
        problems.append(Problem("template.nobody", "No contract of this area runs on.", fix))
    return problems + line_problems(lines, held, known)


def line_problems(lines: Sequence[TemplateLine], held: Sequence[Mapping[Key, Terms]], known: Known) -> list[Problem]:
    """What is wrong with the lines, each measured against a contract that carries it."""
    some: dict[Key, Terms] = {}
    for carried in held:
        for key, terms in carried.items():
            some.setdefault(key, terms)
    new = {line.key for line in lines if line.doing == ADD}
    ground = Ground(known, {key: terms for key, terms in some.items() if key not in new}, _outcomes(some.values()))
    asked = [_for_one(line, some.get(line.key, {}) if line.doing != ADD else {}, known) for line in lines]
    found = [
        _of_area(one) for one in rules_proposals.proposal_problems(asked, "", ground) if one.rule != "proposal.same"
    ]
    wrong = {one.row for one in found}
    for row, line in enumerate(lines):
        if row not in wrong and not any(touch(line, carried, known) for carried in held):
            fix = "Change one of its terms, say that it is measured differently, or leave it as it is."
            words = "No contract of the area would change by this."
            found.append(Problem("template.same", words, fix, field="doing", row=row))
    return found


def _outcomes(terms: Iterable[Terms]) -> set[str]:
    """Those that the contracts name stand."""
    return {each["area_outcome_uid"] for each in terms}


def _of_area(problem: Problem) -> Problem:
    if problem.rule == "proposal.not_carried":
        return replace(problem, message="No contract of the area carries that measure.")
    if problem.rule == "proposal.none":
        return replace(problem, message="The change does nothing.")
    return problem


def text_problems(said: str, field: str, missing: str, most: int) -> list[Problem]:
    if not said.strip():
        fix = "Say it in a sentence or two: every provider of the area reads it."
        return [Problem("words.missing", missing, fix, field=field)]
    return too_long(said.strip(), most, field)


def first_until(today: date) -> date:
    """The earliest day that may be the last on which replies are taken."""
    return today + timedelta(days=LEAST_DAYS)


def until_problems(until: date, today: date) -> list[Problem]:
    """Whether replies may be taken until this day, the last on which they are."""
    first, last = first_until(today), today + timedelta(days=MOST_DAYS)
    if first <= until <= last:
        return []
    fix = f"Choose a day from {first:%-d %B %Y} to {last:%-d %B %Y}."
    words = f"Replies stay open for at least {LEAST_DAYS} days." if until < first else "That is too far off."
    return [Problem("template.until", words, fix, field="replies_until_date")]


def reply_problems(stance: str, words: str, minutes: int | None) -> list[Problem]:
    problems = []
    if stance not in STANCES:
        fix = "Choose one of the three."
        problems.append(Problem("reply.stance", "It is not said what you think of it.", fix, field="stance"))
    if stance in ("change", "against") and not words.strip():
        fix = "Say which conditions, or why not: whoever decides reads and answers it."
        problems.append(Problem("words.missing", "The words are missing.", fix, field="words"))
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        fix = f"Write a whole number from 0 to {MOST_MINUTES:,}, or leave it blank."
        problems.append(Problem("reply.minutes", "That cannot be the minutes.", fix, field="minutes"))
    return problems + too_long(words.strip(), rules_proposals.LONGEST_WORDS, "words")


def earliest(decided: date, begins: Iterable[Iterable[date]]) -> date:
    """The first day of a quarter from which a change may hold that is published on a day: one whole quarter lies between, and of
    every contract one whole round. `begins` are the first days of each contract's rounds, as far as they are asked for."""
    found = _next_quarter(_next_quarter(decided))
    for days in begins:
        later = sorted(day for day in set(days) if day > decided)
        if len(later) > 1:
            found = max(found, later[1] if later[1] == quarter_of(later[1]).start else _next_quarter(later[1]))
    return found


def starts(first: date) -> tuple[date, ...]:
    """First days of quarters from a day on, which is one."""
    found = [first]
    while len(found) < AHEAD:
        found.append(_next_quarter(found[-1]))
    return tuple(found)


def _next_quarter(day: date) -> date:
    return quarter_of(day).end + timedelta(days=1)


def start_problems(from_date: date | None, first: date) -> list[Problem]:
    """`first` is the earliest day that is allowed."""
    fix = f"The earliest is {first:%-d %B %Y}."
    if from_date is None:
        return [Problem("template.start", "It is not said from when it holds.", fix, field="from_date")]
    if from_date < first:
        words = "Providers need one whole round to get ready after the decision is published."
        return [Problem("template.lead", words, fix, field="from_date")]
    if from_date not in starts(first):
        fix = "Choose one of the days that are offered."
        return [Problem("template.start", "No round of the area begins on that day.", fix, field="from_date")]
    return []


def decided_problems(decision: str, consulted: Sequence[TemplateLine], lines: Sequence[TemplateLine]) -> list[Problem]:
    """Whether what is decided is what providers were asked about."""
    if decision not in DECISIONS:
        fix = "Choose one of the three."
        return [Problem("template.decision", "It is not said what is decided.", fix, field="decision")]
    if decision != "go_ahead_changed":
        return []
    asked = {(line.doing, line.key) for line in consulted}
    problems = [
        Problem(
            "template.not_asked", f"“{wording.label(*line.key)}” was not asked about in this way.",
            "Leave it out, or consult on it anew.", field="decision", row=row,
        )
        for row, line in enumerate(lines)
        if (line.doing, line.key) not in asked
    ]  # fmt: skip
    if not lines:
        fix = "Keep at least one, or decide that it does not go ahead."
        problems.append(Problem("template.nothing", "Nothing is left of the change.", fix, field="decision"))
    if list(lines) == list(consulted):
        fix = "Leave something out, change its terms, or choose that it goes ahead as proposed."
        problems.append(Problem("template.unchanged", "Nothing differs from what was proposed.", fix, field="decision"))
    return problems


def breaks(before: Terms, terms: Terms) -> bool:
    """Whether a change of terms makes a figure another than it was: its definition is of another version, or it is said so."""
    return bool(terms.get(wording.DIFFERENTLY)) or before.get("measure_version") != terms.get("measure_version")
