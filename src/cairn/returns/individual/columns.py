"""Which columns the tables of an annual return have, by the fields that the agreement names. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cairn.contracts.rules import PERSON
from cairn.returns.rules import Leaving

#: What says who somebody is. Core and optional as table 2 of the framework has them.
CORE = ("gender", "same_as_birth", "age_band", "disability", "ethnicity", "ethnicity_group")
OPTIONAL = (
    "sexual_orientation", "religion", "impairment", "employment", "nationality", "immigration", "interpreter",
)  # fmt: skip
#: Where somebody lives, the finest first: of these only the finest that is named leaves, for it holds the others.
PRECISION = ("postcode", "sector", "district")
PLACES = (*PRECISION, "ward")  # as `freezing.PLACES`


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of a table that leave once a year, one a fact: which measure finds them, and what leaves of each."""

    table: str
    measure: str
    columns: tuple[str, ...]


#: By the field of the agreement that lets them leave.
KINDS: Mapping[str, Kind] = {
    "readings": Kind(
        "assessment",
        "readings_taken",
        ("line", "scale", "scale_version", "stage", "rater", "assessed_date", "answers", "total", "metric", "score"),
    ),
    "accessibility": Kind("feedback", "feedback_response_share", ("why", "asked_date", "answered_date", "accessible")),
    "referrals": Kind("referral", "referrals_received", ("received_date", "state", "unsuccessful_reason")),
}


def of_person(named: Collection[str]) -> tuple[str, ...]:
    """The columns of the row of a person, in their order; () where the agreement names none."""
    finest = next((name for name in PRECISION if name in named), "")
    return tuple(name for name in (*CORE, *OPTIONAL, "ward", *PRECISION) if _leaves(name, finest, named))


def _leaves(name: str, finest: str, named: Collection[str]) -> bool:
    return name == finest if name in PRECISION else name in named


def leaving(named: Collection[str]) -> dict[str, tuple[Leaving, ...]]:
    """By table, the columns that the fields of the agreement let leave once a year."""
    people = tuple(Leaving(name, True) for name in of_person(named))
    kinds = {
        kind.table: tuple(Leaving(name, True, (), field) for name in kind.columns)
        for field, kind in KINDS.items()
        if field in named
    }
    return {PERSON: people, **kinds} if people else kinds


def together(
    base: Mapping[str, tuple[Leaving, ...]], more: Mapping[str, tuple[Leaving, ...]]
) -> dict[str, tuple[Leaving, ...]]:
    """The columns of both, each once, those of people first."""
    found = {table: more[table] for table in more if table == PERSON}
    for table in (*base, *more):
        if table not in found:
            mine = base.get(table, ())
            names = {column.name for column in mine}
            found[table] = (*mine, *(column for column in more.get(table, ()) if column.name not in names))
    return found
