from cairn.scales.models.local import LocalScale, ScaleTariff, ScaleTraining, ScaleWording
from cairn.scales.models.permission import ScalePermission

__all__ = ["LocalScale", "ScalePermission", "ScaleTariff", "ScaleTraining", "ScaleWording"]
