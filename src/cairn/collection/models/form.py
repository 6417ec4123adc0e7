import uuid
from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


def own_key() -> str:
    """The key of a submission whose sender gave none."""
    return str(uuid.uuid4())


class FormSubmission(Tenant):
    """What was sent at one time: one form from the screen, a file, or a body of the API. The receipt.

    `way` is screen, file or api. `key` is the sender's own for this file: sent again under it, the same answer comes back; where
    the sender gave none it is made.
    `state`: received → checking → checked → taking → taken; wrong (nothing could be read), dropped. `counts` (received, taken,
    same, replaced, rejected, to_confirm) are of forms; `findings` places and rules, never a value. `rejects` is the file of
    what was not taken. `told_at`: when the receipt went out by e-mail, or stood in a day's mail of several.
    """

    SUBJECT: ClassVar[str] = "form_submission"
    UNREMEMBERED: ClassVar[frozenset[str]] = frozenset({"findings"})
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="+")
    user_uid = models.CharField(max_length=36)
    way = models.CharField(max_length=10)
    form = models.CharField(max_length=60, default="", blank=True)
    form_version = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=80, default=own_key)
    upload = models.ForeignKey("desk.Upload", on_delete=models.PROTECT, null=True, related_name="+")
    rejects = models.ForeignKey("desk.Upload", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="received")
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    number = models.CharField(max_length=20, default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    job_uid = models.CharField(max_length=36, default="", blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "collection", "key"], name="one_submission_per_key")
        ]

    class Privacy:
        id = uid = version = organisation = collection = user_uid = way = form = form_version = P.OPERATIONAL
        key = upload = rejects = state = findings = number = sha256 = job_uid = P.OPERATIONAL
        asked_at = ended_at = told_at = counts = P.OPERATIONAL


class OpenForm(Tenant):
    """A form that is being filled in, by whoever of the team comes next. It becomes a `CollectedForm` when it is sent, and goes.

    `due_date` is when its event was; `confirmed` the soft rules that were answered "yes, that is right"; `left_out_reason` why no
    form will be sent, which ends it too. `set_aside`: answers of another version that this one does not ask or cannot take, by
    column with the words of question and answer, from when the form's day moved it here.
    """

    SUBJECT: ClassVar[str] = "open_form"
    sign_up = models.ForeignKey("collection.SignUp", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=60)
    form_version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=11)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    confirmed = models.JSONField(default=list)
    seen = models.JSONField(default=list)
    set_aside = models.JSONField(default=list)
    due_date = models.DateField()
    left_out_reason = models.CharField(max_length=40, default="", blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="one_open_form_per_number")]
        indexes = [models.Index(fields=["organisation", "due_date"], name="open_forms_due")]

    class Privacy:
        id = uid = version = organisation = sign_up = form = form_version = service = client = episode = P.OPERATIONAL
        due_date = changed_at = left_out_reason = confirmed = seen = P.OPERATIONAL
        number = P.IDENTITY
        answers = set_aside = P.PERSONAL


class CollectedForm(TwoParty):
    """A form as it was sent: `provider` filled it in, `commissioner` is the authority that it names. Never a name of a person.

    `number` is its FormID: once in a collection for each provider. `person` is the provider's own code for whom it is about,
    made so that it tells nothing (`collection.persons`); `client` is there only where the provider records them here, and only
    the provider reads it. `form_date` decides year and version. `sha256` is of its canonical answers: the same form by
    three ways is the same. `state`: sent or withdrawn.
    """

    SUBJECT: ClassVar[str] = "collected_form"
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="forms")
    year = models.ForeignKey("collection.CollectionYear", on_delete=models.PROTECT, related_name="forms")
    submission = models.ForeignKey("collection.FormSubmission", on_delete=models.PROTECT, related_name="forms")
    form = models.CharField(max_length=60)
    form_version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=11)
    person = models.CharField(max_length=64)
    service_number = models.CharField(max_length=40, default="", blank=True)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, null=True, related_name="+")
    form_date = models.DateField()
    answers = models.JSONField()
    confirmed = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="sent")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "provider", "number"], name="one_form_per_number")]
        indexes = [
            models.Index(fields=["collection", "commissioner", "year", "form"], name="forms_of_authority"),
            models.Index(fields=["provider", "person", "year"], name="forms_of_person"),
        ]

    class Privacy:
        id = uid = version = provider = commissioner = collection = year = submission = P.OPERATIONAL
        form = form_version = service = client = episode = state = sha256 = sent_at = confirmed = P.OPERATIONAL
        number = P.IDENTITY
        person = P.OPERATIONAL  # tells nothing: whoever has not the key cannot make it
        service_number = P.PUBLIC
        form_date = answers = P.PERSONAL
