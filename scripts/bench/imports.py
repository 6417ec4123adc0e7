"""A spreadsheet of existing clients brought in: read, mapped, checked whole, agreed and committed; against a form and a
save for each row of the same sheet."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from cairn.cases.actions import referrals
from cairn.exchange import jobs, queries, sheets, tables
from cairn.exchange.actions import imports
from cairn.exchange.clients import choosing
from cairn.exchange.clients.building import Builder, Row
from cairn.exchange.clients.checking import service_uids
from cairn.exchange.clients.mapping import ColumnMap, headings
from cairn.interfaces.workspace.clients.about import AboutForm
from cairn.interfaces.workspace.clients.about import initial as form_of
from cairn.interfaces.workspace.clients.forms import PersonForm
from cairn.interfaces.workspace.referrals.forms import AcceptForm, ReferralForm
from cairn.kernel import clock
from cairn.people import rules
from cairn.people.actions import clients
from cairn.services.models import Service
from scripts.bench.ground import Ground
from scripts.bench.timing import Act, Ratio, medians

ROWS = int(os.environ.get("CAIRN_BENCH_IMPORT_ROWS", "20000"))
SINGLE, ROUNDS = 300, 1
HEADINGS = ("First name", "Surname", "D.O.B.", "Sex", "Ethnicity", "Postcode", "Mobile", "Started")
WORDS = ("White British", "Black Caribbean", "Indian", "Pakistani", "Chinese", "Other White", "Prefer not to say")


def people(how_many: int, seed: int) -> list[list[Any]]:
    """Rows of a list as a charity keeps it."""
    rng = Random(seed)
    first, last = ("Amina", "Bo", "Carys", "Dev", "Ewa", "Farid"), ("Green", "Okafor", "Singh", "Walsh", "Khan", "Ali")
    today = clock.today()
    return [
        [
            rng.choice(first), f"{rng.choice(last)} {rng.choice('abcdefghij')}{number}",
            date(1935, 1, 1) + timedelta(days=rng.randrange(30_000)), rng.choice(("F", "M", "Female", "male")),
            rng.choice(WORDS), f"B{rng.randint(1, 38)} {rng.randint(1, 9)}{rng.choice('ABDEFGH')}{rng.choice('JLNPQRS')}",
            f"0121 496 {rng.randrange(10_000):04}", today - timedelta(days=rng.randrange(1, 400)),
        ]
        for number in range(how_many)
    ]  # fmt: skip


class Sheets:
    """The same kind of sheet, new people each time, into one service."""

    def __init__(self, ground: Ground, support: bool) -> None:
        self.by, self.seed = ground.manager, 0
        self.service = Service.objects.order_by("pk")[0]
        self.everyone = {"service": str(self.service.uid)} if support else {}

    def file(self, rows: int) -> bytes:
        self.seed += 1
        return tables.xlsx(HEADINGS, people(rows, self.seed), "People")

    def mapping(self, sheet: sheets.Sheet, mapping: ColumnMap) -> ColumnMap:
        mapping.everyone = dict(self.everyone)
        mapping.columns["Started"] = "start_date" if self.everyone else ""
        for key, words in choosing.words(self.by, sheet, mapping).items():
            mapping.values[key] = {word.word: word.code for word in words}
        return mapping

    def whole(self) -> Act:
        data = self.file(ROWS)
        return lambda: self._bring_in(data)

    def _bring_in(self, data: bytes) -> None:
        by = self.by
        row = imports.receive(by=by, name="people.xlsx", data=data)
        sheet = queries.book(by, row)[0]
        mapping = self.mapping(sheet, queries.mapping(row))
        imports.remap(by=by, row=row, mapping=mapping, names=list(headings(sheet, 1).values()))
        totals = imports.check(by=by, row=queries.get(by, row.uid))
        imports.agree(by=by, row=queries.get(by, row.uid), alike="bring")
        done = jobs.run(by, queries.get(by, row.uid), lambda done, total: None)
        if totals["errors"] or done.totals["made"] != ROWS:
            raise SystemExit(f"The sheet was not brought in: {done.totals}")

    def one_by_one(self) -> Act:
        sheet = sheets.read(self.file(SINGLE))[0]
        row = imports.receive(by=self.by, name="people.xlsx", data=self.file(SINGLE))
        mapping = self.mapping(sheet, queries.mapping(row))
        built = list(Builder(mapping, sheet, clock.today(), service_uids(self.by)).rows())
        return lambda: [self._form_and_save(each) for each in built]

    def _form_and_save(self, row: Row) -> None:
        """What the screens do for one person: their forms built and validated, and each deed by itself."""
        settled = rules.settle(row.client, clock.today())
        said = {name: getattr(settled, name) for name in rules.FIELDS}
        person = valid(PersonForm(data=sent(said)))
        about = valid(AboutForm(data=sent(form_of(said))))
        known = {name: person[name] for name in ("name", "known_as", "reference", "phone") if name in person}
        made = clients.add(by=self.by, clients=[clients.NewClient(**{**about["answers"], **known})]).one
        if row.support and row.support.start_date:
            day = row.support.start_date
            asked = {"service_uid": row.support.service, "received_date": day, "sector": "not_known"}
            valid(ReferralForm(data=sent(asked), services=[(str(self.service.uid), self.service.name)]))
            valid(AcceptForm(data=sent({"decided_date": day, "start_date": day})))
            new = referrals.NewReferral(client_uid=str(made.uid), service_uid=row.support.service, received_date=day)
            got = referrals.receive(by=self.by, referrals=[new]).one
            yes = referrals.Acceptance(referral_uid=str(got.uid), decided_date=day, start_date=day)
            referrals.accept(by=self.by, decisions=[yes])


def sent(values: dict[str, Any]) -> dict[str, Any]:
    """As a browser would send them: a date in three boxes."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, date):
            found |= {f"{name}_{part}": str(getattr(value, part)) for part in ("day", "month", "year")}
        elif value is not None:
            found[name] = str(value)
    return found


def valid(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise SystemExit(f"The form would not take a row: {form.errors.as_json()}")
    return dict(form.cleaned_data)


def ratios(ground: Ground) -> Iterator[Ratio]:
    """The aim is ten times as fast: at most a tenth of the time of as many forms and saves."""
    for support, words in ((False, "people"), (True, "people with an open episode")):
        made = Sheets(ground, support)
        times = medians({"whole": made.whole, "single": made.one_by_one}, ROUNDS, warm_ups=0)
        each = times["single"] / SINGLE * ROWS
        yield Ratio(f"{ROWS:,} {words} from a spreadsheet, whole", "as many forms and saves", times["whole"], each, 0.1)
