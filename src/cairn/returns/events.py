"""The deeds of this room."""

from cairn.access.event_types import EventType
from cairn.access.permissions import Permission as P
from cairn.returns import giving_back

_LEAD, _BUYER = frozenset({P.PREPARE_RETURNS}), frozenset({P.MANAGE_CONTRACTS})
_REVIEWER, _ANYBODY = frozenset({P.REVIEW_RETURNS}), frozenset[P]()

EVENTS = (
    EventType("returns.rounds_added", "asked for returns", undoable=True, needs=_BUYER),
    EventType("returns.round_moved", "moved the dates of a round"),
    EventType("returns.figure_overridden", "put a number in place of a derived one"),
    EventType("returns.override_cleared", "let a derived number stand again"),
    EventType("returns.figure_noted", "wrote beside a figure"),
    EventType("returns.query_settled", "settled a question about a figure", undoable=True, needs=_REVIEWER),
    EventType(
        "returns.figure_rated",
        "gave a figure a colour of their own",
        undoable=True,
        give_back=giving_back.rated,
        needs=_REVIEWER,
    ),
    EventType("returns.meeting_held", "wrote down a review meeting", undoable=True, needs=_REVIEWER),
    EventType("returns.meeting_action_done", "did what a review meeting agreed"),
    EventType(
        "returns.questions_asked",
        "wrote what a round asks in words",
        undoable=True,
        give_back=giving_back.asked,
        needs=_BUYER,
    ),
    EventType("returns.narrative_written", "answered a question of a return in words"),
    EventType("returns.case_study_written", "wrote a case study"),
    EventType("returns.case_study_used", "put a case study into a return, or took it out"),
    EventType("returns.consent_withdrawn", "took back a case study whose consent ended"),
    EventType(
        "returns.row_handled",
        "decided about somebody who stands alone",
        undoable=True,
        give_back=giving_back.decided,
        needs=_LEAD,
    ),
    EventType("returns.rows_emptied", "deleted what rows that were sent hold of people"),
    EventType("returns.cleaning_done", "worked on the cleaning log of a submission"),
    EventType("returns.cleaning_replied", "answered about a row of a submission"),
    EventType("returns.nudged", "asked colleagues to mend what a return lacks", undoable=True, needs=_LEAD),
    EventType("returns.nudge_done", "did what a colleague asked for a return", undoable=True, needs=_ANYBODY),
    EventType("returns.chased", "asked after a return that has not come"),
    EventType("returns.chase_seen", "saw that a return was asked after"),
    EventType("returns.feedback_given", "told all providers of a round what was learnt from it"),
    EventType("returns.feedback_written", "wrote feedback about a return"),
    EventType("returns.feedback_seen", "read feedback about a return"),
    EventType("returns.use_told", "wrote down what submitted data was used for", undoable=True, needs=_REVIEWER),
    EventType(
        "returns.use_taken_back",
        "took back what submitted data was said to be used for",
        undoable=True,
        needs=_REVIEWER,
    ),
    EventType("returns.payment_approved", "approved what an accepted return is paid"),
    EventType("returns.late_allowed", "said until when a late return is taken"),
    EventType("returns.reopened", "opened an accepted return again"),
    EventType("returns.submitted", "submitted a return"),
    EventType("returns.accepted", "accepted a return"),
    EventType("returns.rejected", "rejected a return"),
)
