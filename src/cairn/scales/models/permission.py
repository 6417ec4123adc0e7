from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ScalePermission(Tenant):
    """An organisation's own permission to use a scale whose text may not be shipped. Without one the scale is locked.

    `is_invented` marks the demonstration's record, on every screen that shows it. `uses_printed_form`: the wording is read
    from the holder's own printed form, and number and topic are enough on screen (some holders allow no text in software);
    without it the organisation enters its licensed wording before the scale is asked.
    """

    SUBJECT: ClassVar[str] = "scale_permission"
    scale = models.CharField(max_length=40)
    holder = models.CharField(max_length=200)
    reference = models.CharField(max_length=120)
    granted_date = models.DateField()
    expiry_date = models.DateField(null=True, blank=True)
    is_invented = models.BooleanField(default=False)
    uses_printed_form = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expiry_date__isnull=True) | models.Q(expiry_date__gt=models.F("granted_date")),
                name="permission_expires_after_granted",
            )
        ]

    class Privacy:
        id = uid = version = organisation = is_invented = P.OPERATIONAL
        scale = holder = reference = granted_date = expiry_date = uses_printed_form = P.PUBLIC
