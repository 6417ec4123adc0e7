from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalDate, PersonalText
from cairn.kernel.privacy import Privacy as P


class Client(Tenant):
    """A person supported, or referred for support.

    Answers are codes of the lists of the same name; not asked, not known, refused and withheld are different codes.
    Age comes as a birth date, an age on a date, or a band. Disability is two questions; `disability` is derived from
    them. The postcode stays here: sector, district and ward are derived when it is entered and leave in its stead;
    `geography` is the version of the look-up that they came from. `search_text` is what a person is found by, folded;
    `match_keys` what a second record of the same person is found by (`matching`). A record that turned out to be somebody's
    second one says so in `merged_into`, holds nothing else, and is found nowhere.
    """

    SUBJECT: ClassVar[str] = "client"
    reference = models.CharField(max_length=40)
    name = PersonalText()
    known_as = PersonalText()
    phone = PersonalText()
    email = PersonalText()
    birth_date = PersonalDate(null=True, blank=True)
    age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    age_on_date = models.DateField(null=True, blank=True)
    age_band = models.CharField(max_length=20, default="not_asked")
    gender = models.CharField(max_length=20, default="not_asked")
    gender_described = PersonalText()
    same_as_birth = models.CharField(max_length=20, default="not_asked")
    condition = models.CharField(max_length=20, default="not_asked")
    condition_limits = models.CharField(max_length=20, default="not_asked")
    disability = models.CharField(max_length=30, default="not_asked")
    ethnicity_group = models.CharField(max_length=20, default="not_asked")
    ethnicity = models.CharField(max_length=20, default="not_asked")
    postcode = PersonalText()
    postcode_state = models.CharField(max_length=20, default="not_asked")
    sector = models.CharField(max_length=10, default="", blank=True)
    district = models.CharField(max_length=10, default="", blank=True)
    ward = models.CharField(max_length=12, default="", blank=True)
    geography = models.CharField(max_length=20, default="", blank=True)
    search_text = PersonalText()
    match_keys = PersonalText()
    added_date = models.DateField()
    merged_into = models.ForeignKey(
        "people.Client", on_delete=models.PROTECT, null=True, related_name="merged_from", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "reference"], name="one_client_per_reference")]
        indexes = [
            models.Index(fields=["organisation", "search_text"], name="client_by_name"),
            # Of those alone who were merged: an index of all would be mistaken for the way to all who were not.
            models.Index(fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="merged_records"),
        ]

    class Privacy:
        id = uid = version = organisation = added_date = geography = merged_into = P.OPERATIONAL
        reference = name = known_as = birth_date = search_text = match_keys = P.IDENTITY
        phone = email = P.CONTACT
        age_years = age_on_date = age_band = gender = same_as_birth = P.PERSONAL
        condition = condition_limits = disability = ethnicity_group = ethnicity = postcode_state = P.PERSONAL
        gender_described = P.FREE_TEXT
        postcode = P.LOCATION
        sector = district = ward = P.AREA
