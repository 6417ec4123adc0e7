"""The deeds of this room."""

from cairn.access.event_types import EventType

EVENTS = (
    EventType("returns.rounds_added", "asked for returns"),
    EventType("returns.figure_overridden", "put a number in place of a derived one"),
    EventType("returns.override_cleared", "let a derived number stand again"),
    EventType("returns.figure_noted", "wrote beside a figure"),
    EventType("returns.query_settled", "settled a question about a figure"),
    EventType("returns.figure_rated", "gave a figure a colour of their own"),
    EventType("returns.meeting_held", "wrote down a review meeting"),
    EventType("returns.reopened", "opened an accepted return again"),
    EventType("returns.submitted", "submitted a return"),
    EventType("returns.accepted", "accepted a return"),
    EventType("returns.rejected", "rejected a return"),
)
