from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ReceiptChoice(Tenant):
    """How a person wants the receipts of forms that they send from the screen by e-mail: `daily` in one mail a day, which is
    what happens without a choice, `at_once` for each, `never`. A file's receipt comes at once, whatever was chosen."""

    user_uid = models.CharField(max_length=36)
    how = models.CharField(max_length=10, default="daily")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user_uid"], name="one_receipt_choice_per_person")
        ]

    class Privacy:
        id = uid = version = organisation = user_uid = how = P.OPERATIONAL
