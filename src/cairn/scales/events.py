"""The deeds of this room."""

from cairn.access import event_types
from cairn.access.event_types import EventType
from cairn.scales import giving_back


def register() -> None:
    event_types.register(
        EventType("scales.permission_recorded", "recorded a permission to use a scale", undoable=True),
        EventType("scales.wording_written", "wrote the wording of a scale", undoable=True),
        EventType("scales.tariff_loaded", "loaded the table of values of a scale", undoable=True),
        EventType("scales.scale_drafted", "drafted a scale of their own", undoable=True),
        EventType("scales.scale_published", "published a scale of their own"),
        EventType("scales.scale_withdrawn", "withdrew a scale of their own", undoable=True),
        EventType("scales.draft_dropped", "gave up the draft of a scale of their own", undoable=True),
        EventType(
            "scales.scale_taken_in", "took in a scale from a file", undoable=True, give_back=giving_back.withdrawn
        ),
        EventType("scales.practised", "practised a scale to the end"),
    )
