"""What may be read of scales: which there are, which may be asked, in whose words, and who has practised them."""

from cairn.scales.queries.asked import Asked, asked, usable, worded
from cairn.scales.queries.library import (
    WARN_DAYS,
    PermissionView,
    ScaleView,
    State,
    is_locked,
    permissions,
    scales,
    tariff,
    view,
    visible_to,
    wording_before,
    wordings,
)
from cairn.scales.queries.training import Recorder, TrainingView, recorders, trained, trainings

__all__ = [
    "WARN_DAYS",
    "Asked",
    "PermissionView",
    "Recorder",
    "ScaleView",
    "State",
    "TrainingView",
    "asked",
    "is_locked",
    "permissions",
    "recorders",
    "scales",
    "tariff",
    "trained",
    "trainings",
    "usable",
    "view",
    "visible_to",
    "worded",
    "wording_before",
    "wordings",
]
