"""Names of organisations of the demonstration city, all invented: a place that is not on the map, and what they do there."""

from collections.abc import Iterator, Mapping
from random import Random

PLACES = (
    "Alderbrook", "Amberley Cross", "Ashfurlong", "Barley Mount", "Beckside", "Bellmeadow", "Birchgate", "Blackthorn Row",
    "Bramble End", "Brackenfold", "Brindle Hill", "Cherrywell", "Cloverdale Road", "Coppergate Lock", "Cornerstone",
    "Cowslip Lane", "Dovetail", "Eastbrook", "Elderford", "Fallowfold", "Fernhollow", "Foxglove", "Furnace Row", "Gorsedown",
    "Greenshank", "Hawthorn Yard", "Hazelwick", "Heronsgate", "Honeypot Lane", "Ironstone", "Ivybridge Row", "Juniper Bank",
    "Kestrel", "Lapwing", "Larkrise", "Limekiln", "Linnet Street", "Lockkeepers", "Maltings", "Marigold", "Millrace",
    "Mulberry", "Nettlebed", "Oakapple", "Old Foundry", "Orchard Side", "Osier", "Paddock Hill", "Pearmain", "Pinfold",
    "Plumtree", "Quarry Rise", "Redstart", "Rowan Court", "Rushmere", "Saddlers", "Sandpiper", "Skylark", "Sorrel",
    "Spindle", "Starling", "Stonecrop", "Swallowfield", "Tanyard", "Teasel", "Thistledown", "Tollgate", "Turnpike",
    "Wagtail", "Watermeadow", "Wayside", "Weavers", "Whinberry", "Willowherb", "Windmill End", "Woodpecker", "Yarrow",
)  # fmt: skip
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "vulnerable_adults_1": ("Housing Support", "Homes", "Floating Support", "Link", "Outreach", "Tenancy Trust"),
    "vulnerable_adults_2": (
        "Mental Health",
        "Community Support",
        "Minds",
        "Disability Partnership",
        "Day Opportunities",
    ),
    "carers": ("Carers", "Carers Centre", "Families Together", "Young Carers"),
    "prevention_and_communities": ("Community Hub", "Kitchen", "Befriending", "Wellbeing Project", "Active Lives"),
    "neighbourhood_networks": ("Neighbours", "Good Neighbours", "Together", "Neighbourhood Network", "Elders"),
    "refugees_and_migration": ("Welcome", "Sanctuary", "New Communities", "Refugee Support", "English and Work"),
}
PARTS = ("north", "south", "east", "west", "the centre", "the outer ring")
WORDS = (
    ("client", "clients"), ("member", "members"), ("citizen", "citizens"), ("neighbour", "neighbours"), ("guest", "guests"),
)  # fmt: skip


def names(rng: Random, area: str) -> Iterator[str]:
    """Names of organisations of an area, none twice: each place with each of the area's endings."""
    every = [f"{place} {ending}" for place in PLACES for ending in ENDINGS[area]]
    rng.shuffle(every)
    yield from every
