"""The commissioner's cleaning desk over one submission, and over a round. Enter a scope first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import names_of
from cairn.contracts import queries as contracts
from cairn.contracts.queries import NotFound
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.returns import cleaning, finding, reading, recounting
from cairn.returns.cleaning import Context, Finding, Row
from cairn.returns.individual.columns import KINDS
from cairn.returns.models import CleaningEntry, Return, Submission, SubmissionRow
from cairn.returns.previews import TABLES
from cairn.returns.reading import Readable

CHUNK = 500
OPEN = ("found", "answered")
DECIDED = "\nDecided: "
"""What stands in the words of an entry between what was asked and what was decided."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. `asked` is what the provider was asked, `decided` why it was kept or set aside. `entry_uid` is ""
    where nobody has acted on what a rule found."""

    key: str
    row: str
    digest: str
    table: str
    rule: str
    words: str
    state: str
    number: int = 1
    asked: str = ""
    decided: str = ""
    reply: str = ""
    who: str = ""
    made_at: datetime | None = None
    replied_at: datetime | None = None
    settled_at: datetime | None = None
    entry_uid: str = ""

    @property
    def short(self) -> str:
        return cleaning.short(self.row)

    @property
    def heading(self) -> str:
        return cleaning.RULES.get(self.rule, self.rule)

    @property
    def about(self) -> str:
        return TABLES.get(self.table, self.table)

    @property
    def state_label(self) -> str:
        return state_label(self.state)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A figure before and after; `cleaned` is None where the rows that were sent do not give what was sent."""

    measure: str
    version: int
    code: str
    label: str
    measure_label: str
    kind: str
    decimals: int
    sent: float | None
    cleaned: float | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A submission on the desk. `rows` and `people` as sent, `kept_*` without what is set aside; `lines` by rule."""

    return_uid: str
    number: int
    is_accepted: bool
    rows: int
    people: int
    kept_rows: int
    kept_people: int
    empty: int
    lines: tuple[Line, ...]
    figures: tuple[Cleaned, ...]

    def count(self, *states: str) -> int:
        return sum(line.state in states for line in self.lines)


@dataclass(frozen=True, slots=True)
class Overview:
    """A return of the round, as its desk stands. `open`: found or answered, and not decided."""

    return_uid: str
    contract_reference: str
    provider_name: str
    number: int
    rows: int
    found: int
    asked: int
    answered: int
    aside: int


def state_label(state: str) -> str:
    return next((one.label for one in registry.get("codes", "cleaning_state").entries if one.code == state), state)


def of(by: Actor, return_uid: str) -> Desk | None:
    """For the commissioner; None where nothing was sent. Raises NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, return_uid)
    sent = finding.last_submission(answer)
    return None if sent is None else _desk(sent)


PAGE = 25
"""So many returns of a round at once: the rows of each are looked through by every rule."""


def round_of(by: Actor, return_uid: str, page: int = 1) -> tuple[tuple[Overview, ...], int]:
    """The returns of the same dates and kind that were sent, a page at a time by the reference of their contract, on it those
    with most to look at first; and how many there are. Raises NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    said = finding.asked_for(by, return_uid).round
    answers = finding.visible_to(by).filter(
        commissioner_id=by.organisation_id, round__kind=said.kind,
        round__observed_from_date=said.observed_from_date, round__observed_to_date=said.observed_to_date,
    )  # fmt: skip
    every = Submission.objects.filter(answer__in=answers)
    last = dict(every.order_by("number").values_list("answer_id", "pk"))
    wanted = every.filter(pk__in=last.values()).select_related("answer__round__contract", "provider").defer("narrative")
    sent = wanted.order_by("answer__round__contract__reference", "pk")[(page - 1) * PAGE : page * PAGE]
    readable = reading.of_contracts(by.organisation_id)
    found = [_overview(one, readable) for one in sent]
    return tuple(sorted(found, key=lambda one: (-one.found - one.answered, one.contract_reference))), len(last)


def _overview(sent: Submission, readable: Mapping[int, Readable]) -> Overview:
    rows = _rows(sent, readable)
    counts = Counter(line.state for line in _lines(sent, rows, {}))
    return Overview(
        str(sent.answer.uid), sent.answer.round.contract.reference, sent.provider.name, sent.number, len(rows),
        counts["found"], counts["queried"], counts["answered"], counts["set_aside"],
    )  # fmt: skip


def log(by: Actor, return_uid: str) -> tuple[Line, ...]:
    """What was done, of every version that was sent, and what was found in the last: the newest first."""
    found = of(by, return_uid)
    if found is None:
        return ()
    rows = CleaningEntry.objects.filter(submission__answer__uid=return_uid).exclude(submission__number=found.number)
    every = list(rows.select_related("submission").order_by("-submission__number", "pk"))
    names = names_of({row.made_by_uid for row in every})
    return (*found.lines, *(_line(row, None, names) for row in every))


def _desk(sent: Submission) -> Desk:
    rows = rows_of(sent)
    entries = list(CleaningEntry.objects.filter(submission=sent))
    lines = _lines(sent, rows, names_of({row.made_by_uid for row in entries}))
    aside = frozenset(line.digest for line in lines if line.state == "set_aside")
    kept = [row for row in rows if row.digest not in aside]
    return Desk(
        str(sent.answer.uid), sent.number, sent.is_accepted, len(rows), _people(rows), len(kept), _people(kept),
        sum(not row.fact for row in rows), lines, _figures(sent, rows, aside),
    )  # fmt: skip


def _people(rows: Iterable[Row]) -> int:
    return len({row.code for row in rows if row.code})


def rows_of(sent: Submission) -> list[Row]:
    """The rows as their recipient may read them today: a field that was struck is in none."""
    return _rows(sent, reading.of_contracts(sent.commissioner_id))


def _rows(sent: Submission, every: Mapping[int, Readable]) -> list[Row]:
    readable = every.get(sent.answer.round.contract_id, reading.NOTHING)
    stored = SubmissionRow.objects.filter(submission=sent).order_by("pk")
    names = ("digest", "row_code", "table", "shared", "link_code", "counted_in")
    return [_row(readable, *values) for values in stored.values_list(*names).iterator(2000)]


def _row(readable: Readable, digest: str, code: str, table: str, shared: Any, link: str, counted: list[str]) -> Row:
    said = dict(shared or {})
    fact = said.pop("fact", "")
    return Row(digest, code, table, readable.of(table, said), fact, link if readable.links else "", tuple(counted))


def findings(sent: Submission, rows: Sequence[Row]) -> tuple[Finding, ...]:
    said = sent.answer.round
    period = Period(said.observed_from_date, said.observed_to_date)
    return cleaning.find(
        [row for row in rows if row.fact], Context(period, _dated(sent), _elsewhere(sent, rows))
    )  # fmt: skip


def _dated(sent: Submission) -> dict[str, tuple[str, str]]:
    """By measure, and by table of what leaves once a year, the columns of the dates that put a row into the round."""
    found = {one["measure"]: (one["measure"], one["version"]) for one in sent.figures}
    found |= {kind.table: (kind.measure, None) for kind in KINDS.values()}
    dated = {}
    for name, (measure, version) in found.items():
        definition = registry.get("measure", measure, version)
        dated[name] = (definition.period_date, definition.period_end or "")
    return dated


def _elsewhere(sent: Submission, rows: Sequence[Row]) -> frozenset[tuple[str, ...]]:
    """What the same people's rows say in the last returns of other contracts about the same months."""
    links = sorted({row.link_code for row in rows if row.link_code})
    if not links:
        return frozenset()
    said = sent.answer.round
    others = Submission.objects.filter(
        commissioner_id=sent.commissioner_id, answer__round__observed_from_date__lte=said.observed_to_date,
        answer__round__observed_to_date__gte=said.observed_from_date,
    ).exclude(answer__round__contract_id=said.contract_id)  # fmt: skip
    linking = contracts.linking_now(sent.commissioner_id, clock.today())
    others = others.filter(answer__round__contract_id__in=linking)
    last = dict(others.order_by("number").values_list("answer_id", "pk"))
    found: set[tuple[str, ...]] = set()
    for start in range(0, len(links), CHUNK):
        stored = SubmissionRow.objects.filter(
            submission_id__in=list(last.values()), link_code__in=links[start : start + CHUNK], shared__isnull=False
        )
        for table, code, link, shared in stored.values_list("table", "row_code", "link_code", "shared"):
            found.update(cleaning.across_key(Row("", code, table, shared, shared.get("fact", ""), link)))
    return frozenset(found)


def _lines(sent: Submission, rows: Sequence[Row], names: Mapping[str, str]) -> tuple[Line, ...]:
    """What the rules find, with what was done about it; and what was entered by hand, or is found no longer."""
    entries = {f"{one.digest}:{one.rule}": one for one in CleaningEntry.objects.filter(submission=sent)}
    lines = []
    for one in findings(sent, rows):
        entry = entries.pop(one.key, None)
        made = Line(one.key, one.row, one.digest, one.table, one.rule, one.words, "found", sent.number)
        lines.append(_line(entry, one, names) if entry else made)
    return (*lines, *(_line(entry, None, names) for entry in entries.values()))


def _line(row: CleaningEntry, found: Finding | None, names: Mapping[str, str]) -> Line:
    asked, _, decided = row.words.partition(DECIDED)
    return Line(
        f"{row.digest}:{row.rule}", row.row, row.digest, row.table, row.rule, found.words if found else "", row.state,
        row.submission.number, asked, decided, row.reply, names.get(row.made_by_uid, ""), row.made_at, row.replied_at,
        row.settled_at, str(row.uid),
    )  # fmt: skip


def _figures(sent: Submission, rows: Sequence[Row], aside: frozenset[str]) -> tuple[Cleaned, ...]:
    found = []
    for one in sent.figures:
        definition = registry.get("measure", one["measure"], one["version"])
        key = f"{one['measure']}:{one['code']}" if one["code"] else one["measure"]
        now = recounting.again(definition, key, one["value"], rows, aside)
        found.append(
            Cleaned(
                one["measure"], one["version"], one["code"], one["label"], definition.label, definition.kind,
                definition.decimals, one["value"], now,
            )
        )  # fmt: skip
    return tuple(found)


def place(rows: Sequence[Row], reference: str, table: str) -> Row | None:
    """The row that somebody means by a reference, whole or its first eight signs; where a code has several, that of a table."""
    wanted = reference.strip().lower()
    if len(wanted) < len(cleaning.short("0" * 32)):
        return None
    mine = [row for row in rows if row.reference.startswith(wanted) and table in ("", row.table)]
    return mine[0] if len({row.reference for row in mine}) == 1 else None


def sent_of(by: Actor, return_uid: str) -> tuple[Return, Submission]:
    """For a deed of the desk. Raises NotFound, also where nothing was sent."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, return_uid)
    sent = finding.last_submission(answer)
    if sent is None:
        raise NotFound(return_uid)
    return answer, sent
