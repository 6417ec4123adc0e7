from cairn.contracts.models.agreement import Agreement, AgreementField
from cairn.contracts.models.area import AreaName, AreaOutcome
from cairn.contracts.models.burden import BurdenRule, RecordedCount
from cairn.contracts.models.contract import Contract, ContractPartner, ContractService
from cairn.contracts.models.group import Anchor, Group, GroupApplication, GroupCheck, GroupLink, GroupReport
from cairn.contracts.models.instrument import DroppedInstrument
from cairn.contracts.models.measure import AgreedMeasure, ContractTopic, RelevanceTalk
from cairn.contracts.models.money import FinanceFact, Investment, PaymentTerm, Publisher, SmallGrant
from cairn.contracts.models.negotiation import (
    Commitment,
    MeasureProposal,
    ProposalComment,
    ProposalLine,
    TemplateChange,
    TemplateReply,
    ValueOutcome,
    Variation,
)
from cairn.contracts.models.own_measure import OwnMeasure

__all__ = [
    "AgreedMeasure",
    "Agreement",
    "AgreementField",
    "Anchor",
    "AreaName",
    "AreaOutcome",
    "BurdenRule",
    "Commitment",
    "Contract",
    "ContractPartner",
    "ContractService",
    "ContractTopic",
    "DroppedInstrument",
    "FinanceFact",
    "Group",
    "GroupApplication",
    "GroupCheck",
    "GroupLink",
    "GroupReport",
    "Investment",
    "MeasureProposal",
    "OwnMeasure",
    "PaymentTerm",
    "ProposalComment",
    "ProposalLine",
    "Publisher",
    "RecordedCount",
    "RelevanceTalk",
    "SmallGrant",
    "TemplateChange",
    "TemplateReply",
    "ValueOutcome",
    "Variation",
]
