"""Who stands alone in the rows of an annual return, and what making answers broader does about it. Pure.

Somebody stands alone where no more people than the agreement hides share all their answers and their district and ward; at
least whoever is the only one. Only rows that leave are counted: who is sent in figures only hides nobody. Answers are the
same only as they leave, so a broad answer does not count with a finer one that it holds: that is on the safe side.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cairn.kernel import postcodes
from cairn.returns.individual import coarse
from cairn.returns.individual.columns import PRECISION

Values = Mapping[str, str]
Key = tuple[tuple[str, str], ...]
COARSEN, AGGREGATE, WITHHOLD = "coarsen", "aggregate", "withhold"


@dataclass(frozen=True, slots=True)
class Handling:
    """What was decided about somebody: `coarser` (field → step) where their answers are sent broader."""

    choice: str = ""
    coarser: Mapping[str, str] = field(default_factory=dict)

    @property
    def leaves(self) -> bool:
        return self.choice not in (AGGREGATE, WITHHOLD)


AS_ANSWERED = Handling()


def sent(values: Values, handling: Handling) -> dict[str, str]:
    """A person's answers as they leave."""
    return {name: coarse.broader(name, value, handling.coarser.get(name, "")) for name, value in values.items()}


def key_of(values: Values, without: str = "") -> Key:
    """What people are counted alike by. However finely a postcode is sent, its district counts."""
    return tuple((name, _counts(name, value)) for name, value in sorted(values.items()) if name != without)


@lru_cache(maxsize=50_000)
def _counts(name: str, value: str) -> str:
    if name not in PRECISION or not any(sign.isdigit() for sign in value):
        return value
    return postcodes.district(value)


def fewest(threshold: int) -> int:
    """So many alike stand alone still."""
    return max(1, threshold)


@dataclass(frozen=True, slots=True)
class Alone:
    """Somebody who stands alone: among how many alike, and the fields any one of which, left out, would hide them."""

    alike: int
    because: tuple[str, ...]


def alone(people: Mapping[str, Values], threshold: int) -> dict[str, Alone]:
    """Of people with their answers as they leave, those who stand alone."""
    keys = {who: key_of(values) for who, values in people.items()}
    sizes = Counter(keys.values())
    few = {who for who in people if sizes[keys[who]] <= fewest(threshold)}
    if not few:
        return {}
    names = sorted({name for values in people.values() for name in values})
    without = {name: Counter(key_of(values, name) for values in people.values()) for name in names}
    return {
        who: Alone(
            sizes[keys[who]],
            tuple(name for name in names if without[name][key_of(people[who], name)] > fewest(threshold)),
        )
        for who in sorted(few)
    }


def few_of(people: Mapping[str, Values], threshold: int) -> frozenset[str]:
    """Those who stand alone, without why."""
    keys = {who: key_of(values) for who, values in people.items()}
    sizes = Counter(keys.values())
    return frozenset(who for who in people if sizes[keys[who]] <= fewest(threshold))


def after(people: Mapping[str, Values], handlings: Mapping[str, Handling], threshold: int) -> frozenset[str]:
    """Who stands alone once these decisions are carried out."""
    leaving = {
        who: sent(values, handlings.get(who, AS_ANSWERED))
        for who, values in people.items()
        if handlings.get(who, AS_ANSWERED).leaves
    }
    return few_of(leaving, threshold)


def alike(handlings: Mapping[str, Handling], whom: Iterable[str], new: Handling) -> dict[str, Handling]:
    """The decisions with one more made for all of these alike; steps that were taken before stay, unless one goes further."""
    return {**handlings, **{who: _joined(handlings.get(who, AS_ANSWERED), new) for who in whom}}


def _joined(old: Handling, new: Handling) -> Handling:
    if new.choice != COARSEN or old.choice != COARSEN:
        return new
    both = dict(old.coarser)
    for name, to in new.coarser.items():
        every = ("", *coarse.steps(name))
        both[name] = max(both.get(name, ""), to, key=every.index)
    return Handling(COARSEN, both)


def proposed(
    people: Mapping[str, Values], handlings: Mapping[str, Handling], threshold: int, order: Sequence[str] = ()
) -> dict[str, Handling]:
    """Decisions that leave nobody standing alone and say as much as can be: step by step the one that helps most, for all who
    stand alone then; whom no step hides is sent in figures only. Of steps that help alike, the first field of `order`."""
    found = dict(handlings)
    while few := after(people, found, threshold):
        tries = [alike(found, few, Handling(COARSEN, step)) for step in _next_steps(people, found, few, order)]
        if not tries:
            return alike(found, few, Handling(AGGREGATE))
        found = min(tries, key=lambda each: len(after(people, each, threshold)))
    return found


def _next_steps(
    people: Mapping[str, Values], found: Mapping[str, Handling], few: Collection[str], order: Sequence[str]
) -> list[dict[str, str]]:
    """One step further in one field, for each field that anybody of these can still say more broadly."""
    names = {name for who in few for name in people[who]}
    steps = []
    for name in sorted(names, key=lambda one: (order.index(one) if one in order else len(order), one)):
        every = ("", *coarse.steps(name))
        stands = min((found.get(who, AS_ANSWERED).coarser.get(name, "") for who in few), key=every.index)
        if to := coarse.next_step(name, stands):
            steps.append({name: to})
    return steps
