"""The deeds of this room. What a file brought in is taken back as a whole by a deed of its own (ADR 0010)."""

from cairn.access import event_types
from cairn.access.event_types import EventType


def register() -> None:
    event_types.register(
        EventType("exchange.import_agreed", "agreed to bring in a file"),
        EventType("exchange.import_taken_back", "took back what a file brought in"),
        EventType(
            "exchange.person_objected", "noted that somebody whom another system knows said no to rows about them"
        ),
        EventType(
            "exchange.person_allowed",
            "noted that somebody whom another system knows lets rows about them be sent again",
        ),
        EventType("exchange.person_erased", "erased what was sent about somebody whom another system knows"),
        EventType("exchange.funder_added", "took in a funder's own form"),
        EventType("exchange.funder_changed", "changed a funder's own form"),
        EventType("exchange.funder_mapped", "said what goes into a funder's form", undoable=True),
        EventType("exchange.funder_filled", "filled a funder's own form"),
    )
