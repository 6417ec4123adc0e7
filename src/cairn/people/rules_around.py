"""What may be said of a person's circle and of how to speak with them. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cairn.definitions import registry
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

LONGEST_NAME, LONGEST_WORDS = 200, 2_000
CODED = {"relation": "relation", "lives_with": "lives_with"}
SPOKEN = {"language": "language", "interpreter": "interpreter", "contact_by": "contact_by"}
#: why somebody leaves a circle
LEAVING = ("gone", "mistake")


def settle_communication(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers in their normal form: texts without blanks around, formats each once, in the order of the list."""
    settled = {name: value.strip() if isinstance(value, str) else value for name, value in answers.items()}
    if "formats" in settled:
        said = settled["formats"]
        known = [code for code in registry.get("codes", "communication_format").codes if code in said]
        settled["formats"] = [*known, *(code for code in said if code not in known)]
    return settled


def communication_problems(answers: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with what is said of how to speak with somebody."""
    found = _not_on_lists(answers, SPOKEN, None)
    if set(answers.get("formats", ())) - set(registry.get("codes", "communication_format").codes):
        found.append(_not_listed("formats", None))
    for name in ("safe_contact", "words"):
        found += too_long(answers.get(name, ""), LONGEST_WORDS, name)
    return found


def related_problems(said: Mapping[str, Any], other_is_known: bool, row: int | None) -> list[Problem]:
    """Everything that is wrong with one of a circle by themselves; `other_is_known`: the linked person may be seen."""
    found = _not_on_lists(said, CODED, row)
    if said["other_uid"] and not other_is_known:
        fix = "Find them again, or write a name."
        found.append(Problem("circle.other", "That person is not known here.", fix, field="other_uid", row=row))
    if not said["other_uid"] and not said["name"].strip():
        fix = "Write what they are called; a first name will do."
        found.append(Problem("circle.name", "Nobody is named.", fix, field="name", row=row))
    if said["is_emergency_contact"] and not said["other_uid"] and not said["phone"].strip():
        fix = "Write a number, or leave out that they are the one to call."
        found.append(Problem("circle.phone", "Whom to call has no phone.", fix, field="phone", row=row))
    found += too_long(said["name"], LONGEST_NAME, "name", row) + too_long(said["phone"], LONGEST_NAME, "phone", row)
    return found + too_long(said["words"], LONGEST_WORDS, "words", row)


def leaving_problems(why: str, added: date, day: date, today: date) -> list[Problem]:
    """Why somebody leaves a circle is one of two, and the day is between being noted and today."""
    found = []
    if why not in LEAVING:
        found.append(_not_listed("why", None))
    if day > today or day < added:
        fix = "Write a day from when they were noted here until today."
        found.append(Problem("circle.ended", "This day cannot be.", fix, field="ended_date"))
    return found + slip(day, "ended_date", None)


def _not_on_lists(said: Mapping[str, Any], lists: Mapping[str, str], row: int | None) -> list[Problem]:
    return [
        _not_listed(field, row)
        for field, list_id in lists.items()
        if field in said and said[field] not in registry.get("codes", list_id).codes
    ]


def _not_listed(field: str, row: int | None) -> Problem:
    return Problem(f"{field}.code", "That answer is not on the list.", "Choose one from it.", field=field, row=row)
