"""The deeds of this room."""

from cairn.access.event_types import EventType
from cairn.access.permissions import Permission as P
from cairn.contracts import giving_back, giving_back_proposals

_LEAD, _BUYER = frozenset({P.PREPARE_RETURNS}), frozenset({P.MANAGE_CONTRACTS})
_EITHER = _LEAD | _BUYER
_MAKER = frozenset({P.MAKE_MEASURES})
_TALKS = frozenset({P.MANAGE_CONTRACTS, P.MAKE_MEASURES})
_BINDS = frozenset({P.MANAGE_CONTRACTS, P.SIGN_AGREEMENTS})

EVENTS = (
    EventType("contracts.contract_added", "set up a contract"),
    EventType(
        "contracts.contract_changed",
        "changed a contract",
        undoable=True,
        needs=_BUYER,
        give_back=giving_back.contract,
    ),
    EventType("contracts.value_bank_loaded", "loaded outcomes of a value bank", undoable=True, needs=_TALKS),
    EventType("contracts.area_named", "named a commissioning area", undoable=True, needs=_BUYER),
    EventType(
        "contracts.area_outcomes_listed", "listed the outcomes of a commissioning area", undoable=True, needs=_BUYER
    ),
    EventType("contracts.topics_agreed", "said on which topics a contract works", undoable=True, needs=_BUYER),
    EventType("contracts.relevance_talked", "wrote down a conversation about relevance", undoable=True, needs=_EITHER),
    EventType(
        "contracts.small_grant_recorded",
        "recorded a small grant",
        undoable=True,
        give_back=giving_back.grant,
        needs=_LEAD,
    ),
    EventType("contracts.small_grant_told", "wrote down what a group told of its grant", undoable=True, needs=_LEAD),
    EventType("contracts.anchor_placed", "said where and for whom an anchor works", undoable=True, needs=_BUYER),
    EventType("contracts.group_added", "added groups that an anchor looks after", undoable=True, needs=_LEAD),
    EventType("contracts.group_changed", "changed a group that an anchor looks after", undoable=True, needs=_LEAD),
    EventType("contracts.group_applied", "wrote down an application of a group", undoable=True, needs=_LEAD),
    EventType(
        "contracts.group_application_decided", "decided on an application of a group", undoable=True, needs=_LEAD
    ),
    EventType("contracts.group_checked", "looked at what a group has in place", undoable=True, needs=_LEAD),
    EventType("contracts.group_told", "was told by a group how it is"),
    EventType("contracts.group_file_dropped", "took out a photo or a voice note of a group"),
    EventType("contracts.group_report_seen", "looked at what a group told"),
    EventType("contracts.group_report_withdrawn", "took out what a group told", undoable=True, needs=_LEAD),
    EventType(
        "contracts.payment_agreed",
        "agreed what is paid for an outcome",
        undoable=True,
        give_back=giving_back.payment,
        needs=_BUYER,
    ),
    EventType("contracts.investment_recorded", "recorded money from elsewhere", undoable=True, needs=_LEAD),
    EventType("contracts.finance_recorded", "recorded a figure of finance and demand", undoable=True, needs=_BUYER),
    EventType("contracts.publisher_named", "said under which name grants are published"),
    EventType(
        "contracts.rating_agreed", "agreed how a figure is rated against its target", undoable=True, needs=_BUYER
    ),
    EventType("contracts.partner_added", "named a partner under a contract", undoable=True, needs=_BINDS),
    EventType("contracts.partner_agreed", "agreed that the lead sees their rows for a contract"),
    EventType("contracts.service_funded", "said that a contract funds a service"),
    EventType("contracts.measures_agreed", "agreed what a contract's returns carry"),
    EventType("contracts.measure_varied", "changed what was agreed of a measure", undoable=True, needs=_BUYER),
    EventType(
        "contracts.measures_proposed",
        "proposed what a contract's returns carry",
        undoable=True,
        give_back=giving_back_proposals.undecided,
        needs=_TALKS,
    ),
    EventType("contracts.proposal_commented", "commented on a proposal", undoable=True, needs=_TALKS),
    EventType(
        "contracts.proposal_agreed",
        "agreed to a proposal about what returns carry",
        undoable=True,
        give_back=giving_back_proposals.agreed,
        needs=_BINDS,
    ),
    EventType(
        "contracts.proposal_declined",
        "declined a proposal about what returns carry",
        undoable=True,
        give_back=giving_back_proposals.undecided,
        needs=_BINDS,
    ),
    EventType(
        "contracts.proposal_withdrawn",
        "withdrew a proposal about what returns carry",
        undoable=True,
        give_back=giving_back_proposals.undecided,
        needs=_TALKS,
    ),
    EventType("contracts.template_drafted", "drafted a change for a whole area", undoable=True, needs=_BUYER),
    EventType("contracts.template_opened", "asked an area about a change to what it reports", needs=_BUYER),
    EventType("contracts.template_withdrawn", "withdrew a change that an area was asked about", needs=_BUYER),
    EventType(
        "contracts.template_replied",
        "replied to a change for a whole area",
        undoable=True,
        give_back=giving_back_proposals.unreplied,
        needs=_MAKER,
    ),
    EventType("contracts.template_answered", "answered a reply about a change", undoable=True, needs=_BUYER),
    EventType("contracts.template_decided", "decided on a change for a whole area", needs=_BUYER),
    EventType("contracts.template_revoked", "revoked a change before it began", needs=_BUYER),
    EventType("contracts.commitments_entered", "entered what a bid promised", undoable=True, needs=_BINDS),
    EventType("contracts.commitment_matched", "said which measure tells of a promise", undoable=True, needs=_BINDS),
    EventType("contracts.commitment_varied", "changed what was promised", undoable=True, needs=_BUYER),
    EventType("contracts.burden_rule_set", "said what recording may cost", undoable=True, needs=_BUYER),
    EventType("contracts.recording_told", "told how much was recorded for a contract", undoable=True, needs=_MAKER),
    EventType(
        "contracts.instruments_agreed",
        "agreed which of the usual instruments a contract leaves out",
        undoable=True,
        needs=_BUYER,
    ),
    EventType("contracts.own_measure_drafted", "drafted a measure of their own", undoable=True, needs=_MAKER),
    EventType("contracts.own_measure_published", "published a measure of their own"),
    EventType("contracts.own_measure_withdrawn", "withdrew a measure of their own", undoable=True, needs=_MAKER),
    EventType(
        "contracts.own_measure_dropped", "gave up the draft of a measure of their own", undoable=True, needs=_MAKER
    ),
    EventType("contracts.agreement_drafted", "drafted a data-sharing agreement"),
    EventType("contracts.agreement_signed", "signed a data-sharing agreement"),
    EventType("contracts.agreement_narrowed", "struck a field from a data-sharing agreement"),
    EventType("contracts.agreement_paused", "paused the reading of live figures"),
    EventType("contracts.agreement_resumed", "resumed the reading of live figures"),
)
