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
        EventType("cases.need_changed", "changed whether a need can be met here", undoable=True),
        EventType("cases.activity_recorded", "recorded an activity", undoable=True),
        EventType("cases.activity_changed", "changed an activity", undoable=True),
        EventType("cases.activity_removed", "removed an activity that did not happen so", undoable=True),
        EventType("cases.taken_in", "took in somebody with their referral", undoable=True),
        EventType("cases.step_recorded", "recorded a step", undoable=True),
        EventType("cases.outcome_recorded", "recorded an outcome", undoable=True),
        EventType("cases.need_signposted", "told a person who else can help with a need", undoable=True),
        EventType("cases.needs_checked", "asked about the whole of a person's life", undoable=True),
        EventType("cases.goal_set", "set a goal", undoable=True),
        EventType("cases.goal_changed", "changed a goal", undoable=True),
        EventType("cases.plan_agreed", "wrote down a support plan", undoable=True),
        EventType("cases.outcome_set_aside", "set an outcome aside as not this person's goal now", undoable=True),
        EventType("cases.outcome_taken_up", "took an outcome up again", undoable=True),
        EventType("cases.linked_later", "confirmed steps and outcomes for past attendance", undoable=True),
        EventType("cases.appointment_made", "planned a contact", undoable=True),
        EventType("cases.appointment_changed", "changed a planned contact", undoable=True),
        EventType("cases.session_planned", "planned a session", undoable=True),
        EventType("cases.session_changed", "changed a planned session", undoable=True),
        EventType("cases.cover_set", "said who covers for an absent colleague", undoable=True),
        EventType("cases.cover_ended", "ended a cover early", undoable=True),
        EventType("cases.handed_over", "handed over all that was on a colleague's desk", undoable=True),
        EventType("cases.concern_raised", "raised a concern", undoable=True),
        EventType("cases.concern_changed", "changed a concern", undoable=True),
        EventType("cases.concern_noted", "added to the chronology of a concern"),
        EventType("cases.note_written", "wrote a note", undoable=True),
        EventType("cases.note_dealt_with", "marked a memo as dealt with", undoable=True),
        EventType("cases.assessment_recorded", "recorded an assessment", undoable=True),
    )
