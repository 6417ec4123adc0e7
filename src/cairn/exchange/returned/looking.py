"""A file of a return looked over whole, without keeping or sending anything: its own problems, then those that only the records
know of, and what would change. Enter a scope first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts.rules import PERSON
from cairn.exchange.returned import body, book, checking, form, owncodes, package
from cairn.exchange.returned.found import Came, Finding, Unreadable, at, has_errors
from cairn.exchange.returned.shape import FIGURE_COLUMNS, FIGURES, Form
from cairn.kernel.problems import Problem, Refused, Severity
from cairn.returns import derive, finding, gathering, supplying
from cairn.returns.gathering import Gathered
from cairn.returns.models import Return
from cairn.returns.supplied import Content
from cairn.returns.supplying import Folded
from cairn.returns.views import FigureView

LARGEST = 50 * 1024 * 1024
Way = str


@dataclass(frozen=True, slots=True)
class Change:
    """One figure: as it was last sent, as it is worked out here now, and as the file has it."""

    key: str
    label: str
    group: str
    kind: str
    decimals: int
    sent: float | None
    here: float | None
    file: float | None
    n: int | None
    supplied: bool
    comment: str
    was_sent: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found. `content`, under the codes of the file, is None where anything is wrong. `obstacles` stand in the way of
    sending it today."""

    form: Form
    way: Way
    content: Content | None
    findings: tuple[Finding, ...]
    received: int = 0
    rejected: int = 0
    obstacles: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    seen: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    people: int = 0
    ours: int = 0
    words: int = 0

    @property
    def is_good(self) -> bool:
        return self.content is not None

    @property
    def accepted(self) -> int:
        return self.received - self.rejected if self.is_good else 0

    def as_json(self) -> dict[str, Any]:
        """The shape of `cairn import --json` (design section 7); obstacles to sending it today are warnings here."""
        listed = [one.as_json() for one in self.findings]
        listed += [
            Finding(one.rule, one.message, one.fix, "warning", field=one.field).as_json() for one in self.obstacles
        ]
        return {"received": self.received, "accepted": self.accepted, "rejected": self.rejected, "errors": listed}


def way_of(data: bytes) -> Way:
    """What a file is, by what is in it. Raises Unreadable."""
    if len(data) > LARGEST:
        most = LARGEST // 1024 // 1024
        raise Unreadable(
            Finding("file.large", f"The file has more than {most} MB.", "Divide the rows, or ask us.", field="file")
        )
    if data.startswith(b"PK"):
        return "workbook" if b"xl/workbook.xml" in data or b"[Content_Types].xml" in data else "package"
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return "json"
    if not data:
        raise Unreadable(Finding("file.empty", "The file is empty.", "Choose the file again.", field="file"))
    raise book.unreadable("kind")


def read(data: bytes, of: Form) -> Came:
    """Raises Unreadable."""
    way = way_of(data)
    if way == "json":
        return body.read(data, of)
    return book.read(data) if way == "workbook" else package.read(data)


def looked(by: Actor, return_uid: str, data: bytes) -> Looked:
    """Look over a file for a return that the actor's organisation gives. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    wanted = form.of_return(by, answer)
    try:
        came = read(data, wanted)
    except Unreadable as error:
        return Looked(wanted, _way(data), None, error.findings)
    checked = checking.check(came, wanted)
    if checked.content is None:
        return Looked(wanted, came.kind, None, checked.findings, checked.received, checked.rejected)
    return _weighed(by, answer, wanted, came, checked)


def content_of(by: Actor, return_uid: str, data: bytes) -> Content | None:
    """What a file that was looked over says, read anew; None where it is not good any more. Whether anybody stands alone or said
    no is looked at by the deed that sends it. Raises NotFound."""
    wanted = form.of(by, return_uid)
    try:
        return checking.check(read(data, wanted), wanted).content
    except Unreadable:
        return None


def _way(data: bytes) -> Way:
    try:
        return way_of(data)
    except Unreadable:
        return ""


def _weighed(by: Actor, answer: Return, wanted: Form, came: Came, checked: checking.Checked) -> Looked:
    """What only the records know: who would stand alone, who said no, what differs, and whether it may be sent today."""
    assert checked.content is not None
    content = owncodes.coded(by, answer.round.contract, checked.content, make=False)
    gathered = gathering.gather(by, answer, content)
    found = [*checked.findings, *_located(by, answer, came, gathered)]
    kept_as_it_came = None if has_errors(found) else checked.content
    kept = [row for row in gathered.leaving.rows if not row.stays]
    counts = {table: sum(row.table == table for row in kept) for table in dict.fromkeys(row.table for row in kept)}
    return Looked(
        wanted, came.kind, kept_as_it_came, tuple(sorted(found, key=lambda one: one.severity != "error")),
        checked.received, checked.rejected, tuple(gathering.problems(answer, False, content)), tuple(_changes(answer, gathered)),
        gathered.seen, counts, len({row.person_uid for row in kept if row.person_uid}), gathered.folded.ours, len(content.words),
    )  # fmt: skip


def _located(by: Actor, answer: Return, came: Came, gathered: Gathered) -> Iterator[Finding]:
    """Rows of people who stand alone, or said no, at their place."""
    folded = gathered.folded
    if folded.alone:
        fix = "Make answers broader (any_white, 65-plus, not_said), or take out the row."
        yield from _rows(
            by, answer, came, folded.alone, "individual.alone", "This person would stand alone in the rows.", fix
        )
    if folded.said_no:
        fix = "Take every row about them out."
        yield from _rows(
            by, answer, came, folded.said_no, "row.said_no", "This person said no to rows about them.", fix
        )
    for place, one in zip(_places(came, folded), folded.uneven, strict=True):
        severity: Severity = "error" if one.is_wrong else "warning"
        found = Finding("figure.rows", one.message, one.fix, severity, **place)
        yield checking.in_json(found) if came.kind == "json" else found
    for table, idle in folded.idle.items():
        message = f"No figure of this return counts {idle:,} of these rows: they are not sent."
        yield Finding("row.idle", message, "Look at their dates and codes.", severity="warning", sheet=table)
    if folded.unnamed:
        message = f"{folded.unnamed:,} rows that stand behind figures worked out in Cairn leave too."
        yield Finding("row.ours", message, "They are in the preview of the return.", severity="warning", sheet=FIGURES)


def _places(came: Came, folded: Folded) -> Iterator[dict[str, Any]]:
    """Where the figures stand that the rows do not give."""
    names = [column.name for column in FIGURE_COLUMNS]
    at_ = [names.index(name) for name in ("measure", "breakdown", "code")]
    placed: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(came.sheets[FIGURES].rows[1:], start=2):
        placed[tuple(str(row[place] or "").strip() if place < len(row) else "" for place in at_)] = number
    for one in folded.uneven:
        breakdown, _, code = one.code.partition("=")
        yield at(FIGURES, placed.get((one.measure, breakdown, code), 1), names.index("value"), "value")


def _rows(
    by: Actor, answer: Return, came: Came, codes: Iterable[str], rule: str, message: str, fix: str
) -> Iterator[Finding]:
    wanted = {*codes}
    wanted |= set(owncodes.own_of(by, answer.round.contract, wanted).values())
    for name, sheet in came.sheets.items():
        if name != FIGURES and (rule == "row.said_no" or name == PERSON):
            for number, row in enumerate(sheet.rows[1:], start=2):
                if row and str(row[0]).strip() in wanted:
                    one = Finding(rule, message, fix, **at(name, number, 0, "row"))
                    yield checking.in_json(one) if came.kind == "json" else one


def _changes(answer: Return, gathered: Gathered) -> Iterator[Change]:
    last = finding.last_submission(answer)
    sent = {one.key: one for one in derive.thawed(last.figures, ())} if last else {}
    here = {one.key: one for one in gathered.own}
    for one in gathered.views:
        before = sent.get(one.key)
        yield Change(
            one.key, one.measure_label, one.label if one.code else "", one.kind, one.decimals,
            before.value if before else None, _value(here.get(one.key)), one.value, one.n, one.supplied, one.comment,
            before is not None and supplying.close(before.value, one.value),
        )  # fmt: skip


def _value(one: FigureView | None) -> float | None:
    return one.value if one else None


def return_of(by: Actor, data: bytes) -> str:
    """The return that a file says it is of, for whoever names none. Raises Refused."""
    try:
        said = read(data, _NO_FORM).identity.get("return", "")
    except Unreadable as error:
        raise Refused([_problem(one) for one in error.findings]) from None
    if finding.visible_to(by).filter(provider_id=by.organisation_id, uid=said).exists() if _is_uid(said) else False:
        return said
    message = "The file is of no return that your organisation gives: of another provider’s, or of none."
    raise Refused(
        [
            Problem(
                "identity.return",
                message,
                "Download the file of this return, and put your figures into it.",
                cell="cairn",
            )
        ]
    )


def _is_uid(said: str) -> bool:
    return len(said) == 36 and all(sign in "0123456789abcdef-" for sign in said.lower())


def _problem(one: Finding) -> Problem:
    return Problem(one.rule, one.message, one.fix, one.severity, one.field, one.row, one.cell or one.sheet)


_NO_FORM = Form("", "", "", "", "", "", "", ())
