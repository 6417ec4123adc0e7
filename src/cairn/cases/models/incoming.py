from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.access.tenancy import TwoPartyManager
from cairn.kernel.fields import PersonalDate, PersonalText
from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class IncomingReferral(Record):
    """A request that waits at the door of a service: from the public form, or from another organisation on this Cairn.

    It becomes a referral (and its person a client) when somebody takes it in; until then it holds what was sent, and no
    more: of another organisation's client only the fields chosen there. `state` is a code of `incoming_state`. The
    sender reads `state`, `answer_reason`, `answer_words` and `answered_date`, never what the receiver recorded since.
    """

    SUBJECT: ClassVar[str] = "incoming_referral"
    #: What was sent stays out of revisions: no client stands behind it yet by whom an erasure would find it there.
    UNREMEMBERED: ClassVar[frozenset[str]] = frozenset(
        {"name", "birth_date", "phone", "email", "postcode", "reason", "safe_contact", "referrer", "referrer_contact"}
        | {"more", "answer_words"}
    )
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=20)
    sender = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    sender_client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="+")
    signposting = models.OneToOneField("cases.Signposting", on_delete=models.PROTECT, null=True, related_name="sent_as")
    received_at = models.DateTimeField()
    received_date = models.DateField()
    name = PersonalText()
    birth_date = PersonalDate(null=True, blank=True)
    phone = PersonalText()
    email = PersonalText()
    postcode = PersonalText()
    reason = PersonalText()
    safe_contact = PersonalText()
    referrer = PersonalText()
    referrer_contact = PersonalText()
    sector = models.CharField(max_length=30, default="not_known")
    urgency = models.CharField(max_length=20, default="not_known")
    more = models.JSONField(default=dict)
    consent = models.CharField(max_length=20, default="not_known")
    state = models.CharField(max_length=20, default="waiting")
    referral = models.OneToOneField("cases.Referral", on_delete=models.PROTECT, null=True, related_name="came_as")
    answer_reason = models.CharField(max_length=40, default="", blank=True)
    answer_words = PersonalText()
    answered_date = models.DateField(null=True, blank=True)

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "received_date"], name="incoming_waiting"),
            models.Index(fields=["sender", "received_date"], name="incoming_sent"),
        ]

    class Privacy:
        id = uid = version = organisation = service = origin = sender = sender_client = P.OPERATIONAL
        signposting = referral = received_at = P.OPERATIONAL
        name = birth_date = P.IDENTITY
        phone = email = referrer_contact = P.CONTACT
        postcode = P.LOCATION
        reason = safe_contact = referrer = more = answer_words = P.FREE_TEXT
        received_date = sector = urgency = consent = state = answer_reason = answered_date = P.PERSONAL

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        """Which rows these organisations received or sent."""
        return Q(organisation_id__in=ids) | Q(sender_id__in=ids)
