"""import: a spreadsheet of people brought in from the command line, by the steps of the screens."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.interfaces.cli import importing_directory, importing_forms, importing_readings
from cairn.interfaces.cli.django import acting_for
from cairn.interfaces.cli.output import print_json, print_problems
from cairn.kernel.problems import Problem, Refused

if TYPE_CHECKING:
    from cairn.access.actors import Actor
    from cairn.exchange.clients.checking import Finding
    from cairn.exchange.clients.mapping import ColumnMap
    from cairn.exchange.models import Import
    from cairn.exchange.sheets import Sheet


def add_to(commands: Any) -> None:
    command = commands.add_parser("import", help="bring in a spreadsheet: every row checked, errors by cell")
    command.add_argument("kind", choices=("clients", "directory", "forms", "readings"), metavar="KIND",
                         help="clients, directory, forms, readings")  # fmt: skip
    command.add_argument(
        "file", type=Path, metavar="FILE", help="XLSX, XLS, ODS or CSV; a directory: Open Referral UK, JSON"
    )
    command.add_argument("--organisation", required=True, metavar="REF")
    command.add_argument("--mapping", type=Path, metavar="FILE", help="what columns and words mean: JSON or YAML")
    command.add_argument("--service", default="", metavar="NAME", help="with which service all of them are")
    command.add_argument("--scale", default="", metavar="SCALE", help="readings: of which scale all of them are")
    command.add_argument("--rater", default="", metavar="RATER", help="readings: who rated all of them")
    command.add_argument("--stage", default="", metavar="STAGE", help="readings: the stage of all of them")
    command.add_argument("--dry-run", action="store_true", help="check only; nothing is written")
    command.add_argument("--good-rows", action="store_true", help="bring in the good rows although others have errors")
    command.add_argument("--alike", choices=("leave", "bring"), default="leave",
                         help="rows that look like somebody on record, or twice in the file")  # fmt: skip
    importing_forms.add_to(command)
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every row is good (and brought in), 1 when any is refused."""
    with acting_for(arguments.organisation) as by:
        if arguments.kind == "directory":
            answer = importing_directory.bring_in(by, _bytes(arguments.file), arguments)
        elif arguments.kind == "forms":
            answer = importing_forms.bring_in(by, arguments)
        elif arguments.kind == "readings":
            answer = importing_readings.bring_in(by, _bytes(arguments.file), arguments, read_yaml)
        else:
            answer = bring_in(by, arguments)
    wrong = [problem for problem in answer["errors"] if problem["severity"] == "error"]
    if arguments.json:
        print_json(answer)
    else:
        print_problems(as_problem(each) for each in answer["errors"])
        done = "would come in" if arguments.dry_run or not answer["import"] else "came in"
        print(f"{answer['received']} rows received, {answer['accepted']} {done}, {answer['rejected']} rejected.")
        if answer.get("receipt"):
            print(f"Receipt {answer['receipt']}, SHA-256 {answer['sha256']}")
        elif answer["import"] and arguments.kind != "directory":
            print(f"Import {answer['import']}: the page of files brought in takes it back.")
    return int(bool(wrong))


def bring_in(by: "Actor", arguments: argparse.Namespace) -> dict[str, Any]:
    """Receive, map, check; and unless told otherwise, or a row is wrong, put on record."""
    from cairn.exchange import jobs, queries
    from cairn.exchange.actions import imports

    row = imports.receive(by=by, name=arguments.file.name, data=_bytes(arguments.file))
    try:
        names, sheet_name = _map(by, row, arguments)
        totals = imports.check(by=by, row=queries.get(by, row.uid))
        found = [_told(one, sheet_name, names) for one in queries.findings(row)]
        left = totals["wrong"] + (totals["alike"] if arguments.alike == "leave" else 0)
        answer = {
            "received": totals["rows"],
            "accepted": totals["rows"] - left,
            "rejected": left,
            "import": "",
            "errors": found,
        }
        if arguments.dry_run or not answer["accepted"] or (totals["wrong"] and not arguments.good_rows):
            return answer
        imports.agree(by=by, row=queries.get(by, row.uid), alike=arguments.alike)
        done = jobs.run(by, queries.get(by, row.uid), lambda done, total: None)
        return {
            **answer,
            "accepted": done.totals["made"],
            "rejected": totals["rows"] - done.totals["made"],
            "import": str(row.uid),
        }
    finally:
        if queries.get(by, row.uid).state in imports.BEFORE:
            imports.drop(by=by, row=row)


def _map(by: "Actor", row: "Import", arguments: argparse.Namespace) -> tuple[dict[int, str], str]:
    from cairn.exchange import queries
    from cairn.exchange.actions import imports
    from cairn.exchange.clients import choosing
    from cairn.exchange.clients.mapping import chosen_sheet, headings
    from cairn.kernel import clock
    from cairn.kernel.problems import refuse_if

    book = queries.book(by, row)
    mapping = read_mapping(arguments.mapping) if arguments.mapping else queries.mapping(row)
    if arguments.service:
        mapping.everyone["service"] = arguments.service
    sheet = chosen_sheet(book, mapping.sheet)
    names = headings(sheet, mapping.heading_row)
    refuse_if(choosing.column_problems(by, sheet, mapping, clock.today()))
    fill_words(by, sheet, mapping)
    imports.remap(by=by, row=row, mapping=mapping, names=list(names.values()))
    return names, sheet.name


def fill_words(by: "Actor", sheet: "Sheet", mapping: "ColumnMap") -> None:
    """What the mapping says of words, and what is plain of the rest; a word that is not plain is an error at its cell."""
    from cairn.exchange.clients import choosing
    from cairn.kernel.problems import refuse_if

    found = choosing.words(by, sheet, mapping)
    refuse_if(choosing.too_many_words(found))
    for key, words in found.items():
        mapping.values[key] = {word.word: word.code for word in words if word.code}


def read_mapping(path: Path) -> "ColumnMap":
    """JSON, or YAML, of which it is a part."""
    from cairn.exchange.clients import mapping

    return mapping.from_json(read_yaml(path))


def read_yaml(path: Path) -> Any:
    """What a mapping file holds. Raises Refused."""
    from ruamel.yaml import YAML, YAMLError

    try:
        return YAML(typ="safe").load(_bytes(path).decode("utf-8-sig"))
    except (YAMLError, UnicodeDecodeError):
        fix = "Write JSON or YAML, like the mapping that the page of an import gives away."
        raise Refused([Problem("mapping.unreadable", "The mapping cannot be read.", fix, field="mapping")]) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(
            [Problem("file.missing", "There is no such file, or it cannot be read.", "Check its name.", field="file")]
        ) from None


def _told(one: "Finding", sheet: str, names: dict[int, str]) -> dict[str, Any]:
    return {
        "rule": one.rule, "severity": one.severity, "sheet": sheet, "row": one.row, "column": names.get(one.place, one.column),
        "cell": one.cell, "field": one.field, "message": one.message, "fix": one.fix,
    }  # fmt: skip


def as_problem(told: dict[str, Any]) -> Problem:
    place = "!".join(part for part in (told["sheet"], told["cell"]) if part)
    return Problem(told["rule"], told["message"], told["fix"], told["severity"], place, told["row"], told["cell"])
