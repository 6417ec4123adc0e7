"""What may be read of scales: which there are, which may be asked, in whose words, and who has practised them."""

from cairn.scales.queries.asked import Asked, asked, usable
from cairn.scales.queries.library import PermissionView, ScaleView, is_locked, scales, visible_to
from cairn.scales.queries.training import Recorder, TrainingView, recorders, trained, trainings

__all__ = [
    "Asked",
    "PermissionView",
    "Recorder",
    "ScaleView",
    "TrainingView",
    "asked",
    "is_locked",
    "recorders",
    "scales",
    "trained",
    "trainings",
    "usable",
    "visible_to",
]
