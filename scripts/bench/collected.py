"""A CSV of forms about single people, every hundredth spoilt, checked in full and taken; against a form and a save for each row
of the same file. Both in one run, each in a process of its own for the memory it takes.

Alone, with any number of rows: `python -m scripts.bench.collected --rows 100000`.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from scripts.bench.ground import Ground, laid
from scripts.bench.timing import Ratio

ROWS = int(os.environ.get("CAIRN_BENCH_COLLECTED_ROWS", "20000"))
SINGLE = 300
SPOILT = 100  # every so many forms one has an error, and one is asked about
SAID = {
    "ClientRecordProviderID": "04217", "ProviderName": "Bench", "AdminAuth": "E08000025", "SPServiceID": "SP-7",
    "Service_Name": "Bench House",
}  # fmt: skip


def ratios(ground: Ground) -> Iterator[Ratio]:
    """The aim is ten times as fast: at most a tenth of the time of as many forms and saves."""
    opened(ground)
    yield from measured(ROWS)


def measured(rows: int) -> Iterator[Ratio]:
    def run(part: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "scripts.bench.collected", "--part", part, "--rows", str(rows)]
        return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))

    run("make")
    before, whole, after = run("single"), run("whole"), run("single")
    each = (before["seconds"] + after["seconds"]) / 2 / before["rows"]
    print(told(whole, each, (before["cpu"] + after["cpu"]) / 2 / before["rows"]), file=sys.stderr, flush=True)
    taken = (whole["check"] + whole["take"]) * 1000
    what = f"{whole['rows']:,} collected forms from a CSV, checked and taken"
    yield Ratio(what, "as many forms and saves", taken, each * whole["rows"] * 1000, 0.1)


def told(whole: dict[str, Any], each: float, cpu: float) -> str:
    return (
        f"  {whole['rows']:,} forms of {whole['columns']} columns in {whole['bytes'] / 1e6:.1f} MB: checked "
        f"{whole['check']:.1f} s, taken {whole['take']:.1f} s ({whole['cpu']:.1f} s of processor), {whole['taken']:,} taken, "
        f"{whole['rejected']:,} not; {whole['peak']:.0f} MB at most ({whole['before']:.0f} MB before); a form and a save "
        f"{each * 1000:.1f} ms ({cpu * 1000:.1f} ms of processor)"
    )


def opened(ground: Ground) -> None:
    """A collection that the provider is let in to, with a year that is open."""
    from cairn.access import scope
    from cairn.access.models import Organisation
    from cairn.collection.models import Collection, CollectionAuthority, CollectionService, CollectionYear, SignUp
    from cairn.kernel import clock
    from cairn.services.models import Service

    today = clock.today()
    with scope.every("the bench opens a collection"):
        buyer = Organisation.objects.filter(is_commissioner=True).order_by("pk")[0]
        mine = ground.worker.organisation_id
        of = Collection.objects.create(organisation_id=mine, programme="supporting-people", name="Bench")
        CollectionAuthority.objects.create(collection=of, organisation=buyer, code="E08000025", joined_date=today)
        CollectionYear.objects.create(
            collection=of, label="Bench", start_date=today - timedelta(300), end_date=today, due_date=today, new_until=today,
            edit_until=today,
        )  # fmt: skip
        sign_up = SignUp.objects.create(
            collection=of, provider_id=mine, commissioner=buyer, provider_number="04217", state="approved",
            asked_at=clock.now(), asked_by_uid=ground.worker.uid,
        )  # fmt: skip
        service = Service.objects.create(organisation_id=mine, name="Bench House", start_date=today)
        CollectionService.objects.create(
            organisation_id=mine, service=service, sign_up=sign_up, term="long", service_type="sheltered",
            service_number="SP-7", start_date=today,
        )  # fmt: skip


def start() -> Any:
    """The provider's program, and its collection."""
    from cairn.access import scope
    from cairn.access.queries import system
    from cairn.collection.models import SignUp

    with scope.every("the bench looks for its collection"):
        found = SignUp.objects.select_related("provider", "collection").get(collection__name="Bench")
    return system(found.provider), found.collection, found.commissioner_id


def lines(form: Any, how_many: int) -> Iterator[dict[str, str]]:
    """Forms that are good, but for one in a hundred with a word that is no answer, and one that is asked about."""
    from cairn.exchange.forms import example
    from cairn.kernel import clock

    today = clock.today()
    for number, row in enumerate(example.rows(form, how_many, SAID, today - timedelta(300), today)):
        if number % SPOILT == 7:
            row["Gender"] = "perhaps"
        if number % SPOILT == 8:
            row["SupportPlan"] = "No"
        yield row


def make(rows: int) -> dict[str, Any]:
    """The file, as another system would write it."""
    from cairn.collection.columns import columns_of
    from cairn.definitions import registry

    form = registry.get("form", "sp-long")
    names = [column.name for column in columns_of(form)]
    with file().open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, names, restval="")
        writer.writeheader()
        writer.writerows(lines(form, rows))
    return {"bytes": file().stat().st_size}


def file() -> Path:
    return Path(os.environ["CAIRN_DATA_DIR"]) / "bench-forms.csv"


def whole(rows: int) -> dict[str, Any]:
    """Received, checked, agreed to and taken, with the steps of the screen and the job."""
    from cairn.access import scope
    from cairn.exchange.actions import forms
    from cairn.exchange.forms import context, files

    by, collection, _ = start()
    with scope.of(by), file().open("rb") as data:
        context.of(by, collection).offers()  # definitions are read once a process
        before, begun, busy = peak(), time.perf_counter(), time.process_time()
        row = forms.receive(by=by, collection_uid=str(collection.uid), name="bench.csv", file=data, now=True).one
        checked = time.perf_counter()
        right = [group.kind.key for group in files.view(by, row.uid).of_grade("soft")]
        done = forms.agree(by=by, row=row, confirmed=right, good_rows=True, now=True).one
        ended = time.perf_counter()
    told = done.counts
    if told.get("taken", 0) + told.get("rejected", 0) != rows:
        raise SystemExit(f"The file was not taken: {told}")
    return {
        "rows": rows, "columns": width(), "bytes": file().stat().st_size, "check": checked - begun, "take": ended - checked,
        "cpu": time.process_time() - busy, "taken": told["taken"], "rejected": told["rejected"], "peak": peak(),
        "before": before,
    }  # fmt: skip


def width() -> int:
    with file().open(newline="", encoding="utf-8") as data:
        return len(next(csv.reader(data)))


def peak() -> float:
    """Megabytes at most that this process held. What `getrusage` says is, after a fork, its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def single(rows: int) -> dict[str, Any]:
    """What a screen that took one row would do: a form of its fields with the same rules, validated, and a row saved."""
    from cairn.access import scope
    from cairn.collection.models import CollectedForm, CollectionYear, FormSubmission
    from cairn.definitions import registry
    from cairn.kernel import clock

    form = registry.get("form", "sp-long")
    kind = form_class(form)
    by, collection, authority = start()
    with scope.of(by), file().open(newline="", encoding="utf-8") as data:
        year = CollectionYear.objects.get(collection=collection)
        sent = FormSubmission.objects.create(
            organisation_id=by.organisation_id,
            collection=collection,
            user_uid=by.uid,
            way="screen",
            asked_at=clock.now(),
        )
        some = [row for _, row in zip(range(min(SINGLE, rows)), csv.DictReader(data), strict=False)]
        begun, busy = time.perf_counter(), time.process_time()
        for values in some:
            if kind(data=values).is_valid():
                save(form, values, sent, {"commissioner_id": authority, "year_id": year.pk})
        spent = {"rows": len(some), "seconds": time.perf_counter() - begun, "cpu": time.process_time() - busy}
        CollectedForm.objects.filter(submission=sent).delete()
        sent.delete()
    return spent


def save(form: Any, values: dict[str, str], sent: Any, place: dict[str, int]) -> None:
    """One row, as a model saves itself, in a transaction of its own."""
    from django.db import transaction

    from cairn.collection import taking
    from cairn.collection.models import CollectedForm
    from cairn.collection.persons import Person, code
    from cairn.kernel import clock

    answers = {name: text for name, text in values.items() if text}
    answers["FormID"] = f"9{answers['FormID'][1:]}"  # the whole file may be there already
    person = Person(code(str(sent.organisation.uid), answers["PersonCode"]))
    new = taking.new_form(form, answers, person=person, **place)
    with transaction.atomic():
        CollectedForm(
            collection_id=sent.collection_id, provider_id=sent.organisation_id, submission=sent, form=new.form,
            form_version=new.version, number=new.number, person=new.person, service_number=new.service_number,
            form_date=new.form_date, answers=dict(new.answers), sha256=new.sha256, sent_at=clock.now(), **place,
        ).save()  # fmt: skip


def form_class(form: Any) -> Any:
    """A form that asks every column, and holds the rules of the whole."""
    from django import forms

    from cairn.collection.columns import columns_of
    from cairn.collection.rules import rules_of
    from cairn.questionnaire.rules import check_row

    rules = rules_of(form)

    def field(column: Any) -> Any:
        if column.kind == "one":
            return forms.ChoiceField(choices=[("", ""), *((code, code) for code in column.codes)], required=False)
        kinds = {"date": forms.DateField, "number": forms.IntegerField}
        return kinds.get(column.kind, forms.CharField)(required=False)

    def clean(self: Any) -> dict[str, Any]:
        for problem in check_row(rules, {name: text for name, text in self.data.items() if text}):
            if problem.severity == "error" and problem.field not in self.errors:
                self.add_error(problem.field, problem.message)
        return dict(self.cleaned_data)

    return type("OneForm", (forms.Form,), {**{one.name: field(one) for one in columns_of(form)}, "clean": clean})


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rows", type=int, default=ROWS)
    reader.add_argument("--part", choices=("make", "whole", "single"))
    asked = reader.parse_args()
    if asked.part:
        import django

        django.setup()
        print(json.dumps({"make": make, "whole": whole, "single": single}[asked.part](asked.rows)))
        return
    from scripts.bench.__main__ import line

    with laid(20, 1) as ground:
        opened(ground)
        for ratio in measured(asked.rows):
            print(line(ratio), flush=True)


if __name__ == "__main__":
    main()
