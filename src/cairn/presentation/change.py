"""A report of change as people read it: pictures, tables, sentences, and what it does not say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.insight.change import ChangeReport, Part, Verdicts, name_of
from cairn.insight.effects import Spread
from cairn.insight.results import FigureRow
from cairn.presentation import bars, dimensions, figures, histogram, periods, slope
from cairn.presentation.readings import sure_words
from cairn.web import formats

SECOND = {"latest": "Latest", "review": "First review", "end": "At the end"}
REGRESSION = (
    "People often come when things are at their worst, and readings at the far ends of a scale tend to move back towards the"
    " middle by themselves (regression to the mean). Part of any improvement may have come without support."
)
NOT_SAID = (
    "This is how the people read twice changed while they were supported. It does not say what would have happened without"
    " support, nor how those who were read only once fared."
)
TWO_RULES = (
    "Two questions are answered here. The scale's rule says which change counts as better or worse: a person's own page goes"
    " by it. Reliable change says which change is more than measurement error: the headline shares of this report go by it."
)
GROUPS_DIFFER = (
    "The two groups were not drawn by lot. They may differ in who they are, how they came and how long lay between their"
    " readings, so the difference need not be due to support. Somebody who first waited and was then supported is in both."
)


@dataclass(frozen=True, slots=True)
class Table:
    """Head, rows and what stands below it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A report ready for a page. Pictures are None where nobody is paired."""

    heading: str
    sentence: str
    figures: tuple[tuple[str, figures.Stat], ...]
    slopes: Markup | None
    slopes_words: str
    spread: Markup | None
    spread_words: str
    tables: tuple[Table, ...]
    left_out: tuple[tuple[str, int], ...]
    comparison: Table | None
    groups: Table | None
    groups_chart: Markup | None
    notes: tuple[str, ...]


def shown(by: Actor, report: ChangeReport) -> Shown:
    """Everything that the page draws."""
    words = sentence(report)
    slopes, slopes_words = _slopes(report)
    spread, spread_words = _spread(report)
    groups, chart = _groups(by, report)
    return Shown(
        heading=f"{title(report)}, {periods.words(report.period)}", sentence=words, figures=_figures(report),
        slopes=slopes, slopes_words=slopes_words, spread=spread, spread_words=spread_words,
        tables=tuple(_tables(report)) if report.n else (), left_out=_left_out(report), comparison=_comparison(report),
        groups=groups, groups_chart=chart, notes=_notes(report),
    )  # fmt: skip


def title(report: ChangeReport) -> str:
    """`Change in SWEMWBS, first reading to latest`."""
    part = f", {part_label(report).lower()}" if report.of else ""
    return f"Change in {report.scale.short_label}{part}, first reading to {SECOND[report.first_to].lower()}"


def part_label(report: ChangeReport) -> str:
    """What a subscale or an item is called; "" for the whole."""
    named = {one.id: one.label for one in report.scale.subscales}
    named |= {one.id: name_of(report.scale, one) for one in report.scale.items}
    return named.get(report.of or "", "")


def sentence(report: ChangeReport) -> str:
    """The report in a sentence or two, with its n."""
    change, places = report.change, _places(report)
    if change.mean is None:
        return f"{title(report)}: nobody has two readings to compare in this period."
    way = "the better way" if (change.mean > 0) == (report.better == "higher") else "the worse way"
    towards = f", {way}" if round(change.mean, places) else ""
    low = f", 95% interval {interval(change.low, change.high, places)}" if change.low is not None else ""
    said = f"{_people(report.n)} with two readings changed by {_signed(change.mean, places)} points on average{towards}{low}."
    if change.low is not None and change.high is not None and change.low <= 0 <= change.high and towards:
        said += " No change at all lies within that interval."
    held = report.reliable or report.by_rule
    if held is None:
        return said
    shares = "; ".join(f"{one.words.lower()} {_share(one)}" for one in held.parts)
    unsure = sure_words(held.sure)  # type: ignore[arg-type]
    return f"{said} {shares.capitalize()}.{f' The rule behind these shares: {unsure}.' if unsure else ''}"


def least_words(held: Verdicts, places: int) -> str:
    """What counts by a rule, who says so and how sure that is."""
    size = formats.number(held.least, max(places, 1) if held.strict else places)
    said = held.words.replace("{least}", size)
    unsure = sure_words(held.sure)  # type: ignore[arg-type]
    return f"{said[:1].upper()}{said[1:]}. Source: {held.source}{f' ({unsure})' if unsure else ''}."


def rows(report: ChangeReport) -> list[tuple[str, str]]:
    """The whole report as a list of what and how much, for a file."""
    found = [("Report", title(report)), ("Period", periods.words(report.period)), ("n in", formats.number(report.n))]
    found += [(f"Left out: {words}", formats.number(count)) for words, count in _left_out(report)]
    tables = [*(_tables(report) if report.n else ()), *filter(None, [_comparison(report)])]
    for table in tables:
        for label, *cells in table.rows:
            found += [
                (f"{table.title}: {label}, {head.lower()}", cell)
                for head, cell in zip(table.head[1:], cells, strict=True)
                if cell
            ]
        found += [(f"{table.title}: note", table.note)] if table.note else []
    return [*found, *(("Note", words) for words in _notes(report))]


def _places(report: ChangeReport) -> int:
    return max(report.scale.decimals, 1)


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{formats.number(n)} people"


def _share(part: Part) -> str:
    return f"{formats.percent(part.share.value)} ({formats.number(part.count)})" if part.share else "0"


def _figures(report: ChangeReport) -> tuple[tuple[str, figures.Stat], ...]:
    change, places = report.change, _places(report)
    row = FigureRow((), change.n, None, None, change.mean, change.low, change.high)
    found = [
        ("Paired people", figures.Stat(formats.number(report.n))),
        ("Mean change", figures.stat(row, "paired_change", places, reason="Nobody is paired")),
    ]
    held = report.reliable or report.by_rule
    if held and held.parts[0].share:
        share = held.parts[0].share
        one = FigureRow((), report.n, held.parts[0].count, report.n, share.value, share.low, share.high)
        found.append((held.parts[0].words, figures.stat(one, "share")))
    return tuple(found)


def _slopes(report: ChangeReport) -> tuple[Markup | None, str]:
    if not report.pairs:
        return None, ""
    drawn = slope.sampled(report.pairs)
    change = report.change
    words = (
        f"Each line is one person, first reading to {SECOND[report.first_to].lower()}: {_people(change.improved)} moved the"
        f" better way (full lines), {formats.number(change.worse)} the worse way (dashed), {formats.number(change.same)} stayed"
        f" the same (dotted). The thick line joins the medians, {formats.number(report.first.median, _places(report))} and"
        f" {formats.number(report.second.median, _places(report))}."
    )
    if len(drawn) < report.n:
        words += (
            f" {len(drawn)} of the {formats.number(report.n)} are drawn, at a regular step; the median is of everybody."
        )
    middle = (report.first.median or 0.0, report.second.median or 0.0)
    picture = slope.picture(
        drawn, low=report.low, high=report.high, better=report.better, words=words, n=report.n, middle=middle,
        ends=("First", SECOND[report.first_to]), decimals=_places(report),
        cutoff=report.crossing.cutoff.at if report.crossing else None,
    )  # fmt: skip
    return picture, words


def _spread(report: ChangeReport) -> tuple[Markup | None, str]:
    if not report.bins:
        return None, ""
    held = report.reliable or report.by_rule
    width = report.bins[0].high - report.bins[0].low
    size = formats.number(round(width, 3), None if width % 1 else 0)
    top = max(report.bins, key=lambda one: one.count)
    middle = _signed((top.low + top.high) / 2, _places(report))
    words = (
        f"How many changed by how much, in steps of {_points(size)}: most, {formats.number(top.count)},"
        f" by about {middle}."
    )
    mark = ""
    if held:
        size = formats.number(held.least, _places(report) if held.least % 1 else 0)
        mark = f"dotted: {'least reliable change' if held.strict else 'least change that counts'}, {size}"
        words += f" The dotted lines stand at {_points(size)} to either side: {'beyond them' if held.strict else 'from there on'}"
        words += " a change is reliable." if held.strict else " a change counts."
    picture = histogram.picture(
        report.bins, better=report.better, least=held.least if held else None, least_words=mark, words=words, n=report.n,
        decimals=1 if width % 1 else 0,
    )  # fmt: skip
    return picture, words


def _points(size: str) -> str:
    return f"{size} {'point' if size == '1' else 'points'}"


def _tables(report: ChangeReport) -> Iterable[Table]:
    places = _places(report)
    yield Table(
        "Readings of the paired people", ("", "n", "Mean", "95% interval", "Sd", "Median", "Quartiles"),
        (
            _row("First", report.first, places), _row(SECOND[report.first_to], report.second, places),
            _change_row(report, places), _row("First, also of those without a second", report.first_of_all, places),
        ),
        f"Sd: standard deviation. Median days between the two: {_days(report.days)}.",
    )  # fmt: skip
    yield _effects(report)
    for heading, held in (("Reliable change", report.reliable), ("By the scale's rule", report.by_rule)):
        if held:
            yield _classes(heading, held.parts, least_words(held, report.scale.decimals))
    if report.crossing:
        at = report.crossing
        source = f"{at.cutoff.words}. Source: {at.cutoff.source}"
        unsure = sure_words(at.cutoff.sure)
        first, second = formats.number(at.worse_first), formats.number(at.worse_second)
        note = (
            f"The cut-off is {formats.number(at.cutoff.at, report.scale.decimals)}, itself on the worse side: {source}"
        )
        note += f"{f' ({unsure})' if unsure else ''}. On the worse side at first {first}, at second {second}."
        yield _classes("Crossing the cut-off", at.parts, note)
    if report.classes:
        yield _classes("Reliable change and cut-off together (Jacobson and Truax)", report.classes, "")


def _row(label: str, found: Spread, places: int) -> tuple[str, ...]:
    mean = found.mean
    return (
        label, formats.number(mean.n), formats.number(mean.value, places), interval(mean.low, mean.high, places),
        formats.number(mean.sd, places) or "–", formats.number(found.median, places),
        f"{formats.number(found.q1, places)} to {formats.number(found.q3, places)}",
    )  # fmt: skip


def _change_row(report: ChangeReport, places: int) -> tuple[str, ...]:
    change = report.change
    return (
        "Change", formats.number(change.n), _signed(change.mean, places),
        interval(change.low, change.high, places), formats.number(change.sd, places) or "–",
        _signed(report.changes.median, places),
        f"{_signed(report.changes.q1, places)} to {_signed(report.changes.q3, places)}",
    )  # fmt: skip


def _days(days: Spread) -> str:
    return f"{formats.number(days.median, 0)} (quartiles {formats.number(days.q1, 0)} to {formats.number(days.q3, 0)})"


def _effects(report: ChangeReport) -> Table:
    found = report.effects
    named = (
        ("Standardised response mean", "the sd of the change", found.srm, None),
        ("Glass's effect size", "the sd of the first readings", found.glass, found.glass_g),
        ("Cohen's d, average (d_av)", "the mean of the two sds", found.d_av, found.d_av_g),
    )
    lines = tuple((name, over, _signed(value, 2), _signed(less, 2)) for name, over, value, less in named)
    note = "The mean change over three yardsticks, with the scale's own sign. They are not the same figure: say which you quote."
    if found.j is not None:
        note += f" Corrected for few people by Hedges' factor J = {formats.number(round(found.j, 3))}."
    return Table("Effect sizes", ("Name", "Mean change over", "Value", "Corrected"), lines, note)


def _classes(heading: str, parts: Sequence[Part], note: str) -> Table:
    lines = tuple(
        (
            one.words, formats.number(one.count), formats.percent(one.share.value, 1) if one.share else "–",
            f"{formats.percent(one.share.low, 1)} to {formats.percent(one.share.high, 1)}" if one.share else "–",
        )
        for one in parts
    )  # fmt: skip
    return Table(heading, ("", "People", "Share", "95% interval"), lines, note)


def _left_out(report: ChangeReport) -> tuple[tuple[str, int], ...]:
    why = registry.get("codes", "missing_baseline_reason")
    found = []
    for key, count in report.left_out.items():
        code = key.partition("/")[2]
        label = "the reason is not recorded" if code == "not_known" else why.label_of(code).lower() if code else ""
        found.append((f"{report.left_out_words[key]}{f': {label}' if label else ''}", count))
    return tuple(found)


def _comparison(report: ChangeReport) -> Table | None:
    found, places = report.comparison, _places(report)
    if found is None:
        return None
    theirs, gap = found.change, found.difference
    groups = (
        ("With support", report.n, report.change), ("On a waiting list", theirs.n, theirs),
    )  # fmt: skip
    lines = [
        (label, formats.number(n), _signed(one.mean, places), interval(one.low, one.high, places))
        for label, n, one in groups
    ]
    lines.append(("Difference", "", _signed(gap.value, places), interval(gap.low, gap.high, places)))
    left = f"{formats.number(theirs.left_out)} left out there"
    note = f"Waiting: {', '.join(found.services)}; {left}. The interval of the difference is Welch's. {GROUPS_DIFFER}"
    return Table("Beside people who waited", ("", "n", "Mean change", "95% interval"), tuple(lines), note)


def _signed(value: float | None, places: int) -> str:
    return figures.value(value, "paired_change", places) or "–"


def interval(low: float | None, high: float | None, places: int) -> str:
    """`1.2 to 4.0`; a dash where there is none."""
    return "–" if low is None else f"{formats.number(low, places)} to {formats.number(high, places)}"


def _groups(by: Actor, report: ChangeReport) -> tuple[Table | None, Markup | None]:
    if not report.groups:
        return None, None
    places = _places(report)
    found = {one.code: one.figure for one in report.groups}
    named = [(words, found[code]) for code, words in dimensions.names(by, report.group_by, found).items()]
    lines = tuple(
        (words, formats.number(row.n), _signed(row.value, places), interval(row.low, row.high, places))
        for words, row in named
    )
    label = dimensions.label(report.group_by)
    table = Table(f"By {label.lower()}", (label, "n", "Mean change", "95% interval"), lines)
    words = f"Mean change by {label.lower()}: " + "; ".join(
        f"{name}, {figures.in_words(row, 'paired_change', places)}" for name, row in named
    )
    found_bars = [bars.Bar("", f"{name} (n = {row.n})", row, False, _signed(row.value, places)) for name, row in named]
    return table, bars.drawn(found_bars, words=f"{words}.") if len(named) > 1 else None


def _notes(report: ChangeReport) -> tuple[str, ...]:
    found = [NOT_SAID, REGRESSION]
    if report.n and report.reliable is None and report.of is None:
        found.append("The scale's file names no reliability, so what is more than measurement error cannot be said.")
    if report.n and report.reliable and report.by_rule:
        found.append(TWO_RULES)
    if report.cut:
        found.append(cut_words(report))
    if len(report.raters) > 1:
        named = registry.get("codes", "assessment_rater")
        who = ", ".join(named.label_of(code).lower() for code in report.raters)
        found.append(
            f"Ratings by different people stand together here ({who}). They see things differently: look at each alone."
        )
    if report.scale.note:
        found.append(report.scale.note)
    return tuple(found)


def cut_words(report: ChangeReport) -> str:
    """Of pairs to which an item did not apply: what of the report they are in, and what not."""
    said = f"To {formats.number(report.cut)} of the {formats.number(report.n)} pairs an item did not apply at either time, so"
    return (
        f"{said} their scores reach less far. Each pair is of the same items, and counts in the change; the cut-off was"
        " published for every item, so they are not in what crossed it."
    )


def parts(reports: Sequence[ChangeReport]) -> Table:
    """Every area of a scale whose areas stand by themselves, a line each."""
    lines = tuple(
        (
            part_label(one), formats.number(one.n), formats.number(one.first.mean.value, 1) or "–",
            formats.number(one.second.mean.value, 1) or "–", _signed(one.change.mean, 1),
            interval(one.change.low, one.change.high, 1),
            f"{one.change.improved} / {one.change.same} / {one.change.worse}",
        )
        for one in reports
    )  # fmt: skip
    head = ("Area", "n", "First, mean", "Second, mean", "Mean change", "95% interval", "Better / same / worse")
    return Table(
        "Every area by itself", head, lines, "Areas are not added up, nor held against those of another instrument."
    )
