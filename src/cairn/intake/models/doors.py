from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class ReferralForm(Tenant):
    """The public form of one service: there only where a manager opened it. `code` stands in its address; a new code makes
    the old address dead. `asks` are the optional fields that it shows."""

    SUBJECT: ClassVar[str] = ""
    service = models.OneToOneField("services.Service", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    is_open = models.BooleanField(default=True)
    words = models.CharField(max_length=1000, default="", blank=True)
    asks = models.JSONField(default=list)
    opened_date = models.DateField()

    class Privacy:
        id = uid = version = organisation = service = is_open = opened_date = P.OPERATIONAL
        code = words = asks = P.PUBLIC


class PersonLink(Tenant):
    """A link for one person to a page of their own. Only the hash of its token is kept; the token is shown once, when the
    link is made. `purpose` is a code of `link_purpose`; `questions` are those that they are asked to answer alone. A link
    ends with `expires_at`, with `revoked_at`, or with `uses_left` at none."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=30, default="english")
    questions = models.JSONField(default=list)
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "expires_at"], name="links_of_person")]

    class Privacy:
        id = uid = version = organisation = client = purpose = made_by_uid = made_at = P.OPERATIONAL
        expires_at = uses_left = wrong_tries = last_used_at = revoked_at = P.OPERATIONAL
        token_hash = P.SECRET
        language = questions = P.PERSONAL


class Throttle(Record):
    """How often somebody knocked at a public door within one window of time. `key` is a keyed hash: no address is kept."""

    key = models.CharField(max_length=64)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_at"], name="one_throttle_per_window")]

    class Privacy:
        id = uid = version = key = window_at = count = P.OPERATIONAL
