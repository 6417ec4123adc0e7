"""return receive, export, corpus: a return as a file."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.interfaces.cli.django import acting_for, start
from cairn.interfaces.cli.output import print_json, print_problems
from cairn.kernel.problems import Problem, Refused

if TYPE_CHECKING:
    from cairn.access.actors import Actor

WAYS = {"xlsx": "workbook", "package": "package", "json": "json"}
Find = Callable[["Actor", str], Any]


def add_to(deeds: Any, find: Find) -> None:
    receive = deeds.add_parser("receive", help="a return that was filled elsewhere: checked whole, then sent")
    receive.add_argument("file", type=Path, metavar="FILE", help="workbook (.xlsx), data package (.zip) or JSON")
    receive.add_argument("--organisation", metavar="REF")
    receive.add_argument("--example", action="store_true", help="check against the made-up return of `return corpus`")
    receive.add_argument("--dry-run", action="store_true", help="check only; nothing is kept or sent")
    receive.add_argument("--json", action="store_true")
    receive.set_defaults(run=_receive)
    export = deeds.add_parser("export", help="a return as a file, empty or filled from the records")
    export.add_argument("round", metavar="CONTRACT/PERIOD")
    export.add_argument("--organisation", required=True, metavar="REF")
    export.add_argument("--as", dest="way", choices=tuple(WAYS), default="xlsx")
    export.add_argument("--empty", action="store_true", help="what is asked, with nothing in it")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(run=lambda arguments: _export(arguments, find))
    corpus = deeds.add_parser("corpus", help="wrong files of a made-up return, with the expected problem of each")
    corpus.add_argument("folder", type=Path, metavar="DIR")
    corpus.set_defaults(run=_corpus)


def _receive(arguments: argparse.Namespace) -> int:
    """Exit 0 when it is good (and sent), 1 when anything is wrong."""
    data = _bytes(arguments.file)
    if arguments.example:
        return _say(_against_example(data), arguments)
    if not arguments.organisation:
        raise Refused(
            [Problem("organisation.missing", "Whose return is it?", "Write --organisation REF, or --example.")]
        )
    with acting_for(arguments.organisation) as by:
        return _say(_received(by, data, arguments), arguments)


def _received(by: "Actor", data: bytes, arguments: argparse.Namespace) -> dict[str, Any]:
    """A file of another provider’s return, or of none, is refused in the same shape as one with a wrong cell."""
    from cairn.exchange.returned import looking
    from cairn.exchange.returned.found import Finding

    try:
        uid = looking.return_of(by, data)
    except Refused as refused:
        errors = [
            Finding(p.rule, p.message, p.fix, p.severity, cell=p.cell, field=p.field).as_json()
            for p in refused.problems
        ]
        return {"received": 0, "accepted": 0, "rejected": 0, "errors": errors}
    if arguments.dry_run:
        found = looking.looked(by, uid, data)
        is_open = not any(one.severity == "error" for one in found.obstacles)
        return {**found.as_json(), "return": uid, "can_be_sent": found.is_good and is_open}
    return _sent(by, uid, arguments.file.name, data)


def _against_example(data: bytes) -> dict[str, Any]:
    start()
    from cairn.exchange.returned import checking, example, looking
    from cairn.exchange.returned.found import Unreadable

    form = example.form()
    try:
        found = checking.check(looking.read(data, form), form)
    except Unreadable as error:
        return {"received": 0, "accepted": 0, "rejected": 0, "errors": [one.as_json() for one in error.findings]}
    errors = [one.as_json() for one in found.findings]
    return {"received": found.received, "accepted": found.accepted, "rejected": found.rejected, "errors": errors}


def _sent(by: "Actor", uid: str, name: str, data: bytes) -> dict[str, Any]:
    from cairn.exchange.actions import returned
    from cairn.exchange.returned import files

    row = returned.receive(by=by, return_uid=uid, name=name, data=data, now=True).one
    told = files.view(by, row.uid)
    totals, errors = told.totals, [one.as_json() for one in told.findings]
    answer = {
        "received": totals["received"],
        "accepted": 0,
        "rejected": totals["rejected"],
        "errors": errors,
        "return": uid,
    }
    if told.state != "checked":
        return answer
    made = returned.send(by=by, row=files.get(by, row.uid), now=True).one
    return {**answer, "accepted": totals["received"], "number": made.number, "sha256": made.sha256}


def _say(answer: dict[str, Any], arguments: argparse.Namespace) -> int:
    wrong = any(one["severity"] == "error" for one in answer["errors"])
    if arguments.json:
        print_json(answer)
        return int(wrong)
    print_problems(_problem(one) for one in answer["errors"])
    print(f"{answer['received']} rows received, {answer['accepted']} accepted, {answer['rejected']} rejected.")
    if "sha256" in answer:
        print(f"Sent as version {answer['number']}, sha256 {answer['sha256']}")
    elif not wrong and not answer.get("can_be_sent", True):
        print("The file is good, but the return does not take it now: see above. Nothing was sent.")
    elif not wrong:
        print("Nothing is wrong with it. Nothing was sent.")
    return int(wrong)


def _problem(one: dict[str, Any]) -> Problem:
    where = " ".join(part for part in (one["sheet"], one["cell"]) if part)
    return Problem(one["rule"], one["message"], one["fix"], one["severity"], field=where, cell=one["cell"] or "–")


def _export(arguments: argparse.Namespace, find: Find) -> int:
    with acting_for(arguments.organisation) as by:
        from cairn.exchange.returned import filled, form, writing

        of = form.of(by, find(by, arguments.round).uid)
        filling = filled.empty(of) if arguments.empty else filled.of(by, of)
        arguments.out.write_bytes(writing.write(WAYS[arguments.way], of, filling))  # type: ignore[arg-type]
    rows = sum(map(len, filling.sheets.values()))
    print(f"{arguments.out}: {len(of.sheets)} sheets, {rows:,} rows.")
    return 0


def _corpus(arguments: argparse.Namespace) -> int:
    start()
    from cairn.exchange.returned import corpus

    made = corpus.write(arguments.folder)
    wrong = sum(bool(one.wanted) for one in made)
    print(f"{len(made) - wrong} good and {wrong} wrong files in {arguments.folder}, with expected.json beside them.")
    print("Try one: cairn return receive FILE --example --dry-run --json")
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(
            [Problem("file.missing", "There is no such file.", "Give the path of a file that can be read.")]
        ) from None
