"""A data package of individual rows, read, checked, and sent as a return; against a form and a save for each row. Both in one
run, each in a process of its own for the memory it takes."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scripts.bench.ground import Ground
from scripts.bench.timing import Ratio

ROWS = int(os.environ.get("CAIRN_BENCH_RETURNED_ROWS", "100000"))
SINGLE = 300
FIELDS = ("gender", "age_band", "ethnicity", "district", "religion", "readings", "accessibility", "referrals")


def ratios(ground: Ground) -> Iterator[Ratio]:
    """The aim is twenty times as fast: at most a twentieth of the time of as many forms and saves."""
    asked_for(ground)
    here = [sys.executable, "-m", "scripts.bench.returned"]

    def run(part: str) -> dict[str, Any]:
        said = subprocess.run([*here, part], check=True, stdout=subprocess.PIPE).stdout
        return dict(json.loads(said))

    run("make")
    before, whole, after = run("single"), run("whole"), run("single")
    print(
        f"  {whole['rows']:,} rows in {whole['bytes'] / 1e6:.1f} MB: checked {whole['check']:.1f} s, sent {whole['send']:.1f} s "
        f"({whole['cpu']:.1f} s of processor), {whole['peak']:.0f} MB at most ({whole['before']:.0f} MB before); "
        f"a form and a save {(before['cpu'] + after['cpu']) / 2 / before['rows'] * 1000:.1f} ms of processor",
        file=sys.stderr, flush=True,
    )  # fmt: skip
    each = (before["seconds"] + after["seconds"]) / 2 / before["rows"] * whole["rows"] * 1000
    taken = (whole["check"] + whole["send"]) * 1000
    yield Ratio(
        f"{whole['rows']:,} rows of a data package, checked and sent", "as many forms and saves", taken, each, 0.05
    )


def asked_for(ground: Ground) -> None:
    """An annual round of the first contract, under an agreement that names what is asked."""
    from cairn.access import scope
    from cairn.access.models import Organisation
    from cairn.access.queries import system
    from cairn.contracts.actions import agreements
    from cairn.contracts.models import Contract
    from cairn.contracts.rules import NewField
    from cairn.kernel import clock
    from cairn.returns.actions import rounds
    from cairn.returns.actions.rounds import NewRound

    with scope.every("the bench asks for a return"):
        contract = Contract.objects.filter(provider_id=ground.worker.organisation_id).order_by("pk")[0]
        lead, buyer = (
            system(Organisation.objects.get(pk=pk)) for pk in (contract.provider_id, contract.commissioner_id)
        )
    today = clock.today()
    began, ended, until = (today + timedelta(days=days) for days in (-200, -1, 30))
    year = NewRound("Bench", began, ended, today, until, kind="annual")
    fields = [NewField(name, "To measure") for name in FIELDS]
    uid, first, last = str(contract.uid), date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
    with scope.of(buyer):
        rounds.add(by=buyer, contract_uid=uid, rounds=[year])
        row = agreements.draft(
            by=buyer,
            contract_uid=uid,
            purpose="To measure",
            fields=fields,
            start_date=first,
            end_date=last,
            threshold=1,
        ).one
        agreements.sign(by=buyer, agreement_uid=str(row.uid))
    with scope.of(lead):
        agreements.sign(by=lead, agreement_uid=str(row.uid))


def start() -> Any:
    """The provider's program, and its annual return."""
    from cairn.access import scope
    from cairn.access.queries import system
    from cairn.returns.models import Return

    with scope.every("the bench looks for its return"):
        rows = Return.objects.filter(round__name="Bench").select_related("round__contract__provider")
        found = rows[0]
    return system(found.round.contract.provider), str(found.uid)


def make() -> dict[str, Any]:
    """The package, as another system would send it."""
    from cairn.access import scope
    from cairn.exchange.returned import example, filled, form, writing
    from cairn.exchange.returned.filled import Filling

    by, uid = start()
    with scope.of(by):
        of = form.of(by, uid)
        rows = {name: example.rows_of(of, name, ROWS // len(of.tables)) for name in of.tables}
        empty = filled.empty(of).sheets
        file().write_bytes(writing.package(of, Filling({**empty, **rows})))
        few = {name: cells[:1] for name, cells in rows.items()}
        small().write_bytes(writing.package(of, Filling({**empty, **few})))
    return {"bytes": file().stat().st_size}


def file() -> Path:
    return Path(os.environ["CAIRN_DATA_DIR"]) / "bench-return.zip"


def small() -> Path:
    """A row of each kind, which warms whoever reads the file: a worker that has taken a return before."""
    return Path(os.environ["CAIRN_DATA_DIR"]) / "bench-small.zip"


def whole() -> dict[str, Any]:
    from cairn.access import scope
    from cairn.exchange.actions import returned

    by, uid = start()
    with scope.of(by):
        first = returned.receive(by=by, return_uid=uid, name="small.zip", data=small().read_bytes(), now=True).one
        returned.drop(by=by, row=first)
        before, begun, busy, data = peak(), time.perf_counter(), time.process_time(), file().read_bytes()
        row = returned.receive(by=by, return_uid=uid, name="bench.zip", data=data, now=True).one
        if row.state != "checked":
            raise SystemExit(f"The package was not taken: {row.findings[:3]}")
        checked = time.perf_counter()
        made = returned.send(by=by, row=row, now=True).one
        done = time.perf_counter()
        return {
            "rows": row.totals["received"], "sent": made.rows.count(), "bytes": len(data), "check": checked - begun,
            "send": done - checked, "cpu": time.process_time() - busy, "peak": peak(), "before": before,
        }  # fmt: skip


def peak() -> float:
    """Megabytes at most that this process held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def field(column: Any) -> Any:
    """How a form asks for a column."""
    from django import forms

    if column.cells in ("codes", "scale"):
        return forms.ChoiceField(choices=[(code, code) for code in sorted(column.codes)], required=False)
    if column.cells == "date":
        return forms.DateField(required=False)
    return forms.FloatField(required=False) if column.cells == "number" else forms.CharField(required=False)


def single() -> dict[str, Any]:
    """What a screen that took one row would do: its form built and validated, and the row written by a deed."""
    from django import forms

    from cairn.access import scope
    from cairn.access.deeds import deed
    from cairn.exchange.returned import example, form
    from cairn.returns import rules
    from cairn.returns.models import Return, Submission, SubmissionRow

    by, uid = start()

    with scope.of(by):
        of = form.of(by, uid)
        answer = Return.objects.select_related("round__contract").get(uid=uid)
        kinds = {
            name: type("RowForm", (forms.Form,), {column.name: field(column) for column in columns})
            for name, columns in of.tables.items()
        }
        parties = {"provider_id": answer.provider_id, "commissioner_id": answer.commissioner_id}
        last = Submission.objects.order_by("-pk")[0]
        rows = [
            (name, dict(zip([column.name for column in of.tables[name]], row, strict=True)))
            for name in of.tables
            for row in example.rows_of(of, name, SINGLE // len(of.tables))
        ]
        begun, busy = time.perf_counter(), time.process_time()
        for name, values in rows:
            bound = kinds[name](data={key: "" if value is None else str(value) for key, value in values.items()})
            if not bound.is_valid():
                raise SystemExit(f"The form would not take a row: {bound.errors.as_json()}")
            shared = {key: value for key, value in values.items() if key not in ("row", "record")}
            digest = rules.row_digest("0" * 32, name, values["row"], [], shared)
            with deed("returns.submitted", by=by) as this:
                this.about("return", answer.uid)
                SubmissionRow.objects.create(
                    submission=last, holder_id=answer.provider_id, row_code=values["row"], table=name, shared=shared,
                    salt="0" * 32, digest=digest, **parties,
                )  # fmt: skip
        return {"rows": len(rows), "seconds": time.perf_counter() - begun, "cpu": time.process_time() - busy}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"make": make, "whole": whole, "single": single}[sys.argv[1]]()))
