from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Disagreement(Tenant):
    """A person sees something otherwise than it was recorded: a reading, a judgement of a need, a step, an outcome. What
    was recorded stays; their words stand beside it wherever it is shown. `about` is a code of `disagreement_about`,
    `about_uid` the row; `said_by` a code of `judged_by`. Taken back on `taken_back_date`."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=20)
    about_uid = models.UUIDField()
    words = PersonalText()
    said_by = models.CharField(max_length=20, default="person")
    made_date = models.DateField()
    answer = PersonalText()
    answered_date = models.DateField(null=True, blank=True)
    taken_back_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "made_date"], name="disagreement_line")]

    class Privacy:
        id = uid = version = organisation = client = about_uid = P.OPERATIONAL
        about = said_by = made_date = answered_date = taken_back_date = P.PERSONAL
        words = answer = P.FREE_TEXT


class Attachment(Tenant):
    """A file that belongs to a person, perhaps to one visit of theirs. The bytes are the upload's, which knows no
    name. A restricted one is read by whoever may read restricted records, and by who put it there."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, null=True, related_name="attachments")
    upload = models.OneToOneField("desk.Upload", on_delete=models.PROTECT, related_name="+")
    name = PersonalText()
    words = PersonalText()
    media_type = models.CharField(max_length=100)
    added_date = models.DateField()
    author_uid = models.CharField(max_length=36)
    is_restricted = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["client", "added_date"], name="attachment_line")]

    class Privacy:
        id = uid = version = organisation = client = activity = upload = author_uid = P.OPERATIONAL
        media_type = is_restricted = P.OPERATIONAL
        added_date = P.PERSONAL
        name = words = P.FREE_TEXT
