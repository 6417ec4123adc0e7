"""The rule of a scale as SQL over a column of answers: what `score` says of one set of answers, said of millions of rows.

Both forms are made from one plan, and a test holds them equal for every scale of the library. This is text only; it runs
in `insight.scoring`. Answers lie packed in a list of whole numbers, in the items' order: see `packed`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cairn.definitions.shapes.scale import Scale
from cairn.scales.scoring.plan import Column, Naming, Part, Plan, plan_of
from cairn.scales.scoring.reading import SKIPPED, Answer
from cairn.scales.scoring.sql import Worth, counted, either, half_up, listed, number, of_part, quoted, tidy, when_valid

SKIP = -32768
"""How an answer `not_applicable` is packed; a blank is null."""

Stage = dict[str, str]


def packed(scale: Scale, answers: Sequence[Answer]) -> list[int | None]:
    """Answers as the mart keeps them and `compiled` reads them: null where blank, SKIP where the item does not apply."""
    columns = plan_of(scale).columns
    short = (*answers, *[None] * (len(columns) - len(answers)))
    return [_packed(column, answer) for column, answer in zip(columns, short, strict=True)]


def _packed(column: Column, answer: Answer) -> int | None:
    if column.may_skip and answer == SKIPPED:
        return SKIP
    return answer if isinstance(answer, int) else None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A scale as SQL. Its columns: `valid` (whether `score` would take the answers; where it would not, every other column
    is null), `missing`, `total`, `metric`, `value` (the headline), `part_<id>` for each subscale and each item that stands
    by itself, `band_<place>` for each set of bands (which band of it, from 0), `flag_<place>`, and `profile`."""

    scale: str
    version: int
    stages: tuple[Stage, ...]
    columns: tuple[str, ...]

    def select(self, source: str, answers: str = "answers", keep: Sequence[str] = ()) -> str:
        """One SELECT over `source` (a table, or a query in brackets) with the list column `answers`; `keep` names columns
        of it that stand first, none of them called as one of these."""
        kept = [quoted(name) for name in keep]
        names = [*kept, "s_answers"]
        text = f"(SELECT {', '.join([*kept, f'{quoted(answers)} AS s_answers'])} FROM {source})"
        for stage in self.stages:
            made = [f"{expression} AS {name}" for name, expression in stage.items()]
            text = f"(SELECT {', '.join([*names, *made])} FROM {text})"
            names += stage
        return f"SELECT {', '.join([*kept, *self.columns])} FROM {text}"


def compiled(scale: Scale) -> Compiled:
    """The columnar form of `score`."""
    plan = plan_of(scale)
    worths = {part.id: _worth(plan, part) for part in plan.parts}
    raw = {f"c{place}": f"s_answers[{place + 1}]" for place in range(len(plan.columns))}
    known = {"valid": _valid(plan)} | {f"v{p}": _value(plan, p) for p in range(len(plan.columns))}
    scores = {
        "missing": when_valid(_missing(plan)),
        "s_whole": when_valid(_whole(plan)),
        "total": when_valid(_total(plan)),
    }
    scores |= {quoted(f"part_{id}"): when_valid(tidy(worth)) for id, worth in worths.items()}
    last = dict(_last(plan))
    stages: tuple[Stage, ...] = (raw, known, scores, {"metric": _metric(plan)}, {"value": _headline(scale)} | last)
    parts = [quoted(f"part_{id}") for id in (*_alone(plan), *worths)]
    columns = ("valid", "missing", "total", "metric", "value", *parts, *(name for name in last if name not in parts))
    return Compiled(scale.id, scale.version, stages, columns)


def _valid(plan: Plan) -> str:
    """Whether there are as many answers as there may be, and each is blank or one that the item has."""
    count = f"coalesce(len(s_answers) BETWEEN {plan.need} AND {len(plan.columns)}, false)"
    return " AND ".join([count, *(_allowed(plan, place, column) for place, column in enumerate(plan.columns))])


def _allowed(plan: Plan, place: int, column: Column) -> str:
    codes = _codes(plan, column)
    known = f"c{place} BETWEEN {column.low} AND {column.high}"
    return f"coalesce({either([known, *(f'c{place} = {code}' for code in codes)])}, true)"


def _codes(plan: Plan, column: Column) -> list[int]:
    """What stands for no answer, besides null."""
    return [*([] if plan.unknown is None else [plan.unknown]), *([SKIP] if column.may_skip else [])]


def _value(plan: Plan, place: int) -> str:
    text = f"c{place}"
    for code in _codes(plan, plan.columns[place]):
        text = f"nullif({text}, {code})"
    return text


def _points(column: Column, place: int) -> str:
    """What an answer counts for."""
    if column.is_plain:
        return f"v{place}"
    if column.points == tuple(range(column.high, column.low - 1, -1)):
        return f"({column.low + column.high} - v{place})"
    return f"{listed(column.points)}[v{place} - {column.low} + 1]"


def _skips(plan: Plan, places: Sequence[int]) -> list[str]:
    return [f"c{place} IS NOT DISTINCT FROM {SKIP}" for place in places if plan.columns[place].may_skip]


def _missing(plan: Plan) -> str:
    places = range(plan.need)
    blank = counted(f"v{place} IS NULL" for place in places)
    skips = _skips(plan, places)
    return f"{blank} - ({counted(skips)})" if skips else blank


def _worth(plan: Plan, part: Part) -> Worth:
    columns = [plan.columns[place] for place in part.places]
    points = [_points(column, place) for column, place in zip(columns, part.places, strict=True)]
    are_whole = all(isinstance(point, int) for column in columns for point in column.points)
    return of_part(part, points, [f"v{place}" for place in part.places], _skips(plan, part.places), are_whole)


def _whole(plan: Plan) -> str:
    """What all the items come to, before it is converted."""
    if plan.whole is None:
        return "CAST(NULL AS DOUBLE)"
    return tidy(_worth(plan, plan.whole).times(plan.scale.factor))


def _total(plan: Plan) -> str:
    if plan.scale.tariff:
        return "CAST(NULL AS DOUBLE)"
    if not plan.scale.sum_shown:
        return _whole(plan)
    points = [f"coalesce({_points(plan.columns[place], place)}, 0)" for place in range(plan.need)]
    return tidy(Worth(" + ".join(points), is_whole=False).times(plan.scale.factor))


def _metric(plan: Plan) -> str:
    """Nothing is read between the lines of a table: a total that is not whole, or of fewer items, has no metric score."""
    scale = plan.scale
    if plan.convert:
        return _looked_up(plan, listed(tuple(plan.convert.values())))
    if scale.times or scale.sum_shown or scale.tariff:
        return tidy(Worth("s_whole", is_whole=False).times(scale.times or 1))
    return "CAST(NULL AS DOUBLE)"


def _looked_up(plan: Plan, table: str) -> str:
    """The entry of a raw total in a list that has one for each."""
    first, last = min(plan.convert), max(plan.convert)
    guards = [f"s_whole BETWEEN {first} AND {last}"]
    assert plan.whole is not None
    if not _worth(plan, plan.whole).times(plan.scale.factor).is_whole:
        guards.append("s_whole = floor(s_whole)")
    guards += [f"NOT ({skip})" for skip in _skips(plan, range(plan.need))]
    return f"CASE WHEN {' AND '.join(guards)} THEN {table}[CAST(s_whole AS BIGINT) - {first - 1}] END"


def _headline(scale: Scale) -> str:
    if scale.rule == "each":
        return quoted(f"part_{scale.main}") if scale.main else "CAST(NULL AS DOUBLE)"
    return scale.headline or ""


def _alone(plan: Plan) -> list[str]:
    """Items that stand by themselves."""
    return [column.item.id for column in plan.columns[: plan.need]] if plan.scale.rule == "each" else []


def _last(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is read off the scores: names of bands, flags, items by themselves, the profile."""
    for id in _alone(plan):
        yield quoted(f"part_{id}"), when_valid(f"v{plan.places[id]}")
    for place, naming in enumerate(plan.bands):
        yield f"band_{place}", _band(plan, naming)
    for place, flag in enumerate(plan.scale.flags):
        test = f">= {flag.at_least}" if flag.at_most is None else f"<= {flag.at_most}"
        yield f"flag_{place}", when_valid(f"coalesce(v{plan.places[flag.item]} {test}, false)")
    if plan.profile:
        digits = " || ".join(f"CAST(v{place} AS VARCHAR)" for place in plan.profile)
        yield "profile", when_valid(digits)


def _band(plan: Plan, naming: Naming) -> str:
    """Which band, from 0. A converted score has a table of bands of its own: one look-up, as for the score."""
    of, sets = naming.bands.of, naming.bands.bands
    if of == "metric" and plan.convert:
        places = [naming.place(metric) for metric in plan.convert.values()]
        return _looked_up(plan, f"CAST([{', '.join('NULL' if p is None else number(p) for p in places)}] AS INTEGER[])")
    if of in plan.places:
        shown = f"v{plan.places[of]}"
    else:
        shown = half_up(of if of in ("total", "metric") else quoted(f"part_{of}"), naming.digits)
    none = [f"WHEN {skip} THEN NULL" for skip in _skips(plan, plan.counted(of))]
    cases = (f"WHEN {shown} BETWEEN {number(b.low)} AND {number(b.high)} THEN {p}" for p, b in enumerate(sets))
    return when_valid(f"CASE {' '.join([*none, *cases])} END")
