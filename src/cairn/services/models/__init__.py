from cairn.services.models.activity_type import ActivityType, ActivityTypeNeed, ActivityTypeOutcome, ActivityTypeStep
from cairn.services.models.asking import ServiceQuestion, SupportLevel
from cairn.services.models.directory import DirectoryEntry
from cairn.services.models.ladder import Rung, StepLadder
from cairn.services.models.scale import ServiceScale
from cairn.services.models.service import Service, ServiceNeed

__all__ = [
    "ActivityType",
    "ActivityTypeNeed",
    "ActivityTypeOutcome",
    "ActivityTypeStep",
    "DirectoryEntry",
    "Rung",
    "Service",
    "ServiceNeed",
    "ServiceQuestion",
    "ServiceScale",
    "StepLadder",
    "SupportLevel",
]
