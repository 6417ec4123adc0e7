from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class RelatedPerson(Tenant):
    """Somebody of a client's household or circle. `relation` is a code of that list; `other` links them where they are
    supported here too. `is_carer`: looks after the client, unpaid; `is_cared_for`: the client looks after them. On
    `ended_date` they left the circle; the row stays, as part of what was."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="around")
    other = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="around_of")
    name = PersonalText()
    phone = PersonalText()
    relation = models.CharField(max_length=30)
    lives_with = models.CharField(max_length=20, default="not_asked")
    is_carer = models.BooleanField(default=False)
    is_cared_for = models.BooleanField(default=False)
    is_emergency_contact = models.BooleanField(default=False)
    added_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)
    words = PersonalText()

    class Privacy:
        id = uid = version = organisation = client = other = P.OPERATIONAL
        relation = lives_with = is_carer = is_cared_for = is_emergency_contact = added_date = ended_date = P.PERSONAL
        name = P.IDENTITY
        phone = P.CONTACT
        words = P.FREE_TEXT


class Communication(Tenant):
    """How to reach and speak with a person: one row a client. `language` and `interpreter` are codes; `formats` codes of
    `communication_format`; `contact_by` a code of that list; `safe_contact` says when and how it is safe to call."""

    SUBJECT: ClassVar[str] = ""
    client = models.OneToOneField("people.Client", on_delete=models.PROTECT, related_name="communication")
    language = models.CharField(max_length=30, default="not_asked")
    interpreter = models.CharField(max_length=20, default="not_asked")
    formats = models.JSONField(default=list)
    contact_by = models.CharField(max_length=20, default="not_asked")
    safe_contact = PersonalText()
    words = PersonalText()

    class Privacy:
        id = uid = version = organisation = client = P.OPERATIONAL
        language = interpreter = formats = contact_by = P.PERSONAL
        safe_contact = words = P.FREE_TEXT
