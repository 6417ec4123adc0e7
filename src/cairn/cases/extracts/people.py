"""Who a row is about: the demographic codes of clients, with a code where a place is missing."""

from dataclasses import dataclass
from datetime import date

from cairn.cases.extracts.reading import Batch
from cairn.people.models import Client
from cairn.people.rules import age_band_on

_NO_PLACE = "not_known"
_HELD = ("known", "part")


@dataclass(frozen=True, slots=True)
class Person:
    """A client's codes. Of the age only bands leave this module."""

    uid: str
    gender: str
    same_as_birth: str
    disability: str
    ethnicity: str
    ethnicity_group: str
    postcode_state: str
    places: tuple[str, str, str]
    birth_date: date | None
    age_years: int | None
    age_on_date: date | None
    age_band: str

    def who(self, age_band: str) -> tuple[str, ...]:
        """The columns `WHO`, in their order. A place that is not held says why, as the postcode does."""
        missing = _NO_PLACE if self.postcode_state in _HELD else self.postcode_state
        places = tuple(place or missing for place in self.places)
        sex = (self.gender, self.same_as_birth, age_band)
        return (self.uid, *sex, self.disability, self.ethnicity, self.ethnicity_group, *places)

    def band_on(self, day: date) -> str:
        return age_band_on(self, day)


def people_of(batch: Batch) -> dict[int, Person]:
    """The clients of a batch by their inner id."""
    rows = Client.objects.filter(**batch.where("pk")).values_list(
        "pk", "uid", "gender", "same_as_birth", "disability", "ethnicity", "ethnicity_group", "postcode_state",
        "ward", "sector", "district", "birth_date", "age_years", "age_on_date", "age_band",
    )  # fmt: skip
    return {
        pk: Person(str(uid), gender, same, disability, ethnicity, group, state, (ward, sector, district), *age)
        for pk, uid, gender, same, disability, ethnicity, group, state, ward, sector, district, *age in rows
    }
