from cairn.contracts.models.agreement import Agreement, AgreementField
from cairn.contracts.models.area import AreaName, AreaOutcome
from cairn.contracts.models.contract import Contract, ContractPartner, ContractService
from cairn.contracts.models.instrument import DroppedInstrument
from cairn.contracts.models.measure import AgreedMeasure, ContractTopic, RelevanceTalk
from cairn.contracts.models.money import FinanceFact, Investment, PaymentTerm, Publisher, SmallGrant

__all__ = [
    "AgreedMeasure",
    "Agreement",
    "AgreementField",
    "AreaName",
    "AreaOutcome",
    "Contract",
    "ContractPartner",
    "ContractService",
    "ContractTopic",
    "DroppedInstrument",
    "FinanceFact",
    "Investment",
    "PaymentTerm",
    "Publisher",
    "RelevanceTalk",
    "SmallGrant",
]
