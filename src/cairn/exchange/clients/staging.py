"""Rows that were checked, on their way to the record: as plain JSON, and back."""

from dataclasses import fields
from datetime import date
from typing import Any

from cairn.exchange.clients.building import Support
from cairn.exchange.clients.checking import Checked, Finding
from cairn.people.adding import NewClient

SIZE = 500
_CLIENT = tuple((one.name, one.default) for one in fields(NewClient))
_SUPPORT = tuple((one.name, one.default) for one in fields(Support))
_DATES = frozenset({"birth_date", "age_on_date", "added_date", "referral_date", "start_date", "end_date"})
Staged = dict[str, Any]


def said(thing: Any, known: tuple[tuple[str, Any], ...]) -> Staged:
    """What is not as it is when nothing was said."""
    found = {}
    for name, blank in known:
        value = getattr(thing, name)
        if value != blank:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def back(values: Staged) -> Staged:
    return {name: date.fromisoformat(value) if name in _DATES else value for name, value in values.items()}


def chunks(checked: Checked) -> list[tuple[list[Staged], list[list[Any]]]]:
    """Good rows with what was found of all rows, 500 rows of the sheet at a time. Rows with errors are not kept here."""
    wrong, like = checked.wrong, checked.like
    found = []
    for start in range(0, len(checked.rows), SIZE):
        part = checked.rows[start : start + SIZE]
        rows = [
            {
                "n": row.number,
                "p": said(row.client, _CLIENT),
                **({"s": said(row.support, _SUPPORT)} if row.support else {}),
                **({"l": 1} if row.number in like else {}),
            }
            for row in part
            if row.number not in wrong
        ]
        found.append((rows, [plain(one) for row in part for one in checked.findings.get(row.number, ())]))
    return found


def plain(one: Finding) -> list[Any]:
    return [one.row, one.place, one.rule, one.severity, one.message, one.fix, one.field]


def client(row: Staged) -> NewClient:
    return NewClient(**back(row["p"]))


def support(row: Staged) -> Support | None:
    return Support(**back(row["s"])) if "s" in row else None
