from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.access.tenancy import TwoPartyManager
from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class Collection(Record):
    """A programme that is collected here, run by `organisation`: a national office, or an authority for itself. `programme` is
    what its forms belong to in their definitions. A listed one is seen by all, so that providers can ask to take part.

    `by_approval`: authorities ask whoever runs it, or are invited; else they sit down at once. Whoever runs it need not be one.
    `contact` is how it is reached, as all may read it. `ended_at`: since then nothing new is taken; what is there stays.
    `serial` counts an organisation's collections of a programme: another may be opened when the one before has ended."""

    SUBJECT: ClassVar[str] = "collection"
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    is_listed = models.BooleanField(default=True)
    by_approval = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, default="", blank=True)
    serial = models.PositiveSmallIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, default="", blank=True)

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "programme", "serial"], name="one_collection_per_serial")
        ]

    class Privacy:
        id = uid = version = organisation = serial = P.OPERATIONAL
        programme = name = is_listed = by_approval = contact = ended_at = ended_reason = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        from cairn.collection.models.taking_part import SignUp

        member = CollectionAuthority._base_manager.filter(organisation_id__in=ids).values("collection_id")
        asked = SignUp._base_manager.filter(provider_id__in=ids).values("collection_id")
        invited = AuthorityRequest._base_manager.filter(organisation_id__in=ids).values("collection_id")
        mine = Q(organisation_id__in=ids) | Q(pk__in=member) | Q(pk__in=asked) | Q(pk__in=invited)
        return Q(is_listed=True) | mine

    def __str__(self) -> str:
        return self.name

    @property
    def whom(self) -> str:
        """Whoever runs it, and how they are reached."""
        return f"{self.organisation.name} ({self.contact})" if self.contact else self.organisation.name


class CollectionAuthority(Record):
    """An administering authority (`organisation`) that takes part in a collection, under the code by which forms name it."""

    SUBJECT: ClassVar[str] = "collection_authority"
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="authorities")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    joined_date = models.DateField()
    left_date = models.DateField(null=True, blank=True)

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "organisation"], name="one_authority_per_collection"),
            models.UniqueConstraint(fields=["collection", "code"], name="one_code_per_authority"),
        ]

    class Privacy:
        id = uid = version = collection = organisation = P.OPERATIONAL
        code = joined_date = left_date = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        return Q(collection__in=Collection._base_manager.filter(Collection.party_to(ids)).values("pk"))


class AuthorityRequest(Record):
    """An authority (`organisation`) asks whoever runs a collection to sit in it, or is invited to. `state`: requested, invited,
    approved, refused (by who runs it, with a reason), declined (by the authority). It sits there once it is approved."""

    SUBJECT: ClassVar[str] = "collection_authority"
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, default="", blank=True)
    state = models.CharField(max_length=12, default="requested")
    asked_at = models.DateTimeField()
    asked_by_uid = models.CharField(max_length=36)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_uid = models.CharField(max_length=36, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "organisation"], name="one_request_per_authority")]

    class Privacy:
        id = uid = version = collection = organisation = state = P.OPERATIONAL
        asked_at = asked_by_uid = decided_at = decided_by_uid = P.OPERATIONAL
        code = reason = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        return Q(organisation_id__in=ids) | Q(collection__organisation_id__in=ids)


class CollectionYear(Record):
    """A year of a collection and its three closing dates, each the last day on which something may be done: `due_date` is when
    forms are asked for (shown, locks nothing), `new_until` the last day for a new form, `edit_until` the last for a change.
    `ended_at`: whoever runs the collection ended the year before those days; since then it takes neither."""

    SUBJECT: ClassVar[str] = "collection_year"
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="years")
    label = models.CharField(max_length=20)
    start_date = models.DateField()
    end_date = models.DateField()
    due_date = models.DateField()
    new_until = models.DateField()
    edit_until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, default="", blank=True)

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "start_date"], name="one_collection_year_per_start"),
            models.CheckConstraint(
                condition=Q(end_date__gt=models.F("start_date"))
                & Q(due_date__lte=models.F("new_until"))
                & Q(new_until__lte=models.F("edit_until")),
                name="collection_year_dates_in_order",
            ),
        ]

    class Privacy:
        id = uid = version = collection = P.OPERATIONAL
        label = start_date = end_date = due_date = new_until = edit_until = ended_at = ended_reason = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        return Q(collection__in=Collection._base_manager.filter(Collection.party_to(ids)).values("pk"))

    def __str__(self) -> str:
        return self.label


class Sampling(Record):
    """For one year an authority (`organisation`) asks its long-term services for a sample instead of everybody. Whether somebody
    is in it follows from `seed` and the provider's code for them: the same each time, and for anybody who knows both."""

    SUBJECT: ClassVar[str] = "collection_sampling"
    year = models.ForeignKey("collection.CollectionYear", on_delete=models.PROTECT, related_name="samplings")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    older_percent = models.PositiveSmallIntegerField(default=10)
    other_percent = models.PositiveSmallIntegerField(default=50)
    seed = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, default="", blank=True)
    decided_date = models.DateField()

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "organisation"], name="one_sampling_per_authority_and_year"),
            models.CheckConstraint(
                condition=Q(older_percent__gte=1, older_percent__lte=100, other_percent__gte=1, other_percent__lte=100),
                name="sampling_is_a_share",
            ),
        ]

    class Privacy:
        id = uid = version = year = organisation = seed = P.OPERATIONAL
        is_on = older_percent = other_percent = reason = decided_date = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        from cairn.collection.models.taking_part import SignUp

        asked = SignUp._base_manager.filter(provider_id__in=ids).values("commissioner_id")
        return Q(organisation_id__in=ids) | Q(organisation_id__in=asked) | Q(year__collection__organisation_id__in=ids)
