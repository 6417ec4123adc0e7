from cairn.services.models.activity_type import ActivityType, ActivityTypeOutcome, ActivityTypeStep
from cairn.services.models.ladder import Rung, StepLadder
from cairn.services.models.service import Service

__all__ = ["ActivityType", "ActivityTypeOutcome", "ActivityTypeStep", "Rung", "Service", "StepLadder"]
