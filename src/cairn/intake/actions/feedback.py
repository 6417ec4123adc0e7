"""Ask people what the service was like, by a link each; and take down what they say by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import asking
from cairn.cases.models import Episode
from cairn.cases.queries.base import get
from cairn.cases.queries.feedback import to_ask
from cairn.intake import rating_links, rules_rating
from cairn.intake.rating_links import Made
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAsking:
    """Whom to ask, and why: a code of `feedback_reason`."""

    episode_uid: str
    why: str
    language: str = "english"


def ask(*, by: Actor, askings: Sequence[NewAsking], languages: Sequence[str]) -> Done[Made]:
    """Ask people, each by a link of their own, all or none. Only who may be asked today is asked: whoever did not allow it
    or was asked already is refused. Raises Refused and NotFound."""
    by.require(Permission.RECORD)
    rows = [get(by, Episode, new.episode_uid, "client", "service") for new in askings]
    may = {(one.episode_uid, one.why) for one in to_ask(by)}
    problems: list[Problem] = []
    for row, new in enumerate(askings):
        if (new.episode_uid, new.why) not in may:
            fix = "Look at the list again: they may have been asked meanwhile, or have taken back that they may be."
            problems.append(Problem("feedback.may_not", "Somebody may not be asked now.", fix, row=row))
        if new.language not in languages:
            problems.append(Problem("feedback.language", "The page is not there in that language.", "Choose another.",
                                    field="language", row=row))  # fmt: skip
    refuse_if(problems)
    now = clock.now()
    with deed("intake.feedback_asked", by=by) as this:
        made = tuple(
            rating_links.write(
                this, episode, purpose=rules_rating.FEEDBACK, language=new.language,
                feedback=asking.asked(this, episode, new.why, clock.today()),
                expires_at=now + timedelta(days=rules_rating.FEEDBACK_DAYS),
            )
            for new, episode in zip(askings, rows, strict=True)
        )  # fmt: skip
    return Done(made, (), "")


def answer(*, by: Actor, feedback: Any, accessible: int | None, comment: str, scale_version: int | None) -> None:
    """What the person says, by their link. Saying nothing at all is an answer too: they were asked, and sent it empty.
    Raises Refused."""
    if accessible is not None or comment:
        refuse_if(asking.problems_of(accessible, comment, scale_version))
    with deed("intake.feedback_given", by=by) as this:
        asking.answered(this, feedback, accessible, comment, scale_version)
