"""The rows of asking people what the service was like, for the deeds of this room and of the doors."""

from datetime import date
from typing import Any

from cairn.access.deeds import Deed
from cairn.cases.models import Feedback
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Problem, too_long

ACCESSIBILITY, LONGEST = "accessibility", 2_000


def asked(this: Deed, episode: Any, why: str, day: date) -> Feedback:
    """Somebody is asked."""
    scale = registry.get("scale", ACCESSIBILITY)
    row: Feedback = this.create(
        Feedback(
            organisation_id=this.by.organisation_id, client=episode.client, episode=episode, why=why, asked_date=day,
            scale_version=scale.version,
        )
    )  # fmt: skip
    return row


def answered(this: Deed, row: Feedback, accessible: int | None, comment: str, version: int | None = None) -> Feedback:
    """What they say; said again, it takes the place of what was said before."""
    told = {"accessible": accessible, "comment": comment.strip(), "answered_date": row.answered_date or clock.today()}
    if version is not None:
        told["scale_version"] = version
    found: Feedback = this.update(row, **told)
    return found


def problems_of(accessible: int | None, comment: str, version: int | None = None) -> list[Problem]:
    """Everything that is wrong with an answer."""
    found = too_long(comment, LONGEST, "comment")
    scale = registry.get("scale", ACCESSIBILITY, version)
    low, high = scale.bounds(scale.items[0])
    if accessible is not None and not low <= accessible <= high:
        fix = f"Choose a number from {low} to {high}."
        found.append(Problem("feedback.accessible", "That is no answer to the question.", fix, field="accessible"))
    if accessible is None and not comment.strip():
        fix = "Choose an answer, or write a few words."
        found.append(Problem("feedback.empty", "Nothing is said yet.", fix, field="comment"))
    return found
