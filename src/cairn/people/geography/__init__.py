"""Postcode → sector, district and ward, from the files beside this one (see its README for how sure that is)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cairn.kernel import postcodes

#: Name of the look-up: postcode units of 2014.3, wards of 2022. A new look-up gets a new name; see `actions.geography`.
VERSION = "b2014.3-wards2022"
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Area:
    """Areas of a postcode; a blank ward is "unmapped": outside Birmingham, or a sector that is new since `version`."""

    sector: str = ""
    district: str = ""
    ward: str = ""
    version: str = ""


def look_up(postcode: str) -> Area:
    """Areas of a postcode in its normal form, whole (`B29 6QJ`) or in part (`B29 6`, `B29`). Blank has none."""
    if not postcode:
        return Area()
    whole = postcodes.normalise(postcode)
    sector = postcodes.sector(whole) if whole else postcode if " " in postcode else ""
    district = postcodes.district(whole or postcode)
    return Area(sector, district, _ward_of_sector().get(sector, ""), VERSION)


def ward_name(code: str) -> str:
    """The name of a ward, or its code when it is not one of ours."""
    return wards().get(code, code)


@cache
def wards() -> dict[str, str]:
    """Ward code → name, of the 69 wards of Birmingham."""
    return {row["ward"]: row["name"] for row in _rows("wards.csv")}


@cache
def _ward_of_sector() -> dict[str, str]:
    return {row["sector"]: row["ward"] for row in _rows("sectors.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
