"""What a service's list of levels and its choice of optional questions may say. Pure: problems go out, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cairn.definitions import registry
from cairn.kernel.problems import Problem, too_long
from cairn.services.rules import text_problems, twice

MOST_LEVELS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFacts:
    """One entry of a service's list of levels of support; `uid` is "" for a new one. One no longer used stays for those
    who had it."""

    name: str
    words: str = ""
    uid: str = ""
    is_used: bool = True


def level_problems(levels: Sequence[LevelFacts]) -> list[Problem]:
    """Everything that is wrong with a list of levels, lowest first; fields are `name-0`, `words-0` and so on."""
    found: list[Problem] = []
    for place, one in enumerate(levels):
        found += [replace(problem, field=f"name-{place}") for problem in text_problems("name", "name", one.name, 80)]
        found += too_long(one.words, 300, f"words-{place}")
    for place in twice([one.name for one in levels]):
        fix = "Use another name, or remove one of them."
        found.append(Problem("level.twice", "This name is on the list twice.", fix, field=f"name-{place}"))
    if len(levels) > MOST_LEVELS:
        found.append(
            Problem("level.many", f"There are more than {MOST_LEVELS} levels.", "Remove some.", field="levels")
        )
    return found


def question_problems(questions: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong with a choice of optional questions, each with its reason; fields are `reason-<question>`."""
    known = registry.get("codes", "optional_question").codes
    found: list[Problem] = []
    if set(questions) - set(known):
        fix = f"Choose from: {', '.join(known)}."
        found.append(Problem("question.unknown", "This question is not known.", fix, field="questions"))
    for id, reason in questions.items():
        if not reason.strip():
            fix = "Say in a sentence what the answer is used for: the person reads it beside the question."
            found.append(Problem("question.reason", "The reason is missing.", fix, field=f"reason-{id}"))
        found += too_long(reason, 300, f"reason-{id}")
    return found
