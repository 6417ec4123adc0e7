"""Every row held against the rules of the form: those of `people` and `cases` themselves, asked of all rows at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cairn.access.actors import Actor
from cairn.cases import checks, loading, trying
from cairn.cases import rules as case_rules
from cairn.cases.actions.referrals import NewReferral
from cairn.exchange.clients import likeness
from cairn.exchange.clients.building import Builder, Row, Support
from cairn.exchange.clients.mapping import ColumnMap, headings, letter
from cairn.exchange.sheets import Sheet
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.people import adding, queries, rules
from cairn.services import queries as services

NOT_KNOWN = "not_known"
#: where a problem of the person or the support shows in the sheet: its own column first, then those that led to it
_SHOWN_AT: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "first_name", "last_name"),
    "condition": ("condition", "disability"),
    "condition_limits": ("disability", "condition"),
    "ethnicity_group": ("ethnicity",),
    "postcode_state": ("postcode",),
    "received_date": ("referral_date", "start_date"),
    "decided_date": ("start_date",),
    "service_uid": ("service",),
    "worker_uid": ("worker",),
    "start_date": ("start_date", "referral_date"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at its cell. `row` is the number in the sheet, `place` the column from 0; never a value."""

    row: int
    place: int
    rule: str
    severity: str
    message: str
    fix: str
    field: str

    @property
    def cell(self) -> str:
        return f"{letter(self.place)}{self.row}"

    @property
    def column(self) -> str:
        return letter(self.place)


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows with their answers settled, what was found of each (by number in the sheet), and who is like whom."""

    rows: list[Row]
    findings: dict[int, list[Finding]]
    likes: list[likeness.Like]

    @property
    def wrong(self) -> set[int]:
        """Numbers of rows that cannot be brought in."""
        return {number for number, found in self.findings.items() if any(one.severity == "error" for one in found)}

    @property
    def like(self) -> set[int]:
        return {self.rows[one.place].number for one in self.likes}


def service_uids(by: Actor) -> dict[str, str]:
    """Services by folded name, for a mapping that names one."""
    return {queries.fold(name): str(uid) for name, uid in services.visible_to(by).values_list("name", "uid")}


def check(by: Actor, sheet: Sheet, mapping: ColumnMap) -> Checked:
    """Everything that is wrong with every row, all of it at once. Nothing is written."""
    today = clock.today()
    rows = list(Builder(mapping, sheet, today, service_uids(by)).rows())
    for row in rows:
        row.client = rules.settle(row.client, today)
    clients = [row.client for row in rows]
    problems = adding.problems_of(by, clients)
    problems += _support_problems(by, rows, today)
    names = likeness.names_of(clients)
    likes = likeness.within(clients, names)
    alike = {one.place for one in likes}
    likes += [one for one in likeness.on_record(by, clients, names) if one.place not in alike]
    problems += [_like_problem(one, rows) for one in likes]
    return Checked(rows, _located(rows, problems, mapping, headings(sheet, mapping.heading_row)), likes)


def _located(
    rows: list[Row], problems: list[Problem], mapping: ColumnMap, names: Mapping[int, str]
) -> dict[int, list[Finding]]:
    """By row of the sheet. A cell that could not be read needs no second word about being blank."""
    places = {key: place for place, name in names.items() if (key := mapping.columns.get(name, ""))}
    first = min(places.values(), default=0)
    found: dict[int, list[Finding]] = defaultdict(list)
    by_row: dict[int, list[Problem]] = {row.number: list(row.wrong) for row in rows if row.wrong}
    for problem in problems:
        number = rows[problem.row or 0].number
        by_row.setdefault(number, []).append(replace(problem, row=number))
    for number, some in sorted(by_row.items()):
        seen = set()
        # A line that is nobody's: what else is wrong with it helps nobody.
        some = [one for one in some if one.rule in ("row.total", "row.nobody")] or some
        for one in some:
            shown = _SHOWN_AT.get(one.field, (one.field,))
            place = next((places[key] for key in shown if key in places), first)
            if (place, one.rule) not in seen:
                seen.add((place, one.rule))
                found[number].append(Finding(number, place, one.rule, one.severity, one.message, one.fix, one.field))
    return dict(found)


def _like_problem(like: likeness.Like, rows: list[Row]) -> Problem:
    if like.earlier is None:
        words = "Somebody of this name is on record already, with no other date of birth."
        fix = "Leave the row out, or bring it in if it is another person."
        return Problem("client.like", words, fix, "warning", "name", like.place)
    words = f"This looks like the person of row {rows[like.earlier].number}."
    fix = "Keep one of the two rows, or bring both in if they are two people."
    return Problem("client.twice", words, fix, "warning", "name", like.place)


def _support_problems(by: Actor, rows: list[Row], today: date) -> list[Problem]:
    told = [(place, row) for place, row in enumerate(rows) if row.support is not None]
    members = loading.members(by, {row.support.worker for _, row in told if row.support})
    known = {str(uid) for uid in services.visible_to(by).values_list("uid", flat=True)}
    misread = {row.number: {one.field for one in row.wrong} for _, row in told if row.wrong}
    found: list[Problem] = []
    for place, row in told:
        assert row.support
        found += _wrong(by, row.support, misread.get(row.number, set()), (known, members), today, place)
    return found


Known = tuple[Collection[str], Collection[str]]


def _wrong(by: Actor, said: Support, misread: set[str], known: Known, today: date, place: int) -> list[Problem]:
    """What is wrong with the support of one row; a date that could not be read is not missing too."""
    services_known, members = known
    found = checks.worker(said.worker, members, by, place) if said.worker else []
    if not said.service and "service" not in misread:
        fix = "Say which service, in a column or for all rows; or clear the dates."
        found.append(
            Problem("import.service", "There are dates of support, but no service.", fix, field="service", row=place)
        )
    elif said.service and said.service not in services_known:
        found.append(case_rules.unknown("service", "service_uid", place))
    if said.start_date is None:
        if "start_date" not in misread:
            fix = "Write the date, or give one date for all rows."
            found.append(Problem("import.start", "When support began is missing.", fix, field="start_date", row=place))
        return found
    return found + _dates_wrong(said, misread, today, place)


def _dates_wrong(said: Support, misread: set[str], today: date, place: int) -> list[Problem]:
    assert said.start_date
    received = said.referral_date or said.start_date
    order = (
        ("received_date", "received", received),
        ("start_date", "of the start", said.start_date),
        ("end_date", "of the end", said.end_date),
    )
    found = trying.of_a_referral(NewReferral(client_uid="", service_uid="", received_date=received), today, place)
    found += case_rules.dates_in_order(order, today, place)
    found += checks.code("closure_reason", said.closure_reason or NOT_KNOWN, "closure_reason", place)
    if said.closure_reason and said.end_date is None and "end_date" not in misread:
        fix = "Write when it ended, or clear the reason."
        found.append(
            Problem("import.end", "There is a reason for the end, but no end.", fix, field="end_date", row=place)
        )
    return found
