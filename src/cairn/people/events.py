"""The deeds of this room. Adding a client is no deed to take back: what was recorded by mistake is erased."""

from cairn.access import event_types
from cairn.access.event_types import EventType
from cairn.people import moving


def register() -> None:
    event_types.register(
        EventType("people.clients_added", "added people"),
        EventType("people.client_changed", "changed a person's details", undoable=True),
        EventType("people.statuses_added", "recorded how a person's situation stands", undoable=True),
        EventType("people.status_changed", "put right how a person's situation stood", undoable=True),
        EventType("people.restricted_status_noted", "recorded something that only some may read", undoable=True),
        EventType("people.optional_answered", "recorded answers to optional questions", undoable=True),
        EventType("people.groups_recorded", "recorded the groups that a person is helped as one of", undoable=True),
        EventType("people.communication_changed", "recorded how to reach and speak with a person", undoable=True),
        EventType("people.circle_changed", "changed a person's household and circle", undoable=True),
        EventType("people.consents_recorded", "recorded what a person agrees to", undoable=True),
        EventType("people.clients_merged", "made one record of two", undoable=True, give_back=moving.give_back),
        EventType("people.clients_apart", "said that two records are of two people", undoable=True),
        EventType("people.client_erased", "erased a person"),
        EventType("people.areas_recomputed", "derived areas again from postcodes"),
    )
