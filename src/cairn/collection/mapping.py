"""From the codes that the record keeps to those of a form: what becomes of each, and by which rule where none is its equal.

The tables are definitions (`definitions/data/crosswalks`), not code. Pure: no Django.
"""

from dataclasses import dataclass

from cairn.definitions import registry

ETHNICITY, GENDER, DISABILITY, FAITH = "sp-ethnicity", "sp-gender", "sp-disability", "sp-faith"
ECONOMIC_STATUS, PRIOR_ACCOMMODATION = "sp-economic-status", "sp-prior-accommodation"
PRIMARY_GROUP, SECONDARY_GROUP = "sp-client-group-primary", "sp-client-group-secondary"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a code becomes: None where nothing does, so that the form asks. `rule` is blank where the two are the same thing."""

    code: str | None
    rule: str = ""


UNKNOWN = Mapped(None, "Not a code of the list: the form asks.")


def mapped(crosswalk: str, code: str) -> Mapped:
    """What this code becomes by this crosswalk. Raises NotDefined for a crosswalk that there is not."""
    crossings = {crossing.of: crossing for crossing in registry.get("crosswalk", crosswalk).crossings}
    found = crossings.get(code)
    return UNKNOWN if found is None else Mapped(found.to, found.rule or "")


def ethnicity_2001(code: str) -> Mapped:
    """A group of the 2021 census in the list of 2001, which the programme used."""
    return mapped(ETHNICITY, code)


def gender(code: str) -> Mapped:
    """By the gender that somebody states; their own words for it never leave the record."""
    return mapped(GENDER, code)


def disability(code: str) -> Mapped:
    return mapped(DISABILITY, code)


def faith(code: str) -> Mapped:
    return mapped(FAITH, code)


def economic_status(code: str) -> Mapped:
    return mapped(ECONOMIC_STATUS, code)


def prior_accommodation(code: str) -> Mapped:
    return mapped(PRIOR_ACCOMMODATION, code)


def primary_group(code: str) -> Mapped:
    """A code of `client_group` in the primary column, where 21 means Generic."""
    return mapped(PRIMARY_GROUP, code)


def secondary_group(code: str) -> Mapped:
    """A code of `client_group` in the secondary column, where 21 means Complex needs."""
    return mapped(SECONDARY_GROUP, code)
