"""What the records of a partner that agreed lack, as counts: whose they are is for the partner to see, and to mend."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.insight.results import FactRow
from cairn.questionnaire.conditions import MISSING
from cairn.returns.derive import Asked

#: What nobody can put right by asking: it was asked, or has no answer.
FINAL = frozenset({"refused", "withheld", "not_applicable"})


@dataclass(frozen=True, slots=True)
class Theirs:
    """Of one partner: how many people the return is about, how many of them lack nothing that can be seen from here, and how
    many lack what, by the key of a task (`missing.words_of`), the most first."""

    name: str
    people: int
    complete: int
    lacks: tuple[tuple[str, int], ...]


def is_open(answer: Any) -> bool:
    """Whether somebody can still bring an answer."""
    return answer is None or (answer in MISSING and answer not in FINAL)


def of_partners(
    asked: Asked, supported: Iterable[FactRow], received: Sequence[FactRow], wanted: Sequence[str]
) -> tuple[Theirs, ...]:
    """In the order in which the contract names them."""
    found = [
        _of(source.name, source.organisation_uid, (*received, *supported), wanted)
        for source in asked.sources
        if not source.is_lead
    ]
    return tuple(one for one in found if one.people)


def _of(name: str, uid: str, facts: Iterable[FactRow], wanted: Sequence[str]) -> Theirs:
    mine = [fact for fact in facts if fact.provider_uid == uid and fact.person_uid]
    people: dict[str, Mapping[str, Any]] = {fact.person_uid: fact.values for fact in mine}
    lacks = {
        person: {f"about:{field}" for field in wanted if is_open(values.get(field))}
        for person, values in people.items()
    }
    for fact in mine:
        if fact.values.get("state") == "pending":
            lacks[fact.person_uid].add("referral")
    counted = Counter(key for keys in lacks.values() for key in keys)
    ranked = tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
    return Theirs(name, len(people), sum(not keys for keys in lacks.values()), ranked)
