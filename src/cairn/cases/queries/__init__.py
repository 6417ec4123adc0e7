"""What may be read of cases: `visible_to(actor)` first. Reads of a client are logged by the screens."""

from cairn.cases.queries.base import NotFound, get, visible_to
from cairn.cases.queries.caseload import caseload, episodes_of, every_row, fitting_uids
from cairn.cases.queries.day import AppointmentRow, appointments, appointments_of
from cairn.cases.queries.entries import Entry
from cairn.cases.queries.filters import CaseFilter
from cairn.cases.queries.linking import Linkable, linkable
from cairn.cases.queries.need import NeedPage, need_page
from cairn.cases.queries.needs import AreaView, CheckView, ClientNeeds, NeedRow, client_needs
from cairn.cases.queries.notes import Memo, memos_waiting
from cairn.cases.queries.plans import ClientPlan, plan
from cairn.cases.queries.plans_due import PlanDue, PlansDue, plans_due
from cairn.cases.queries.proposals import last_activity, proposals
from cairn.cases.queries.record import record
from cairn.cases.queries.referrals import referral, referral_counts, referrals
from cairn.cases.queries.timeline import Asked, Line, LineEpisode, line_choices, timeline
from cairn.cases.queries.today import Today, today
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
    Proposal,
    ReadingView,
    ReferralCounts,
    ReferralRow,
    RungView,
    ScaleView,
    StatusView,
    StepProposal,
)

__all__ = [
    "AppointmentRow",
    "AreaView",
    "Asked",
    "CaseFilter",
    "CaseRow",
    "Caseload",
    "CheckView",
    "ClientNeeds",
    "ClientPlan",
    "ClientRecord",
    "Entry",
    "EpisodeView",
    "FundingView",
    "JudgementView",
    "LadderView",
    "LastActivity",
    "Line",
    "LineEpisode",
    "Linkable",
    "Memo",
    "NeedPage",
    "NeedRow",
    "NeedView",
    "NotFound",
    "NoteView",
    "OutcomeProposal",
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
    "Today",
    "appointments",
    "appointments_of",
    "caseload",
    "client_needs",
    "episodes_of",
    "every_row",
    "fitting_uids",
    "get",
    "last_activity",
    "line_choices",
    "linkable",
    "memos_waiting",
    "need_page",
    "plan",
    "plans_due",
    "proposals",
    "record",
    "referral",
    "referral_counts",
    "referrals",
    "timeline",
    "today",
    "visible_to",
]
