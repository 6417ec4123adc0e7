from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Note(Tenant):
    """Words about one client. A note of a group session is written person by person, so that it can be erased."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="notes")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, null=True, related_name="notes")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, null=True, related_name="notes")
    note_date = models.DateField()
    author_uid = models.CharField(max_length=36)
    text = PersonalText()

    class Privacy:
        id = uid = version = organisation = client = episode = activity = author_uid = note_date = P.OPERATIONAL
        text = P.FREE_TEXT
