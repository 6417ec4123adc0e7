from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.access.tenancy import Tenant, TwoPartyManager
from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class LocalIndicator(Record):
    """A need that an authority (`organisation`) adds to a collection's forms, in their own question format and under one of their
    domains. `definition` has the shape of a `NeedQuestion`; its `ref` begins with L. It is asked on forms whose date lies between
    `start_date` and `end_date`, and is told apart from the programme's own totals."""

    SUBJECT: ClassVar[str] = "local_indicator"
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="indicators")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=8)
    definition = models.JSONField()
    forms = models.JSONField(default=list)
    target_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "organisation", "ref"], name="one_local_indicator_per_ref")
        ]

    class Privacy:
        id = uid = version = collection = organisation = P.OPERATIONAL
        ref = definition = forms = target_percent = start_date = end_date = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        from cairn.collection.models.taking_part import SignUp

        asked = SignUp._base_manager.filter(provider_id__in=ids).values("commissioner_id")
        return Q(organisation_id__in=ids) | Q(organisation_id__in=asked) | Q(collection__organisation_id__in=ids)


class LocalReason(Record):
    """A reason why something was not achieved that an authority (`organisation`) adds under one of the three groups: client,
    service or external. `code` is its own in the whole collection and never given twice. It may be given on forms whose date
    lies between `start_date` and `end_date`; whoever counts the whole counts it as the group's "another reason"."""

    SUBJECT: ClassVar[str] = "local_reason"
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="reasons")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    label = models.CharField(max_length=200)
    group = models.CharField(max_length=10)
    forms = models.JSONField(default=list)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "code"], name="one_local_reason_per_code")]

    class Privacy:
        id = uid = version = collection = organisation = P.OPERATIONAL
        code = label = group = forms = start_date = end_date = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        return LocalIndicator.party_to(ids)


class LocalForm(Tenant):
    """One version of a form of a framework that an organisation wrote itself in the browser. `form` is its id, unguessable and
    the same in every version; `definition` has the shape of a definition file. `state`: draft, published, withdrawn. A published
    version is never edited."""

    SUBJECT: ClassVar[str] = "local_form"
    form = models.CharField(max_length=60)
    form_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, default="draft")
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64, default="", blank=True)
    published_date = models.DateField(null=True, blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "form", "form_version"], name="one_local_form_version")
        ]

    class Privacy:
        id = uid = version = organisation = state = P.OPERATIONAL
        form = form_version = definition = sha256 = published_date = withdrawn_date = P.PUBLIC
