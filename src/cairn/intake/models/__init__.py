from cairn.intake.models.doors import PersonLink, ReferralForm, Throttle
from cairn.intake.models.rating import RatingLink

__all__ = ["PersonLink", "RatingLink", "ReferralForm", "Throttle"]
