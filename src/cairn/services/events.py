"""The deeds of this room. What has been added may be taken back until something points at it."""

from cairn.access import event_types
from cairn.access.event_types import EventType


def register() -> None:
    event_types.register(
        EventType("services.services_added", "added services", undoable=True),
        EventType("services.service_changed", "changed a service", undoable=True),
        EventType("services.needs_chosen", "chose which needs a service asks about", undoable=True),
        EventType("services.questions_chosen", "chose which optional questions a service asks", undoable=True),
        EventType("services.scales_chosen", "chose which scales a service uses", undoable=True),
        EventType("services.levels_changed", "changed a service's list of levels of support", undoable=True),
        EventType("services.starter_taken", "set up a service from a starter", undoable=True),
        EventType("services.ladders_added", "added step ladders", undoable=True),
        EventType("services.ladder_changed", "changed a step ladder"),
        EventType("services.activity_types_added", "added types of activity", undoable=True),
        EventType("services.activity_type_changed", "changed a type of activity", undoable=True),
        EventType("services.directory_added", "added services of others to the directory", undoable=True),
        EventType("services.directory_changed", "changed an entry of the directory", undoable=True),
        EventType("services.directory_brought_in", "brought a file into the directory", undoable=True),
    )
