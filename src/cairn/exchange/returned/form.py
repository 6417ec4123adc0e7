"""What a file of one return holds, for whoever gives it. Enter a scope first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cairn.access.actors import Actor
from cairn.contracts import breaks
from cairn.contracts import queries as contracts
from cairn.contracts.breaks import Break
from cairn.contracts.rules import PERSON, SHAREABLE
from cairn.contracts.views import MeasureView
from cairn.definitions import registry
from cairn.definitions.mart import DERIVED_DIMENSIONS, TABLES
from cairn.exchange.returned.shape import FORMAT, RECORD, ROW, Asked, Broken, Column, Form, Line
from cairn.insight.labels import TOGETHER, codes_of, label_of
from cairn.kernel import canonical, clock
from cairn.questionnaire.conditions import MISSING
from cairn.returns import asking, finding, individual, labels, narrative
from cairn.returns.extracts import columns_of as columns_in
from cairn.returns.individual import coarse
from cairn.returns.models import Return
from cairn.returns.rules import Leaving
from cairn.scales import local

_PLACES = ("postcode", "sector", "district", "ward")
_SEVERAL = ("impairment", "nationality")


def of(by: Actor, return_uid: str) -> Form:
    """Raises NotFound for a return that the actor's organisation does not give."""
    return of_return(by, finding.led(by, return_uid))


def of_return(by: Actor, answer: Return) -> Form:
    said = answer.round
    agreed = finding.carried(answer)
    breakdowns = breakdowns_of(agreed)
    changed, day = breaks.of_contract(said.contract_id), said.observed_from_date
    lines = tuple(_since(line, changed, day) for line in lines_of(agreed))
    questions = tuple(
        Asked(str(row.uid), narrative.head_label(row.head), row.words, row.most_words)
        for row in asking.questions_of(said)
    )
    tables = _tables(by, answer, agreed)
    return Form(
        str(answer.uid), said.contract.reference, said.contract.provider.name, str(said.contract.provider.uid), said.name,
        said.observed_from_date.isoformat(), said.observed_to_date.isoformat(), lines, breakdowns, questions, tables,
        template_of(agreed, questions, tables),
    )  # fmt: skip


def template_of(
    agreed: Iterable[MeasureView], questions: Iterable[Asked], tables: dict[str, tuple[Column, ...]]
) -> str:
    """Changes where anything of what is asked changes: a measure or its version, a breakdown, a question, a field."""
    measures = sorted([view.measure, view.version, view.by, view.measure_class] for view in agreed)
    asked = [[one.uid, one.words, one.most_words] for one in questions]
    fields = {name: [column.name for column in found] for name, found in tables.items()}
    return canonical.sha256([FORMAT, measures, asked, fields])[:16]


def _since(line: Line, changed: Sequence[Break], day: date) -> Line:
    since = breaks.since(changed, *line.key, day)
    return replace(line, since=since.isoformat()) if since else line


def lines_of(agreed: Sequence[MeasureView]) -> Iterable[Line]:
    """As the return has them (`returns.derive.compute`): each measure whole once, then its breakdowns."""
    whole: set[str] = set()
    for view in agreed:
        if view.measure not in whole:
            whole.add(view.measure)
            yield _line(view, "", "")
        if view.by:
            for code in labels.always_shown(view.definition.table, view.by):
                yield _line(view, view.by, code)


def _line(view: MeasureView, breakdown: str, code: str) -> Line:
    group = label_of(breakdown, code) if breakdown else ""
    definition = view.definition
    return Line(
        view.measure, definition.label, view.measure_class, breakdown, code, group, definition.kind, definition.decimals
    )


def breakdowns_of(agreed: Iterable[MeasureView]) -> dict[tuple[str, str], Broken]:
    return {(view.measure, view.by): _broken(view) for view in agreed if view.by}


def _broken(view: MeasureView) -> Broken:
    definition = view.definition
    listed = frozenset(codes_of(view.by))
    codes = listed | MISSING | TOGETHER.keys() if listed else frozenset()
    plain = view.by not in DERIVED_DIMENSIONS
    once = view.by not in definition.not_additive_over
    counted = definition.kind in ("count", "sum") or (definition.kind == "distinct" and once)
    return Broken(frozenset(codes), plain and once and counted, plain and definition.kind == "distinct")


def _tables(by: Actor, answer: Return, agreed: Sequence[MeasureView]) -> dict[str, tuple[Column, ...]]:
    """The rows about people that a return may carry, by table: those behind its figures, and once a year all that the agreement
    names; none without one."""
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    if agreement is None:
        return {}
    sources = finding.asked(by, answer).sources
    made = {name: labels.made(name, sources) for name in ("service", "ladder", "rung", "activity_type")}
    known = {**made, "scale": frozenset(one.id for one in local.offered(by))}
    return tables_of(individual.columns_of(answer.round.kind, agreed, agreement.field_names), known)


def tables_of(
    leaving: Mapping[str, Sequence[Leaving]], made: Mapping[str, frozenset[str]] | None = None
) -> dict[str, tuple[Column, ...]]:
    """Of what leaves, the tables whose rows name somebody. `made`: the codes of what organisations made themselves, by column."""
    return {
        table: (ROW, RECORD, *(_column(made or {}, table, one.name) for one in found))
        for table, found in leaving.items()
        if table == PERSON or "person" in TABLES[table]
    }


def _column(made: Mapping[str, frozenset[str]], table: str, name: str) -> Column:
    if table == PERSON:
        return _of_person(name)
    words = SHAREABLE.get(name, name.replace("_", " ").capitalize())
    kind, _, listed = TABLES[table][name].partition(":")
    if kind in ("date", "flag", "numbers"):
        return Column(name, words, kind)  # type: ignore[arg-type]
    if kind == "number":
        return Column(name, words, "integer" if _TYPES[table][name] == "int" else "number")
    if kind == "area":
        return Column(name, words, "place", frozenset(MISSING))
    codes = _codes(name, kind, listed) | made.get(name, frozenset())
    if codes:
        return Column(name, words, "scale" if kind == "scale" else "codes", codes | MISSING | {coarse.WITHHELD})
    return Column(name, words, "token")


_TYPES = {table: {column.name: column.type for column in columns_in(table)} for table in TABLES}


def _codes(name: str, kind: str, listed: str) -> frozenset[str]:
    """The codes that a column may hold, as its list has them (`state` has another in each table); none where there is no list."""
    if kind == "codes":
        return frozenset(entry.code for entry in registry.get("codes", listed).entries)
    if kind == "score":
        return frozenset(_scores())
    return frozenset(codes_of(name)) if kind != "uid" else frozenset()


def _scores() -> Iterator[str]:
    """Which score of a scale: the whole, its metric, a part of it, an item."""
    yield from ("total", "metric")
    for scale in registry.all("scale"):
        yield from (part.id for part in scale.subscales)
        yield from (item.id for item in scale.items)


def _of_person(name: str) -> Column:
    """A column of the row of a person: its list, and the broader answers that hide somebody who would stand alone."""
    words, missing = SHAREABLE.get(name, name), MISSING | {coarse.NOT_SAID}
    if name in _PLACES:
        return Column(name, words, "place", frozenset(missing), blank="not_known")
    codes = {entry.code for entry in registry.get("codes", name).entries}
    codes |= {coarse.broader(name, code, step) for step in coarse.steps(name) for code in codes}
    return Column(name, words, "codes", frozenset(codes | missing), name in _SEVERAL, blank="not_asked")
