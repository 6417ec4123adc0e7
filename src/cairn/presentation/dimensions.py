"""What dimensions and their codes are called, for any reader."""

from collections.abc import Iterable
from datetime import date

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.contracts import areas
from cairn.contracts import queries as contracts
from cairn.contracts.rules import SHAREABLE
from cairn.contracts.views import Source
from cairn.insight.labels import codes_of, label_of
from cairn.kernel import clock
from cairn.returns import labels

READ = {
    "scale": "Tool", "stage": "Stage", "rater": "Who rated", "verdict": "What became of it", "band": "Band",
    "entered_by": "How it came in", "why": "Why they were asked", "activity_type": "Type of activity",
    "from_home": "Home moved from", "to_home": "Home moved to", "from_standing": "Whether settled before",
    "to_standing": "Whether settled after", "application_decision": "What came of it", "application_refusal": "Why refused",
    "group_help": "What would help",
    "check_item": "Item of the checklist", "form": "Form", "form_domain": "Domain", "form_need": "Need", "form_part": "Outcome",
    "form_reason": "Reason", "reason_group": "Whose reason", "own_reason": "Own reason", "authority": "Authority",
    "service_number": "Service",
    "form_service_type": "Type of service", "form_client_group": "Client group", "form_gender": "Gender",
    "form_ethnicity": "Ethnic group", "form_religion": "Faith", "form_disability": "Disability", "form_work": "Economic status",
    "collection_year": "Year",
}  # fmt: skip
LABELS = {**SHAREABLE, "quarter": "Quarter", "provider": "Provider", "contract": "Contract", **READ}
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


def names(by: Actor, dimension: str, codes: Iterable[str], on_date: date | None = None) -> dict[str, str]:
    """The words for each code, in the order of its list and then of the words. What has no name keeps its code. What is
    renamed from a day on has its name of `on_date`, which is today unless another is asked about."""
    wanted = set(codes)
    if dimension == areas.LIST:
        made = areas.labels(by, on_date or clock.today())
    else:
        made = _made_by_organisations(by, dimension, wanted)
    found = {code: made.get(code) or (label_of(dimension, code) if code else NOT_RECORDED) for code in wanted}
    place = {code: at for at, code in enumerate(codes_of(dimension))}
    return dict(sorted(found.items(), key=lambda pair: (place.get(pair[0], len(place)), pair[1])))


def _made_by_organisations(by: Actor, dimension: str, codes: set[str]) -> dict[str, str]:
    """Names of what is no definition: organisations, contracts, one's own services, ladders and rungs."""
    if dimension in ("provider", "authority"):
        return {str(uid): name for uid, name in Organisation.objects.filter(uid__in=codes).values_list("uid", "name")}
    if dimension == "contract":
        rows = contracts.visible_to(by).filter(uid__in=codes).values_list("uid", "reference", "title")
        return {str(uid): f"{reference} {title}" for uid, reference, title in rows}
    own = Source(by.organisation_id, by.organisation_uid, by.slug, "", True)
    return labels.names(dimension, codes, [own])
