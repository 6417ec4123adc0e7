"""The deeds of this room."""

from cairn.access import event_types
from cairn.access.event_types import EventType


def register() -> None:
    event_types.register(
        EventType("intake.form_opened", "opened the public referral form of a service", undoable=True),
        EventType("intake.form_changed", "changed the public referral form of a service", undoable=True),
        EventType("intake.link_made", "made a link to a person's own page"),
        EventType("intake.link_ended", "ended a link to a person's own page"),
        EventType("intake.rating_link_made", "made a link for somebody to rate themselves"),
        EventType("intake.rating_link_ended", "ended a link for somebody to rate themselves"),
        EventType("intake.rating_sent", "was told by the person how they rate themselves"),
        EventType("intake.feedback_asked", "asked people what the service was like"),
        EventType("intake.group_link_made", "made links by which groups tell how they are"),
        EventType("intake.group_link_ended", "ended a link by which a group tells how it is"),
        EventType("intake.feedback_given", "was told by the person what the service was like"),
    )
