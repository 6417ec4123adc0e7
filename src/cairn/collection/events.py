"""The deeds of this room."""

from cairn.access import event_types
from cairn.access.event_types import EventType


def register() -> None:
    event_types.register(
        EventType("collection.opened", "opened a collection"),
        EventType("collection.form_drafted", "drafted a form of their own", undoable=True),
        EventType("collection.form_published", "published a form of their own"),
        EventType("collection.form_withdrawn", "withdrew a form of their own", undoable=True),
        EventType("collection.form_draft_dropped", "gave up the draft of a form of their own", undoable=True),
        EventType("collection.forms_sent", "sent forms of a programme"),
        EventType("collection.forms_withdrawn", "took back forms that were sent"),
        EventType("collection.forms_started", "began forms of a programme", undoable=True),
        EventType("collection.form_page_saved", "filled in a part of a form", undoable=True),
        EventType("collection.form_confirmed", "said that an answer of a form is right", undoable=True),
        EventType("collection.form_left_out", "left a form out, or took it up again", undoable=True),
        EventType("collection.form_dropped", "dropped a form that was on its way", undoable=True),
        EventType("collection.form_withdrawn", "took back a form that was sent", undoable=True),
    )
