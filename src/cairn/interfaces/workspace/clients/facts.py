"""What is known of a person, in the order of the questions; what is not known says which kind of not known it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from cairn.interfaces.workspace.codes import label
from cairn.people.queries import ClientDetails
from cairn.web import formats


@dataclass(frozen=True, slots=True)
class Fact:
    """One line beside the person."""

    label: str
    value: str
    missing: bool = False


def facts(details: ClientDetails) -> list[Fact]:
    """Every core question with its answer."""
    return list(_facts(details))


def _facts(details: ClientDetails) -> Iterator[Fact]:
    said, coded = details.answers, {one.field: one for one in details.coded}
    gender = coded["gender"]
    yield Fact("Gender", said["gender_described"] or gender.label, gender.is_missing)
    yield Fact("Same as registered at birth", coded["same_as_birth"].label, coded["same_as_birth"].is_missing)
    yield _age(details)
    yield Fact("Disability", coded["disability"].label, coded["disability"].is_missing)
    group, detail = coded["ethnicity_group"], coded["ethnicity"]
    yield Fact("Ethnic group", group.label if detail.is_missing else detail.label, group.is_missing)
    held = said["postcode_state"] in ("known", "part")
    area = details.ward_name or details.district
    postcode = f"{said['postcode']}{f' ({area})' if area and area != said['postcode'] else ''}"
    yield Fact("Postcode", postcode if held else coded["postcode_state"].label, not held)


def _age(details: ClientDetails) -> Fact:
    said, card = details.answers, details.card
    if said["birth_date"]:
        return Fact("Born", f"{formats.date(said['birth_date'])}, {card.age} years")
    if card.age is not None:
        return Fact("Age", f"{card.age} years, by what was said")
    missing = next(one.is_missing for one in details.coded if one.field == "age_band")
    return Fact("Age", label("age_band", card.age_band), missing)
