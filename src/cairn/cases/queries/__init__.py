"""What may be read of cases: `visible_to(actor)` first. Reads of a client are logged by the screens."""

from cairn.cases.queries.base import NotFound, get, visible_to
from cairn.cases.queries.caseload import caseload, today
from cairn.cases.queries.plans_due import PlanDue, PlansDue, plans_due
from cairn.cases.queries.day import AppointmentRow, appointments, appointments_of
from cairn.cases.queries.needs import ClientNeeds, NeedRow, client_needs
from cairn.cases.queries.notes import Memo, memos_waiting
from cairn.cases.queries.proposals import last_activity, proposals
from cairn.cases.queries.record import record
from cairn.cases.queries.referrals import referral, referral_counts, referrals
from cairn.cases.queries.views import (
    Caseload,
    CaseRow,
    ClientRecord,
    EpisodeView,
    FundingView,
    JudgementView,
    LadderView,
    LastActivity,
    NeedView,
    NoteView,
    OutcomeProposal,
    OutcomeView,
    Proposal,
    ReadingView,
    ReferralCounts,
    ReferralRow,
    RungView,
    ScaleView,
    StatusView,
    StepProposal,
    StepView,
    TimelineEntry,
    Today,
)

__all__ = [
    "AppointmentRow",
    "CaseRow",
    "Caseload",
    "ClientNeeds",
    "ClientRecord",
    "EpisodeView",
    "FundingView",
    "JudgementView",
    "LadderView",
    "LastActivity",
    "Memo",
    "NeedRow",
    "NeedView",
    "NotFound",
    "NoteView",
    "OutcomeProposal",
    "OutcomeView",
    "PlanDue",
    "PlansDue",
    "Proposal",
    "ReadingView",
    "ReferralCounts",
    "ReferralRow",
    "RungView",
    "ScaleView",
    "StatusView",
    "StepProposal",
    "StepView",
    "TimelineEntry",
    "Today",
    "appointments",
    "appointments_of",
    "caseload",
    "client_needs",
    "get",
    "last_activity",
    "memos_waiting",
    "plans_due",
    "proposals",
    "record",
    "referral",
    "referral_counts",
    "referrals",
    "today",
    "visible_to",
]
