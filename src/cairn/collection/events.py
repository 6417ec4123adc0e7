"""The deeds of this room."""

from cairn.access import event_types
from cairn.access.event_types import EventType
from cairn.access.permissions import Permission

_PROVIDER = frozenset({Permission.PREPARE_RETURNS})
_BUYER = frozenset({Permission.MANAGE_CONTRACTS})

_FORMS = (
    EventType("collection.own_form_drafted", "drafted a form of their own", undoable=True, needs=_BUYER),
    EventType("collection.own_form_published", "published a form of their own"),
    EventType("collection.own_form_withdrawn", "withdrew a form of their own", undoable=True, needs=_BUYER),
    EventType(
        "collection.own_form_draft_dropped", "gave up the draft of a form of their own", undoable=True, needs=_BUYER
    ),
    EventType("collection.forms_sent", "sent forms of a programme"),
    EventType("collection.forms_withdrawn", "took back forms that were sent"),
    EventType("collection.forms_started", "began forms of a programme", undoable=True),
    EventType("collection.form_page_saved", "filled in a part of a form", undoable=True),
    EventType("collection.form_confirmed", "said that an answer of a form is right", undoable=True),
    EventType("collection.form_left_out", "left a form out, or took it up again", undoable=True),
    EventType("collection.form_dropped", "dropped a form that was on its way", undoable=True),
    EventType("collection.sent_form_withdrawn", "took back a form that was sent", undoable=True),
)


def register() -> None:
    from cairn.collection.actions import ending, reasons

    event_types.register(
        EventType("collection.opened", "opened a collection"),
        EventType("collection.joined", "joined a collection, or left it", undoable=True, needs=_BUYER),
        EventType("collection.contact_said", "said how they are reached", undoable=True, needs=_BUYER),
        EventType("collection.seat_asked", "asked for a seat in a collection, or said no", undoable=True, needs=_BUYER),
        EventType("collection.seat_offered", "offered an authority a seat", undoable=True, needs=_BUYER),
        EventType("collection.seat_decided", "decided on an authority's request"),
        EventType(
            "collection.ended",
            "ended a collection or a year of it, or opened it again",
            undoable=True,
            needs=_BUYER,
            give_back=ending.give_back,
        ),
        EventType("collection.year_set", "set the dates of a collection year", undoable=True, needs=_BUYER),
        EventType("collection.sampling_decided", "decided whether a sample is enough", undoable=True, needs=_BUYER),
        EventType("collection.indicator_set", "set an indicator of their own", undoable=True, needs=_BUYER),
        EventType(
            "collection.reason_set",
            "set a reason of their own",
            undoable=True,
            needs=_BUYER,
            give_back=reasons.give_back,
        ),
        EventType("collection.sign_up_asked", "asked to take part in a collection", undoable=True, needs=_PROVIDER),
        EventType("collection.sign_up_decided", "decided on a request to take part in a collection"),
        EventType("collection.left", "left a collection"),
        EventType(
            "collection.service_placed", "said what a service is in a collection", undoable=True, needs=_PROVIDER
        ),
        EventType("collection.expectation_said", "said how many forms they expect", undoable=True, needs=_PROVIDER),
    )
    event_types.register(*_FORMS)
