from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Referral(Tenant):
    """A request for support. Ends accepted, unsuccessful (one of seven reasons) or withdrawn; until then pending, so
    that referred = accepted + unsuccessful + withdrawn + pending, always. Belongs to the period of `received_date`.
    `worker_uid` is who deals with it; "" while nobody in particular does."""

    SUBJECT: ClassVar[str] = "referral"
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="referrals")
    sector = models.CharField(max_length=30, default="not_known")
    kind = models.CharField(max_length=30, default="not_known")
    worker_uid = models.CharField(max_length=36, default="", blank=True)
    source = PersonalText()
    reason = PersonalText()
    referrer_contact = PersonalText()
    urgency = models.CharField(max_length=20, default="not_known")
    crisis = models.CharField(max_length=20, default="not_known")
    received_date = models.DateField()
    first_contact_date = models.DateField(null=True, blank=True)
    assessed_date = models.DateField(null=True, blank=True)
    decided_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, default="pending")
    unsuccessful_reason = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="pending", decided_date__isnull=True)
                | (~models.Q(state="pending") & models.Q(decided_date__isnull=False)),
                name="referral_decided_has_date",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="unsuccessful") & ~models.Q(unsuccessful_reason=""))
                | (~models.Q(state="unsuccessful") & models.Q(unsuccessful_reason="")),
                name="referral_unsuccessful_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "received_date"], name="referral_waiting")]

    class Privacy:
        id = uid = version = organisation = client = service = worker_uid = P.OPERATIONAL
        sector = kind = urgency = crisis = received_date = first_contact_date = assessed_date = P.PERSONAL
        decided_date = state = unsuccessful_reason = P.PERSONAL
        source = reason = P.FREE_TEXT
        referrer_contact = P.CONTACT
