"""The deeds of this room."""

from cairn.access.event_types import EventType

EVENTS = (
    EventType("contracts.contract_added", "set up a contract"),
    EventType("contracts.contract_changed", "changed a contract"),
    EventType("contracts.area_named", "named a commissioning area"),
    EventType("contracts.area_outcomes_listed", "listed the outcomes of a commissioning area", undoable=True),
    EventType("contracts.topics_agreed", "said on which topics a contract works", undoable=True),
    EventType("contracts.relevance_talked", "wrote down a conversation about relevance", undoable=True),
    EventType("contracts.small_grant_recorded", "recorded a small grant", undoable=True),
    EventType("contracts.small_grant_told", "wrote down what a group told of its grant", undoable=True),
    EventType("contracts.payment_agreed", "agreed what is paid for an outcome", undoable=True),
    EventType("contracts.investment_recorded", "recorded money from elsewhere", undoable=True),
    EventType("contracts.finance_recorded", "recorded a figure of finance and demand", undoable=True),
    EventType("contracts.publisher_named", "said under which name grants are published"),
    EventType("contracts.rating_agreed", "agreed how a figure is rated against its target"),
    EventType("contracts.partner_added", "named a partner under a contract"),
    EventType("contracts.partner_agreed", "agreed that the lead sees their rows for a contract"),
    EventType("contracts.service_funded", "said that a contract funds a service"),
    EventType("contracts.measures_agreed", "agreed what a contract's returns carry"),
    EventType(
        "contracts.instruments_agreed", "agreed which of the usual instruments a contract leaves out", undoable=True
    ),
    EventType("contracts.agreement_drafted", "drafted a data-sharing agreement"),
    EventType("contracts.agreement_signed", "signed a data-sharing agreement"),
    EventType("contracts.agreement_narrowed", "struck a field from a data-sharing agreement"),
    EventType("contracts.agreement_paused", "paused the reading of live figures"),
    EventType("contracts.agreement_resumed", "resumed the reading of live figures"),
)
