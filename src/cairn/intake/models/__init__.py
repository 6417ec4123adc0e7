from cairn.intake.models.doors import PersonLink, ReferralForm, Throttle

__all__ = ["PersonLink", "ReferralForm", "Throttle"]
