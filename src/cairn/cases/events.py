"""The deeds of this room."""

from cairn.access.event_types import EventType
from cairn.access.event_types import register as register_types


def register() -> None:
    register_types(
        EventType("cases.referral_received", "received a referral", undoable=True),
        EventType("cases.referral_contacted", "noted a first contact or an assessment of a referral", undoable=True),
        EventType("cases.referral_accepted", "accepted a referral and opened an episode", undoable=True),
        EventType("cases.referral_closed", "closed a referral as unsuccessful", undoable=True),
        EventType("cases.referral_withdrawn", "noted that a referral was withdrawn", undoable=True),
        EventType("cases.episode_closed", "closed an episode", undoable=True),
        EventType("cases.episode_reopened", "reopened an episode", undoable=True),
        EventType("cases.episode_assigned", "said whose case an episode is", undoable=True),
        EventType("cases.episode_funded", "said who pays for an episode", undoable=True),
        EventType("cases.baseline_explained", "said why a first reading is missing", undoable=True),
        EventType("cases.need_presented", "recorded a need", undoable=True),
        EventType("cases.need_judged", "judged a need", undoable=True),
        EventType("cases.activity_recorded", "recorded an activity", undoable=True),
        EventType("cases.activity_changed", "changed an activity", undoable=True),
        EventType("cases.step_recorded", "recorded a step", undoable=True),
        EventType("cases.outcome_recorded", "recorded an outcome", undoable=True),
        EventType("cases.note_written", "wrote a note", undoable=True),
        EventType("cases.assessment_recorded", "recorded an assessment", undoable=True),
    )
