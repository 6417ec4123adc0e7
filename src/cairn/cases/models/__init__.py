from cairn.cases.models.activity import Activity, ActivityFunding, Attendance, AttendanceNeed
from cairn.cases.models.appointment import Appointment
from cairn.cases.models.assessment import Assessment
from cairn.cases.models.concern import Concern, ConcernEntry
from cairn.cases.models.episode import Episode, EpisodeFunding
from cairn.cases.models.goal import Goal, OutcomeSetAside, SupportPlan
from cairn.cases.models.need import Need, NeedJudgement
from cairn.cases.models.needs_check import NeedsCheck
from cairn.cases.models.note import Note
from cairn.cases.models.referral import Referral
from cairn.cases.models.step import OutcomeRecord, StepRecord

__all__ = [
    "Activity",
    "ActivityFunding",
    "Appointment",
    "Assessment",
    "Attendance",
    "AttendanceNeed",
    "Concern",
    "ConcernEntry",
    "Episode",
    "EpisodeFunding",
    "Goal",
    "Need",
    "NeedJudgement",
    "NeedsCheck",
    "Note",
    "OutcomeRecord",
    "OutcomeSetAside",
    "Referral",
    "StepRecord",
    "SupportPlan",
]
