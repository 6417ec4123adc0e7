"""What a commissioner's review of returns adds to the world: a colour by hand, somebody asked after, a meeting."""

from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.returns.actions import chasing, feedback, meetings, ratings
from cairn.returns.actions import uses as telling
from cairn.returns.meetings import NewAction

#: The round of which a return is accepted.
ROUND = "2024-10-01..2024-12-31,quarterly"


def reviewed(by: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """As the commissioner, in its scope."""
    ratings.colour(
        by=by, answer_uid=things["submitted"], measure="referrals_received", colour="amber", reason="Talked of."
    )
    chasing.chase(by=by, answer_uids=[things["answer"]], words="Please send it.")
    agreed = [NewAction("Send the plan", "provider", date(2025, 7, 5)), NewAction("Read the plan", "commissioner")]
    made = meetings.hold(
        by=by, contract_uid=things["contract"], held_date=date(2025, 7, 1), notes="Well.", actions=agreed
    )
    feedback.write(by=by, return_uid=things["submitted"], words="Thank you for the stories.")
    told = telling.tell(
        by=by, kind="report", words="A paper to cabinet", used_date=date(2025, 7, 1), round_key=ROUND
    ).one
    return {"meeting": str(made.one.uid), "use": str(told.uid)}
