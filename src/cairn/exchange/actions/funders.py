"""A funder's own workbook: take it in, say what goes into its cells, fill it for a period."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.contracts import own_measures
from cairn.contracts.rules import text
from cairn.definitions import registry
from cairn.desk import received
from cairn.exchange import sheets
from cairn.exchange.funders import filling, queries
from cairn.exchange.funders.workbook import Workbook
from cairn.exchange.models import FunderCell, FunderFill, FunderReturn
from cairn.insight import marts
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Done, Problem, refuse_if

KIND = "funder"
FOR_EVER = date(9999, 12, 31)
"""A funder's form, and what was sent to it, hold figures and nobody's record: they are kept with the organisation."""
MOST_CELLS = 1_000


@dataclass(frozen=True, slots=True)
class NewCell:
    """What goes into a cell: see `FunderCell`."""

    sheet: str
    cell: str
    what: str = "figure"
    measure: str = ""
    by: str = ""
    code: str = ""
    part: str = "value"
    span: str = "asked"
    contract_uid: str = ""


def add(
    *, by: Actor, name: str, funder: str, file_name: str, data: bytes, hides_up_to: int = 4
) -> Done[FunderReturn]:  # fmt: skip
    """Take in a funder's workbook. Raises Refused, with everything that is wrong at once."""
    by.require(Permission.PREPARE_RETURNS)
    problems = [*text(None, "name", "name", name, 120), *text(None, "funder", "funder’s name", funder, 120)]
    if not 0 <= hides_up_to <= 20:
        fix = "Choose from 0, to hide nothing, to 20."
        problems.append(Problem("funder.hides", "So many cannot be hidden.", fix, field="hides_up_to"))
    refuse_if(problems)
    _opened(data)
    upload = received.put(by=by, kind=KIND, name=file_name, data=data, kept_until=FOR_EVER)
    row = FunderReturn(
        organisation_id=by.organisation_id,
        name=name.strip(),
        funder=funder.strip(),
        upload=upload,
        hides_up_to=hides_up_to,
    )
    with deed("exchange.funder_added", by=by) as this:
        this.create_many([row])
    return Done((row,), (), this.uid)


def replace(*, by: Actor, funder_uid: str, file_name: str, data: bytes) -> Done[FunderReturn]:
    """The funder's form in its new version; what was mapped stays. Raises Refused, naming each mapped cell that can no longer
    be filled: these are taken out first."""
    by.require(Permission.PREPARE_RETURNS)
    row = queries.find(by, funder_uid)
    book = _opened(data)
    problems = [book.problem(one.sheet, one.cell) for one in queries.cells_of(row)]
    refuse_if([problem for problem in problems if problem])
    upload = received.put(by=by, kind=KIND, name=file_name, data=data, kept_until=FOR_EVER)
    with deed("exchange.funder_changed", by=by) as this:
        this.update(row, upload=upload)
    return Done((row,), (), this.uid)


def put(*, by: Actor, funder_uid: str, cells: Sequence[NewCell]) -> Done[FunderCell]:
    """Say what goes into cells; what went into them before is replaced. Raises Refused with the number of each."""
    by.require(Permission.PREPARE_RETURNS)
    row = queries.find(by, funder_uid)
    book = queries.workbook(by, row)
    there = {(one.sheet, one.cell): one for one in queries.cells_of(row)}
    problems = [problem for at, one in enumerate(cells) for problem in _problems(by, book, one, at)]
    if len(there.keys() | {(one.sheet, one.cell) for one in cells}) > MOST_CELLS:
        fix = "Divide the form into several."
        problems.append(Problem("funder.many", f"More than {MOST_CELLS:,} cells would be filled.", fix))
    refuse_if(problems)
    made: list[FunderCell] = []
    with deed("exchange.funder_mapped", by=by) as this:
        for one in cells:
            fields = _fields(one)
            if old := there.get((one.sheet, one.cell)):
                this.update(old, **fields)
                made.append(old)
            else:
                new = FunderCell(
                    organisation_id=by.organisation_id, of=row, sheet=one.sheet, cell=one.cell, **fields
                )  # fmt: skip
                this.create_many([new])
                there[one.sheet, one.cell] = new
                made.append(new)
        this.about("funder_return", row.uid)
    return Done(tuple(made), (), this.uid)


def clear(*, by: Actor, funder_uid: str, cell_uid: str) -> Done[FunderReturn]:
    """Let a cell be as the funder has it. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    row = queries.find(by, funder_uid)
    one = FunderCell.objects.filter(of=row, uid=cell_uid).first()
    if one is None:
        raise NotFound(cell_uid)
    with deed("exchange.funder_mapped", by=by) as this:
        this.delete(one)
        this.about("funder_return", row.uid)
    return Done((row,), (), this.uid)


def fill(*, by: Actor, funder_uid: str, period: Period) -> Done[FunderFill]:
    """Fill the workbook from what is recorded now, and keep it as it was filled. Raises Refused."""
    by.require(Permission.PREPARE_RETURNS)
    row = queries.find(by, funder_uid)
    cells = queries.cells_of(row)
    refuse_if(_nothing(cells))
    book = queries.workbook(by, row)
    marts.refresh(by.organisation_id)
    found = filling.filled(by, cells, period, row.hides_up_to)
    data = book.filled({(one.sheet, one.cell): given for one in found if (given := one.given) is not None})
    upload = received.put(by=by, kind=KIND, name=row.upload.name, data=data, kept_until=FOR_EVER)
    made = FunderFill(
        organisation_id=by.organisation_id, of=row, from_date=period.start, to_date=period.end, filled_at=clock.now(),
        filled_by_uid=by.uid, cells=[_kept(one) for one in found], sha256=hashlib.sha256(data).hexdigest(), upload=upload,
    )  # fmt: skip
    with deed("exchange.funder_filled", by=by) as this:
        this.create_many([made])
        this.about("funder_return", row.uid)
    return Done((made,), (), this.uid)


def end(*, by: Actor, funder_uid: str, ended: bool = True) -> Done[FunderReturn]:
    """The funder asks no more, or asks again."""
    by.require(Permission.PREPARE_RETURNS)
    row = queries.find(by, funder_uid)
    with deed("exchange.funder_changed", by=by) as this:
        this.update(row, ended_date=clock.today() if ended else None)
    return Done((row,), (), this.uid)


def _kept(one: filling.Filled) -> dict[str, object]:
    return {
        "sheet": one.sheet, "cell": one.cell, "label": one.label, "value": one.value, "n": one.n, "hidden": one.is_hidden
    }  # fmt: skip


def _opened(data: bytes) -> Workbook:
    """Raises Refused for what cannot be read, or is no workbook: all of it, so that no page of it fails afterwards."""
    sheets.read(data)
    book = Workbook(data)
    for sheet in book.sheets:
        book.layout(sheet)
    return book


def _nothing(cells: Sequence[FunderCell]) -> list[Problem]:
    fix = "Choose a cell of the sheet and say what goes into it."
    return [] if cells else [Problem("funder.nothing", "No cell is to be filled yet.", fix)]


def _fields(one: NewCell) -> dict[str, object]:
    if one.what != "figure":
        return {
            "what": one.what,
            "span": one.span,
            "measure": "",
            "by": "",
            "code": "",
            "contract_uid": "",
            "part": "value",
        }
    version = registry.get("measure", one.measure).version
    return {
        "what": "figure", "measure": one.measure, "measure_version": version, "by": one.by, "code": one.code,
        "part": one.part, "span": one.span, "contract_uid": one.contract_uid,
    }  # fmt: skip


def _problems(by: Actor, book: Workbook, one: NewCell, at: int) -> list[Problem]:
    found = [problem] if (problem := book.problem(one.sheet, one.cell)) else []
    if one.what not in filling.WHATS or one.span not in filling.SPANS or one.part not in filling.PARTS:
        found.append(Problem("funder.what", "That cannot go into a cell.", "Choose one of the list.", field="what"))
    elif one.what == "figure":
        found += _figure_problems(by, one)
    return [Problem(each.rule, each.message, each.fix, field=each.field, row=at) for each in found]


def _figure_problems(by: Actor, one: NewCell) -> list[Problem]:
    known = {each.id: each for each in own_measures.every_known(by)}
    definition = known.get(one.measure)
    if definition is None:
        return [Problem("funder.measure", "There is no such figure.", "Choose one of the list.", field="measure")]
    found = []
    if one.by and one.by not in definition.may_group_by:
        fix = "Choose another, or leave it whole."
        found.append(Problem("funder.by", f"{definition.label} is not broken down so.", fix, field="by"))
    if bool(one.by) != bool(one.code):
        fix = "Choose both what it is broken down by and which part, or neither."
        found.append(Problem("funder.code", "A part of a breakdown needs both.", fix, field="code"))
    if one.part == "percent" and definition.kind != "share":
        fix = "Choose the figure itself."
        found.append(Problem("funder.percent", f"{definition.label} is no share.", fix, field="part"))
    return found
