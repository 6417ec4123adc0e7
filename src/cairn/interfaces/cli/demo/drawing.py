"""Draw invented people whose ethnicity, age and disability follow the real shares of Birmingham in 2021. Pure; seeded."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from cairn.definitions import registry

T = TypeVar("T")
DATA = Path(__file__).parent / "data"
BANDS = {
    "0-15": (3, 15),
    "16-24": (16, 24),
    "25-34": (25, 34),
    "35-49": (35, 49),
    "50-64": (50, 64),
    "65-plus": (65, 94),
}
#: Of disabled people in England and Wales, how many are limited a lot: 4,459,763 of 10,444,776 (ONS, Census 2021, TS038).
LIMITED_A_LOT = 4_459_763 / 10_444_776
#: The letters that a unit may end in (BS 7666: no C I K M O V).
UNIT = "ABDEFGHJLNPQRSTUWXYZ"


@cache
def shares(topic: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Codes and people of one topic of the census."""
    with (DATA / "birmingham_2021.csv").open() as file:
        rows = [(row["code"], int(row["people"])) for row in csv.DictReader(file) if row["topic"] == topic]
    return tuple(code for code, _ in rows), tuple(people for _, people in rows)


@cache
def names(kind: str) -> tuple[str, ...]:
    """First names (`women`, `men`) and family names (`family`), put together at random."""
    with (DATA / "names.csv").open() as file:
        return tuple(row["name"] for row in csv.DictReader(file) if row["kind"] == kind)


@cache
def sectors() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Postcode sectors, weighted by their postcodes within the city."""
    with (DATA / "sectors.csv").open() as file:
        rows = [(row["sector"], int(row["postcodes"])) for row in csv.DictReader(file)]
    return tuple(code for code, _ in rows), tuple(count for _, count in rows)


def pick(rng: Random, weighted: tuple[Sequence[T], Sequence[float]]) -> T:
    return rng.choices(weighted[0], weights=weighted[1])[0]


def person(rng: Random, added: date, *, asks_postcode: bool, women_only: bool = False) -> dict[str, Any]:
    """One person's answers, with plausible gaps: some not asked, not known, refused or withheld."""
    woman = women_only or pick(rng, shares("sex")) == "woman"
    return {
        "name": f"{rng.choice(names('women' if woman else 'men'))} {rng.choice(names('family'))}",
        "phone": f"07700 900{rng.randrange(1000):03d}",  # the range that Ofcom keeps for drama
        "added_date": added,
        **_gender(rng, woman),
        **_age(rng, added),
        **_disability(rng),
        **_ethnicity(rng),
        **_postcode(rng, asks_postcode),
    }


def gap(rng: Random, chance: float = 0.05) -> str | None:
    """A code of absence, now and then."""
    return rng.choices(("not_asked", "not_known", "refused"), weights=(3, 2, 2))[0] if rng.random() < chance else None


def _gender(rng: Random, woman: bool) -> dict[str, Any]:
    if rng.random() < 0.008:
        return {
            "gender": "self_described",
            "gender_described": "Non-binary",
            "same_as_birth": rng.choice(("no", "refused")),
        }
    same = gap(rng, 0.12) or ("no" if rng.random() < 0.006 else "yes")
    return {"gender": gap(rng, 0.01) or ("woman" if woman else "man"), "same_as_birth": same}


def _age(rng: Random, added: date) -> dict[str, Any]:
    band = pick(rng, shares("age_band"))
    low, high = BANDS[band]
    years = rng.randint(low, high)
    way = rng.random()
    if way < 0.86:
        # A birthday in the past year, so that the age on that day is exactly the one drawn.
        return {"birth_date": _years_before(added, years) - timedelta(days=rng.randrange(365))}
    if way < 0.93:
        return {"age_years": years, "age_on_date": added}
    return {"age_band": gap(rng, 0.3) or band}


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _disability(rng: Random) -> dict[str, Any]:
    if missing := gap(rng, 0.06):
        return {"condition": missing}
    if pick(rng, shares("disability")) == "disabled":
        return {"condition": "yes", "condition_limits": "a_lot" if rng.random() < LIMITED_A_LOT else "a_little"}
    return {"condition": "yes", "condition_limits": "not_at_all"} if rng.random() < 0.08 else {"condition": "no"}


def _ethnicity(rng: Random) -> dict[str, Any]:
    from cairn.definitions import registry

    if missing := gap(rng, 0.06):
        return {"ethnicity_group": missing}
    code = pick(rng, shares("ethnicity"))
    group = next(entry.group for entry in registry.get("codes", "ethnicity").entries if entry.code == code)
    return {"ethnicity_group": group, "ethnicity": code}


def _postcode(rng: Random, asked: bool) -> dict[str, Any]:
    if not asked:
        return {"postcode_state": "not_collected"}
    if rng.random() < 0.04:
        return {"postcode_state": "withheld"}
    if missing := gap(rng, 0.05):
        return {"postcode_state": missing}
    return {"postcode": f"{pick(rng, sectors())}{rng.choice(UNIT)}{rng.choice(UNIT)}"}


def like(id: str, given: Sequence[int], day: date) -> list[int]:
    """Answers to another scale of somebody who answered SWEMWBS so that day: about as well or badly off, area by area."""
    scale = registry.get("scale", id)
    rng = Random(day.toordinal() * 97 + sum(given))
    level = (sum(given) / len(given) - 1) / 4
    found = []
    for item in scale.items:
        low, high = scale.bounds(item)
        here = max(0.0, min(1.0, rng.gauss(level, 0.12)))
        found.append(round(low + (here if (item.better or scale.better) == "higher" else 1 - here) * (high - low)))
    return found


def answers(rng: Random, wellbeing: float) -> list[int]:
    """Seven answers from 1 to 5 around a level of wellbeing."""
    return [max(1, min(5, round(rng.gauss(wellbeing, 0.75)))) for _ in range(7)]
