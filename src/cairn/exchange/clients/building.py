"""Rows of a sheet as the people and the support that they tell of: what the form would have sent, one a row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.exchange.clients import cells
from cairn.exchange.clients.fields import BY_KEY, DISABILITY, GROUP, squeezed
from cairn.exchange.clients.mapping import ColumnMap, headings, is_filled
from cairn.exchange.sheets import Sheet, Value
from cairn.kernel.problems import Problem
from cairn.people.adding import NewClient
from cairn.people.queries import fold
from cairn.people.rules import is_missing

TOTALS = frozenset({"total", "totals", "grand total", "sum", "count", "average"})
NOT_BROUGHT_IN = "Take it out of the list, or leave it: it is not brought in."
AFTER_A_NAME = frozenset({"jr", "junior", "jnr", "sr", "senior", "snr", "phd", "esq"})
NAMES = ("name", "first_name", "last_name", "known_as")


@dataclass(frozen=True, slots=True)
class Support:
    """An episode that a row tells of. `service` and `worker` are uids."""

    service: str = ""
    worker: str = ""
    referral_date: date | None = None
    start_date: date | None = None
    end_date: date | None = None
    closure_reason: str = ""


@dataclass(slots=True)
class Row:
    """One row that is not blank: its number in the sheet, from 1, and what it says. `wrong` is of its cells alone."""

    number: int
    client: NewClient
    support: Support | None
    wrong: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Column:
    place: int
    key: str
    read: cells.Reader


class Builder:
    """Reads rows by a mapping. `services` is name → uid, for what holds of every row."""

    def __init__(self, mapping: ColumnMap, sheet: Sheet, today: date, services: dict[str, str]) -> None:
        self.mapping, self.sheet, self.today = mapping, sheet, today
        names = headings(sheet, mapping.heading_row)
        self.columns = [
            Column(place, key, cells.reader(BY_KEY[key], mapping.values.get(key, {}), today))
            for place, name in names.items()
            if (key := mapping.columns.get(name, ""))
        ]
        self.everyone = _for_everyone(mapping, services)

    def rows(self) -> Iterator[Row]:
        """Every row below the headings that holds anything at all."""
        for number, row in enumerate(self.sheet.rows[self.mapping.heading_row :], start=self.mapping.heading_row + 1):
            if any(value is not None and is_filled(value) for value in row):
                yield self.row(number, row)

    def row(self, number: int, values: list[Value]) -> Row:
        said: dict[str, Any] = {}
        wrong: list[Problem] = []
        for column in self.columns:
            value, misread = column.read(values[column.place])
            if misread is not None:
                wrong.append(misread.problem(column.key, number))
            if value is not None:
                said[column.key] = value
        wrong += self._nobody(said, number)
        return Row(number, client_of(said, self.everyone), support_of(said, self.everyone), wrong)

    def _nobody(self, said: dict[str, Any], number: int) -> list[Problem]:
        """A line that is no person's: of totals, or a title between the rows. And a person's whose name is left blank."""
        if any(squeezed(said.get(key, "")) in TOTALS for key in ("name", "reference")):
            return [Problem("row.total", "This looks like a line of totals.", NOT_BROUGHT_IN, "error", "name", number)]
        if not self.mapping.has(*NAMES) or any(key in said for key in NAMES):
            return []
        if set(said) == {"reference"}:
            return [Problem("row.nobody", "This looks like no person's row.", NOT_BROUGHT_IN, "error", "name", number)]
        if "reference" not in said:
            return []  # the rules of the form say so
        fix = "Write the name if you know it; without it, their reference stands in its place."
        return [Problem("row.nameless", "Nobody's name stands in this row.", fix, "warning", "name", number)]


def _for_everyone(mapping: ColumnMap, services: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = dict(mapping.everyone)
    for key in ("start_date", "age_on_date"):
        if key in told:
            told[key] = date.fromisoformat(told[key])
    if "service" in told:
        told["service"] = services.get(fold(told["service"]), told["service"])
    return told


def client_of(said: dict[str, Any], everyone: dict[str, Any]) -> NewClient:
    """The person of a row. A blank cell is a question not asked."""
    same = ("known_as", "reference", "phone", "email", "birth_date", "age_years", "age_on_date", "age_band", "gender",
            "same_as_birth", "condition", "added_date")  # fmt: skip
    answers: dict[str, Any] = {key: said[key] for key in same if key in said}
    name = forwards(said.get("name", "")) or " ".join(
        said[part] for part in ("first_name", "last_name") if part in said
    )
    if name:
        answers["name"] = name
    if "age_years" in said and "age_on_date" not in said and "age_on_date" in everyone:
        answers["age_on_date"] = everyone["age_on_date"]
    if "age_on_date" in answers and "age_years" not in said:
        del answers["age_on_date"]  # a date of an age that is blank says nothing
    return NewClient(**(answers | _disability(said) | _ethnicity(said) | _postcode(said)))


def forwards(name: str) -> str:
    """“Bhatt, Meera” as one would say it. What comes after a comma and has no small letter is a title: “Ann Lee, MBE”."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not (comma and last and first) or "," in first or first.isupper() or squeezed(first) in AFTER_A_NAME:
        return name
    return f"{first} {last}"


def _ethnicity(said: dict[str, Any]) -> dict[str, str]:
    code: str = said.get("ethnicity", "")
    if not code:
        return {}
    if code.startswith(GROUP):
        return {"ethnicity_group": code.removeprefix(GROUP)}
    # A reason for no answer holds of both questions; `rules.settle` finds the group of an answer.
    return {"ethnicity_group": code, "ethnicity": code} if is_missing("ethnicity", code) else {"ethnicity": code}


def _disability(said: dict[str, Any]) -> dict[str, str]:
    if "disability" not in said:
        return {}
    condition, limits = DISABILITY[said["disability"]]
    return {"condition": condition, "condition_limits": limits}


def _postcode(said: dict[str, Any]) -> dict[str, str]:
    text: str = said.get("postcode", "")
    words = text.casefold()
    if words in cells.NO_ADDRESS:
        return {"postcode_state": "no_fixed_address"}
    if words in cells.POSTCODE_WORDS:
        return {"postcode_state": cells.POSTCODE_WORDS[words]}
    return {"postcode": text} if text and words not in cells.NOTHING else {}


def support_of(said: dict[str, Any], everyone: dict[str, Any]) -> Support | None:
    """The episode of a row; none where it names no service and none is given for all."""
    service = said.get("service") or everyone.get("service", "")
    ended = {key: said[key] for key in ("referral_date", "end_date", "closure_reason") if key in said}
    if not service and not ended and "start_date" not in said:
        return None
    return Support(
        service=service, worker=said.get("worker") or everyone.get("worker", ""),
        start_date=said.get("start_date") or everyone.get("start_date"), **ended,
    )  # fmt: skip
