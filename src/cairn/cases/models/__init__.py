from cairn.cases.models.activity import Activity, ActivityFunding, Attendance, AttendanceNeed
from cairn.cases.models.appointment import Appointment
from cairn.cases.models.assessment import Assessment
from cairn.cases.models.concern import Concern, ConcernEntry
from cairn.cases.models.diary import AlsoThere, Cover, EveningMail, PlannedSession, Series
from cairn.cases.models.episode import Episode, EpisodeFunding
from cairn.cases.models.feedback import Feedback
from cairn.cases.models.goal import Goal, OutcomeSetAside, SupportPlan
from cairn.cases.models.incoming import IncomingReferral
from cairn.cases.models.need import Need, NeedJudgement
from cairn.cases.models.needs_check import NeedsCheck
from cairn.cases.models.note import Note
from cairn.cases.models.referral import Referral
from cairn.cases.models.signposting import Signposting
from cairn.cases.models.situation import CarersAssessment, EpisodeLevel, MoveOnBlock, SafeguardingReferral
from cairn.cases.models.step import OutcomeRecord, StepRecord
from cairn.cases.models.voice import Attachment, Disagreement

__all__ = [
    "Activity",
    "ActivityFunding",
    "AlsoThere",
    "Appointment",
    "Assessment",
    "Attachment",
    "Attendance",
    "AttendanceNeed",
    "CarersAssessment",
    "Concern",
    "ConcernEntry",
    "Cover",
    "Disagreement",
    "Episode",
    "EpisodeFunding",
    "EpisodeLevel",
    "EveningMail",
    "Feedback",
    "Goal",
    "IncomingReferral",
    "MoveOnBlock",
    "Need",
    "NeedJudgement",
    "NeedsCheck",
    "Note",
    "OutcomeRecord",
    "OutcomeSetAside",
    "PlannedSession",
    "Referral",
    "SafeguardingReferral",
    "Series",
    "Signposting",
    "StepRecord",
    "SupportPlan",
]
