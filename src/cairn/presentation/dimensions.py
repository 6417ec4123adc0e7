"""What dimensions and their codes are called, for any reader."""

from collections.abc import Iterable

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.contracts import queries as contracts
from cairn.contracts.rules import SHAREABLE
from cairn.contracts.views import Source
from cairn.definitions.shapes.measure import Measure
from cairn.returns import labels

LABELS = {**SHAREABLE, "quarter": "Quarter", "provider": "Provider", "contract": "Contract"}
WHO = ("gender", "same_as_birth", "age_band", "disability", "ethnicity_group", "ethnicity")
PLACE = ("district", "sector", "ward")
ROUTE = ("referral_sector", "referral_kind", "crisis", "commissioning_area", "provider")
NOT_RECORDED = "Not recorded"


def label(dimension: str) -> str:
    """`Age band` for `age_band`."""
    return LABELS.get(dimension, dimension.replace("_", " ").capitalize())


def choices(dimensions: Iterable[str]) -> list[tuple[str, str]]:
    """Dimensions and their labels, who somebody is first."""
    order = {name: place for place, name in enumerate((*WHO, *PLACE, *ROUTE))}
    return [(name, label(name)) for name in sorted(set(dimensions), key=lambda name: (order.get(name, 99), name))]


def names(by: Actor, definition: Measure, dimension: str, codes: Iterable[str]) -> dict[str, str]:
    """The words for each code, in the order of its list and then of the words. What has no name keeps its code."""
    wanted = set(codes)
    made = _made_by_organisations(by, dimension, wanted)
    found = {code: made.get(code) or _defined(definition, dimension, code) for code in wanted}
    listed = list(_listed(definition, dimension))
    return dict(sorted(found.items(), key=lambda pair: (listed.index(pair[0]) if pair[0] in listed else 99, pair[1])))


def _defined(definition: Measure, dimension: str, code: str) -> str:
    return labels.of(definition.table, dimension, code) if code else NOT_RECORDED


def _listed(definition: Measure, dimension: str) -> tuple[str, ...]:
    from cairn.definitions import registry

    named = labels.code_list(definition.table, dimension)
    return tuple(registry.get("codes", named).codes) if named else ()


def _made_by_organisations(by: Actor, dimension: str, codes: set[str]) -> dict[str, str]:
    """Names of what is no definition: organisations, contracts, one's own services, ladders and rungs."""
    if dimension == "provider":
        return {str(uid): name for uid, name in Organisation.objects.filter(uid__in=codes).values_list("uid", "name")}
    if dimension == "contract":
        rows = contracts.visible_to(by).filter(uid__in=codes).values_list("uid", "reference", "title")
        return {str(uid): f"{reference} {title}" for uid, reference, title in rows}
    own = Source(by.organisation_id, by.organisation_uid, by.slug, "", True)
    return labels.names(dimension, codes, [own])
