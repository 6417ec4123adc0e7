"""What a person may say against a thing that was recorded of them. Pure."""

from cairn.cases.rules_incoming import unreadable
from cairn.definitions import registry
from cairn.kernel.problems import Problem, too_long

LONGEST = 2_000


def words_problems(words: str, row: int | None = None) -> list[Problem]:
    """Their own words, or somebody's answer to them: there must be some, and they must fit."""
    if not words.strip():
        fix = "Write it as they say it; one sentence will do."
        return [Problem("disagreement.words", "There are no words yet.", fix, field="words", row=row)]
    return too_long(words.strip(), LONGEST, "words", row) + unreadable(words, "words", row)


def code_problems(about: str, said_by: str, row: int | None = None) -> list[Problem]:
    """What it is about, and who says so, are on their lists."""
    told = {"about": ("disagreement_about", about), "said_by": ("judged_by", said_by)}
    return [
        Problem(f"disagreement.{field}", "That answer is not on the list.", "Choose one from it.", field=field, row=row)
        for field, (list_id, code) in told.items()
        if code not in registry.get("codes", list_id).codes
    ]
