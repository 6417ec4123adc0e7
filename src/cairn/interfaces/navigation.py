"""The way round: what an actor may do, in the order in which they do it."""

from dataclasses import dataclass

from django.urls import reverse

from cairn.access.actors import Actor
from cairn.access.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Item:
    """One place in the rail. `is_main` is the large one in the middle of the phone's bottom bar."""

    label: str
    url: str
    icon: str
    is_current: bool = False
    is_main: bool = False


#: label, address, icon, the permission that shows it, and whether it is the main deed
PLACES: tuple[tuple[str, str, str, P | None, bool], ...] = (
    ("Today", "workspace:home", "home", None, False),
    ("Caseload", "workspace:caseload", "users", P.READ_CLIENTS, False),
    ("Diary", "workspace:diary", "calendar-days", P.RECORD, False),
    ("Record", "workspace:activity_new", "plus", P.RECORD, True),
    ("Referrals", "workspace:referrals", "inbox", P.RECORD, False),
    ("Directory", "workspace:directory", "building-office-2", P.READ_CLIENTS, False),
    ("Concerns", "workspace:concerns_open", "shield", P.READ_RESTRICTED, False),
    ("Scales", "workspace:scales", "adjustments-horizontal", P.RECORD, False),
    ("Services", "workspace:services", "flag", P.MANAGE_SERVICES, False),
    ("Forms", "workspace:collections", "clipboard-document-list", P.READ_CLIENTS, False),
    ("Returns", "workspace:returns", "file-text", P.READ_RETURNS, False),
    ("Grants and money", "workspace:money", "document-text", P.PREPARE_RETURNS, False),
    ("Agreements", "workspace:agreements", "lock-closed", P.SIGN_AGREEMENTS, False),
    ("Negotiation", "workspace:negotiations", "chat-bubble-left-right", P.MAKE_MEASURES, False),
    ("Figures", "workspace:figures", "bar-chart", P.SEE_OWN_FIGURES, False),
    ("Portfolio", "commissioner:portfolio", "document-text", P.MANAGE_CONTRACTS, False),
    ("Contracts", "commissioner:contracts", "briefcase", P.MANAGE_CONTRACTS, False),
    ("Negotiation", "commissioner:negotiations", "chat-bubble-left-right", P.MANAGE_CONTRACTS, False),
    ("Returns received", "commissioner:returns", "inbox", P.REVIEW_RETURNS, False),
    ("Totals", "commissioner:totals", "table-cells", P.REVIEW_RETURNS, False),
    ("Collections", "commissioner:collections", "clipboard-document-list", P.MANAGE_CONTRACTS, False),
    ("Cross-tab", "commissioner:crosstab", "bar-chart", P.SEE_SHARED_FIGURES, False),
    ("Settings", "workspace:settings", "settings", P.MANAGE_ORGANISATION, False),
)


FINANCE = {"commissioning/finance/": "commissioner:portfolio", "commissioning/grants/": "commissioner:portfolio",
           "commissioning/anchors/": "commissioner:portfolio"}  # fmt: skip
CAME = {
    "commissioning/came-of-it/": "commissioner:totals", "commissioning/framework/": "commissioner:contracts",
    "commissioning/areas/": "commissioner:contracts", "commissioning/agreements/": "commissioner:contracts",
    "commissioning/meetings/": "commissioner:contracts", "commissioning/kept/": "commissioner:returns",
}  # fmt: skip
#: Pages that belong to a place whose address does not begin theirs.
WITHIN = {
    "keys/": "settings",
    "desks/": "diary", "appointments/": "diary", "grants/": "money", "groups/": "money", "measures/": "figures", **FINANCE,
    **CAME,
}  # fmt: skip


def items(actor: Actor, path: str) -> list[Item]:
    shown = [place for place in PLACES if place[3] is None or actor.may(place[3])]
    urls = [reverse(place[1], kwargs={"organisation": actor.slug}) for place in shown]
    at_home = reverse("workspace:home", kwargs={"organisation": actor.slug})
    for folder, name in WITHIN.items():
        if path.startswith(at_home + folder):
            path = reverse(name if ":" in name else f"workspace:{name}", kwargs={"organisation": actor.slug})
    current = max((url for url in urls if path.startswith(url)), key=len, default="")
    return [
        Item(label, url, icon, url == current, main) for (label, _, icon, _, main), url in zip(shown, urls, strict=True)
    ]
