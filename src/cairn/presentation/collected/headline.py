"""The programme's own headline table: of those with the need, how many achieved the outcome, by need and by domain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cairn.access.actors import Actor
from cairn.collection.models import Collection
from cairn.definitions.shapes.form import CollectionForm, NeedQuestion, Part
from cairn.insight import collected
from cairn.insight.collected import Level
from cairn.insight.labels import label_of
from cairn.insight.results import FigureRow
from cairn.kernel.periods import Period
from cairn.presentation import figures
from cairn.web import formats

Where = Mapping[str, str]
Rows = Mapping[str, FigureRow]
MOST_REASONS = 3
NO_ROW = FigureRow((), 0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Question:
    """What a headline is asked of: one form of one collection, at a level, in a period, held to some answers."""

    collection: Collection
    level: Level
    form: CollectionForm
    period: Period
    where: Where
    local: Sequence["Local"] = ()
    own_reasons: Where = field(default_factory=dict)

    @property
    def held(self) -> dict[str, str]:
        return {**self.where, "form": self.form.id}


@dataclass(frozen=True, slots=True)
class Local:
    """An authority's own indicator, with its target in per cent."""

    need: NeedQuestion
    target: int | None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One outcome of a need. `achieved` in words; `width` per cent of a bar, -1 where there is none; `beside` the same of the
    whole collection, "" where the whole is what is shown; `aside` who is not in the denominator."""

    label: str
    achieved: str
    low: str
    high: str
    n: str
    hidden: bool
    width: int
    beside: str
    beside_at: int
    aside: str


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need: how many had it, of how many forms; its outcomes; whether support goes on; the reasons given most."""

    code: str
    number: str
    label: str
    needed: str
    share: str
    outcomes: tuple[OutcomeLine, ...]
    ongoing: str
    reasons: tuple[tuple[str, str], ...]
    target: str


@dataclass(frozen=True, slots=True)
class DomainBlock:
    """A domain, with all its outcomes taken together."""

    id: str
    label: str
    achieved: OutcomeLine
    needs: tuple[NeedLine, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """The table. `local` are an authority's own needs: they are in no domain's figure and no total."""

    forms: int | None
    people: int | None
    whole: str
    domains: tuple[DomainBlock, ...]
    local: tuple[NeedLine, ...]
    has_ongoing: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Every figure that the table needs, asked once for all its rows."""

    forms: FigureRow
    people: FigureRow
    whole: FigureRow
    needed: Rows
    parts: Rows
    domains: Rows
    aside: Mapping[str, Mapping[str, int]]
    ongoing: Rows
    reasons: Mapping[str, tuple[tuple[str, int], ...]]
    beside: Rows
    beside_domains: Rows


def headline(by: Actor, asked: Question) -> Headline:
    """Raises NotFound for a level that is not the actor's."""
    found = _found(by, asked)
    family = asked.form.programme
    domains = tuple(
        DomainBlock(
            domain.id, domain.label, _outcome(found.domains, found.beside_domains, f"{family}/{domain.id}", "All outcomes"),
            tuple(_need(asked, found, need, family) for need in asked.form.needs if need.domain == domain.id),
        )
        for domain in asked.form.domains
    )  # fmt: skip
    local = tuple(_need(asked, found, one.need, "local", one.target) for one in asked.local)
    return Headline(
        found.forms.n, found.people.n, figures.value(found.whole.value, "share"), domains, local, asked.form.ongoing,
        _sentence(asked, found, domains),
    )  # fmt: skip


def _found(by: Actor, asked: Question) -> _Found:
    def rows(measure: str, *dimensions: str, level: Level = asked.level, **more: str) -> Rows:
        told = collected.compute(
            measure, by=by, collection=asked.collection, level=level, period=asked.period, group_by=dimensions,
            where={**asked.held, **more},
        )  # fmt: skip
        return {"\t".join(row.codes): row for row in told.rows}

    beside = asked.level != "whole"
    return _Found(
        forms=rows("forms_sent").get("", NO_ROW),
        people=rows("forms_people").get("", NO_ROW),
        whole=rows("forms_whole_share").get("", NO_ROW),
        needed=rows("form_needs_present", "form_need"),
        parts=rows("form_needs_achieved_share", "form_part"),
        domains=rows("form_needs_achieved_share", "form_domain", is_local="false"),
        aside=collected.left_out_of_each(
            "form_needs_achieved_share", by=by, collection=asked.collection, level=asked.level, period=asked.period,
            group_by="form_part", where=asked.held,
        ),
        ongoing=rows("form_needs_ongoing_share", "form_need") if asked.form.ongoing else {},
        reasons=_ranked(asked, rows("form_reasons_given", "form_need", "form_reason")),
        beside=rows("form_needs_achieved_share", "form_part", level="whole") if beside else {},
        beside_domains=rows("form_needs_achieved_share", "form_domain", level="whole", is_local="false") if beside else {},
    )  # fmt: skip


def _ranked(asked: Question, rows: Rows) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each need the reasons by how often they were given, hidden ones left out."""
    words = {f"{asked.form.programme}/{one.code}": one.label for one in asked.form.reasons}
    found: dict[str, list[tuple[str, int]]] = {}
    for row in rows.values():
        if row.n:
            need, code = row.codes
            found.setdefault(need, []).append((words.get(code, code.rpartition("/")[2]), row.n))
    return {need: tuple(sorted(given, key=lambda one: (-one[1], one[0]))) for need, given in found.items()}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, whose it is, and how often it was given; `width` per cent of the one given most. A count has no interval and
    nothing beside it."""

    words: str
    whose: str
    n: str
    width: int
    low: str = ""
    beside: str = ""
    beside_at: int = -1


def reasons(by: Actor, asked: Question, need: str) -> list[Reason]:
    """The reasons why the outcomes of a need were not achieved, those given most first. A hidden count is left out."""
    told = collected.compute(
        "form_reasons_given", by=by, collection=asked.collection, level=asked.level, period=asked.period,
        group_by=("form_reason", "reason_group"), where={**asked.held, "form_need": need},
    )  # fmt: skip
    words = {f"{asked.form.programme}/{one.code}": one.label for one in asked.form.reasons}
    return _as_reasons(told.rows, words)


def _as_reasons(found: Sequence[FigureRow], words: Where) -> list[Reason]:
    rows = sorted((row for row in found if row.n), key=lambda row: (-(row.n or 0), row.codes))
    most = max((row.n or 0 for row in rows), default=1)
    return [
        Reason(
            words.get(row.codes[0], row.codes[0].rpartition("/")[2]), label_of("reason_group", row.codes[1]),
            formats.number(row.n or 0), round(100 * (row.n or 0) / most),
        )
        for row in rows
    ]  # fmt: skip


def own_reasons(by: Actor, asked: Question, need: str = "") -> list[Reason]:
    """The authority's own reasons, of all needs or of one, those given most first; none where the reader reads none of its own.
    They stand apart: in the programme's figures each is another reason of its group."""
    if not asked.own_reasons:
        return []
    told = collected.compute(
        "form_own_reasons_given", by=by, collection=asked.collection, level=asked.level, period=asked.period,
        group_by=("own_reason", "reason_group"), where={**asked.held, **({"form_need": need} if need else {})},
    )  # fmt: skip
    return _as_reasons(told.rows, {code: f"{code} {words}" for code, words in asked.own_reasons.items()})


def _need(asked: Question, found: _Found, need: NeedQuestion, family: str, target: int | None = None) -> NeedLine:
    code = f"{family}/{need.ref}"
    needed, ongoing = found.needed.get(code, NO_ROW), found.ongoing.get(code)
    of_all = needed.n / found.forms.n if needed.n is not None and found.forms.n else None
    return NeedLine(
        code=code, number=need.number, label=need.label,
        needed="hidden" if needed.suppressed else formats.number(needed.n or 0), share=figures.value(of_all, "share"),
        outcomes=tuple(_part(found, code, part) for part in need.parts),
        ongoing="hidden" if ongoing and ongoing.suppressed else figures.value(ongoing.value if ongoing else None, "share"),
        reasons=tuple((words, formats.number(n)) for words, n in found.reasons.get(code, ())[:MOST_REASONS]),
        target="" if target is None else f"{target}%",
    )  # fmt: skip


def _part(found: _Found, need: str, part: Part) -> OutcomeLine:
    code = f"{need}_{part.id}" if part.id else need
    aside = found.aside.get(code, {})
    said = [f"{formats.number(aside[key])} {words}" for key, words in _ASIDE.items() if aside.get(key)]
    return _outcome(found.parts, found.beside, code, part.label, ", ".join(said))


_ASIDE = {"not_applicable": "not applicable", "blank": "left blank"}


def _outcome(rows: Rows, beside: Rows, code: str, label: str, aside: str = "") -> OutcomeLine:
    row, other = rows.get(code, NO_ROW), beside.get(code, NO_ROW)
    stat = figures.stat(row, "share", suppressed=row.suppressed)
    return OutcomeLine(
        label, stat.value, stat.low, stat.high, stat.n, row.suppressed, _percent(row), figures.value(other.value, "share"),
        _percent(other), aside,
    )  # fmt: skip


def _percent(row: FigureRow) -> int:
    return -1 if row.value is None else round(100 * row.value)


def _sentence(asked: Question, found: _Found, domains: Sequence[DomainBlock]) -> str:
    """The table in words."""
    if not found.forms.n:
        return "No form of this time has been sent."
    known = [line for line in _lines(domains) if line[1].width >= 0]
    forms = "1 form" if found.forms.n == 1 else f"{formats.number(found.forms.n)} forms"
    people = "1 person" if found.people.n == 1 else f"{formats.number(found.people.n or 0)} people"
    start = f"{forms} about {people}."
    if not known:
        return start
    most, least = max(known, key=lambda line: line[1].width), min(known, key=lambda line: line[1].width)
    if len(known) == 1:
        return f"{start} Of those with the need, {most[1].achieved} of {most[1].n} achieved: {most[0]}."
    said = f"Of those with the need, most achieved: {most[0]} ({most[1].achieved} of {most[1].n})"
    return f"{start} {said}; fewest: {least[0]} ({least[1].achieved} of {least[1].n})."


def _lines(domains: Sequence[DomainBlock]) -> Iterator[tuple[str, OutcomeLine]]:
    for domain in domains:
        for need in domain.needs:
            for outcome in need.outcomes:
                yield (outcome.label[0].lower() + outcome.label[1:]), outcome


def as_rows(table: Headline) -> Iterator[tuple[str | int | None, ...]]:
    """The table as a file has it: one line an outcome, local ones marked."""
    for domain in table.domains:
        for need in domain.needs:
            yield from _as_rows(domain.label, need, "no")
    for need in table.local:
        yield from _as_rows("", need, "yes")


COLUMNS = (
    "domain", "number", "need", "local", "with the need", "outcome", "achieved", "from", "to", "n", "aside", "ongoing",
    "whole collection", "reasons",
)  # fmt: skip


def _as_rows(domain: str, need: NeedLine, local: str) -> Iterator[tuple[str | int | None, ...]]:
    reasons = "; ".join(f"{words} ({n})" for words, n in need.reasons)
    for one in need.outcomes:
        achieved = "hidden" if one.hidden else one.achieved
        yield (
            domain, need.number, need.label, local, need.needed, one.label, achieved, one.low, one.high, one.n, one.aside,
            need.ongoing, one.beside, reasons,
        )  # fmt: skip


__all__ = ["COLUMNS", "Headline", "Local", "Question", "as_rows", "headline", "own_reasons", "reasons"]
