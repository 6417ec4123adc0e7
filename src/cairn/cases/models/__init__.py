from cairn.cases.models.activity import Activity, ActivityFunding, Attendance
from cairn.cases.models.assessment import Assessment
from cairn.cases.models.episode import Episode, EpisodeFunding
from cairn.cases.models.need import Need, NeedJudgement
from cairn.cases.models.note import Note
from cairn.cases.models.referral import Referral
from cairn.cases.models.step import OutcomeRecord, StepRecord

__all__ = [
    "Activity",
    "ActivityFunding",
    "Assessment",
    "Attendance",
    "Episode",
    "EpisodeFunding",
    "Need",
    "NeedJudgement",
    "Note",
    "OutcomeRecord",
    "Referral",
    "StepRecord",
]
