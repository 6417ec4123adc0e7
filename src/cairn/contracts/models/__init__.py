from cairn.contracts.models.agreement import Agreement, AgreementField
from cairn.contracts.models.area import AreaName
from cairn.contracts.models.contract import Contract, ContractPartner, ContractService
from cairn.contracts.models.instrument import DroppedInstrument
from cairn.contracts.models.measure import AgreedMeasure

__all__ = [
    "AgreedMeasure",
    "Agreement",
    "AgreementField",
    "AreaName",
    "Contract",
    "ContractPartner",
    "ContractService",
    "DroppedInstrument",
]
