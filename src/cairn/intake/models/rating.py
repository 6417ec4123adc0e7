from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class RatingLink(Tenant):
    """A link by which a person rates themselves, or says what the service was like. No name stands on its page. Only the
    hash of its token is kept. `purpose` is a code of `rating_purpose`; `scales` the instruments it asks, at `stage`.

    One that lasts (`is_lasting`) asks what is due when it is opened, and sleeps in between; any other ends when it is used.
    `answers` are what has been given and not yet sent, so that a page may be closed and opened again. `on_tablet`: handed
    over in the room; the device then shows nothing else. `feedback` is the question asked, where that is its purpose.
    """

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="+")
    feedback = models.ForeignKey("cases.Feedback", on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=20)
    scales = models.JSONField(default=list)
    stage = models.CharField(max_length=20, default="", blank=True)
    language = models.CharField(max_length=30, default="english")
    token_hash = models.CharField(max_length=64, unique=True)
    is_lasting = models.BooleanField(default=False)
    on_tablet = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["client", "expires_at"], name="ratings_of_person"),
            models.Index(fields=["organisation", "used_at"], name="ratings_sent"),
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = feedback = purpose = stage = P.OPERATIONAL
        scales = is_lasting = on_tablet = made_by_uid = made_at = expires_at = used_at = seen_at = revoked_at = (
            P.OPERATIONAL
        )
        token_hash = P.SECRET
        language = answers = P.PERSONAL
