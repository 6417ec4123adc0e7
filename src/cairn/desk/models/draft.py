from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Draft(Tenant):
    """A form half filled, kept until it is sent. `form` names the form and what it is about; one a user and form.

    `client_uid` says whose words these are, so that erasing a client reaches them.
    """

    SUBJECT: ClassVar[str] = ""
    user_uid = models.CharField(max_length=36)
    form = models.CharField(max_length=120)
    client_uid = models.CharField(max_length=36, default="", db_index=True)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user_uid", "form"], name="one_draft_per_form")]

    class Privacy:
        id = uid = version = organisation = user_uid = form = client_uid = saved_at = P.OPERATIONAL
        values = P.FREE_TEXT
