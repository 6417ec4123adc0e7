"""What the common dictionary of needs must hold beside its shape: enough needs, all topics, no two alike, nothing lost.

Version 1 was published with fewer needs; from version 2 on every version is held to this.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from cairn.definitions.shapes.needs import Need, NeedsDictionary

Lost = tuple[str, str]
"""(the field, what is wrong with it)"""

FIRST_HELD = 2
FEWEST, MOST = 50, 70

TOPICS: dict[str, tuple[str, ...]] = {
    "debt": ("debt",),
    "income and benefits": ("income_and_benefits",),
    "work": ("paid_work",),
    "learning": ("learning", "esol"),
    "housing": ("keeping_a_home", "finding_a_home", "rough_sleeping", "moving_on", "home_conditions"),
    "physical health": ("physical_health", "long_term_condition"),
    "mental health": ("mental_health", "anxiety_low_mood"),
    "smoking": ("smoking",),
    "exercise": ("exercise",),
    "diet": ("diet",),
    "alcohol": ("alcohol",),
    "drugs": ("drugs",),
    "loneliness": ("loneliness",),
    "relationships": ("relationships",),
    "domestic abuse": ("domestic_abuse",),
    "offending": ("offending",),
    "caring": ("caring", "young_carer"),
    "immigration": ("immigration",),
    "safety": ("harm_from_others", "exploitation", "hate_and_discrimination"),
    "self-care": ("self_care",),
}
"""What every version must speak of, and the needs that do."""

MAPPED = (("supporting_people", "supporting-people", ""), ("prevention_first", "prevention-first", "citizen"))
"""A need's field, the framework that it maps to, and the group of outcomes that must all be mapped to ("" for all)."""

OWN = ("label", "definition", "counts_when", "does_not_count_when", "met_when")
"""Fields that no two needs may share."""
EXAMPLES = ("counts_example", "does_not_count_example")


def lost(
    dictionary: NeedsDictionary, earlier: Iterable[NeedsDictionary], outcomes: dict[str, dict[str, str]]
) -> Iterator[Lost]:
    """Everything that this version lacks. `outcomes`: for each framework, its refs and the group of each."""
    if dictionary.version < FIRST_HELD:
        return
    ids = {need.id for need in dictionary.needs}
    yield from _size(len(dictionary.needs))
    yield from _topics(ids)
    yield from _dropped(ids, earlier)
    yield from _empty(dictionary)
    yield from _unmapped(dictionary.needs, outcomes)
    yield from _alike(dictionary.needs)
    yield from _tests(dictionary.needs)
    yield from _links(dictionary.needs, ids)


def _size(number: int) -> Iterator[Lost]:
    if not FEWEST <= number <= MOST:
        yield "needs", f"{number} needs, and a dictionary has {FEWEST} to {MOST}"


def _topics(ids: set[str]) -> Iterator[Lost]:
    for topic, needs in TOPICS.items():
        for need in needs:
            if need not in ids:
                yield "needs", f"nothing of id `{need}`, so the topic `{topic}` is not covered"


def _dropped(ids: set[str], earlier: Iterable[NeedsDictionary]) -> Iterator[Lost]:
    for version in earlier:
        for need in version.needs:
            if need.id not in ids:
                yield "needs", f"`{need.id}` of version {version.version} is gone, and records are of it"


def _empty(dictionary: NeedsDictionary) -> Iterator[Lost]:
    used = {need.area for need in dictionary.needs}
    for place, area in enumerate(dictionary.areas):
        if area.id not in used:
            yield f"areas.{place}", f"`{area.id}` is no area of any need"


def _unmapped(needs: Sequence[Need], outcomes: dict[str, dict[str, str]]) -> Iterator[Lost]:
    for field, framework, group in MAPPED:
        mapped = {getattr(need, field) for need in needs}
        for ref, own in outcomes.get(framework, {}).items():
            if ref not in mapped and group in ("", own):
                yield "needs", f"no need maps to `{framework}/{ref}`"


def _alike(needs: Sequence[Need]) -> Iterator[Lost]:
    """No two needs share a definition or a test, and no two examples anywhere are the same sentence."""
    for field in OWN:
        yield from _twice(((place, getattr(need, field)) for place, need in enumerate(needs)), field)
    every = ((place, getattr(need, field)) for place, need in enumerate(needs) for field in EXAMPLES)
    yield from _twice(every, "an example")


def _twice(texts: Iterable[tuple[int, str]], what: str) -> Iterator[Lost]:
    seen: dict[str, int] = {}
    for place, text in texts:
        plain = " ".join(re.findall(r"\w+", text.casefold()))
        if plain in seen:
            yield f"needs.{place}", f"{what} is the same as need {seen[plain] + 1} has"
        seen.setdefault(plain, place)


def _tests(needs: Sequence[Need]) -> Iterator[Lost]:
    for place, need in enumerate(needs):
        if need.part_met_when.casefold() == need.met_when.casefold():
            yield f"needs.{place}", f"`{need.id}` is part met and met by the same test"


def _links(needs: Sequence[Need], ids: set[str]) -> Iterator[Lost]:
    """Words after `see` name needs by their labels, and `formerly` one by its id."""
    labels = sorted((need.label.casefold() for need in needs), key=len, reverse=True)
    for place, need in enumerate(needs):
        if need.formerly is not None and (need.formerly not in ids or need.formerly == need.id):
            yield f"needs.{place}", f"`{need.formerly}` is no other need of this dictionary"
        for said in re.findall(r"\bsee ([^.;:]+)", need.does_not_count_when):
            if not _names(said.casefold(), labels):
                yield f"needs.{place}", f"“see {said}” names no need of this dictionary"


def _names(said: str, labels: Sequence[str]) -> bool:
    """Whether the words are labels and nothing but joints between them."""
    rest = said
    for label in labels:
        rest = rest.replace(label, "")
    return rest != said and not set(re.findall(r"[\w-]+", rest)) - {"and", "or", "as", "well"}
