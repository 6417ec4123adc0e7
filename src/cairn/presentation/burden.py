"""What a set of measures asks of those who record, as a picture of bars, a sentence and a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from cairn.contracts.burden import Scales, Weighed
from cairn.contracts.rules_burden import QUARTERS, Cost, Part, Rule

WIDTH, LINE, BAR, TOP = 340, 54, 20, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its words; `limit` is where it goes out of proportion, None for nowhere."""

    label: str
    value: Decimal
    words: str
    is_new: bool = False
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: as agreed and as proposed."""

    label: str
    agreed: str
    proposed: str


def drawn(bars: Sequence[Bar], sentence: str) -> Markup:
    """The bars as inline SVG, the same scale for all; `sentence` says what they show."""
    most = max([*(bar.value for bar in bars), *(bar.limit for bar in bars if bar.limit is not None), Decimal(1)])
    parts = [_bar(bar, at, most) for at, bar in enumerate(bars)]
    head = Markup(
        '<svg class="ng-bars" role="img" aria-label="{}" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
    )
    return head.format(sentence, WIDTH, len(bars) * LINE) + Markup("").join(parts) + Markup("</svg>")


def _bar(bar: Bar, at: int, most: Decimal) -> Markup:
    top, length = at * LINE, _length(bar.value, most)
    look = "ng-bars__bar ng-bars__bar--new" if bar.is_new else "ng-bars__bar"
    drawn = Markup('<text x="0" y="{}">{}: {}</text>').format(top + TOP - 7, bar.label, bar.words)
    drawn += Markup('<rect class="{}" x="0" y="{}" width="{}" height="{}" rx="3"/>').format(
        look, top + TOP, length, BAR
    )
    if bar.limit is not None and bar.limit <= most:
        x = _length(bar.limit, most)
        drawn += Markup('<line class="ng-bars__limit" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
            min(x, WIDTH - 1), top + TOP - 3, top + TOP + BAR + 3
        )
    return drawn


def _length(value: Decimal, most: Decimal) -> int:
    return max(round(value / most * WIDTH), 2)


def minutes(found: Scales) -> Markup | None:
    """Typed minutes a quarter, as agreed and as proposed, with the line of proportion."""
    bars = [
        Bar(label, Decimal(one.burden.minutes), f"{one.burden.minutes:,} minutes a quarter", is_new, limit(one.cost, found.rule))
        for label, one, is_new in _both(found)
        if one.burden.minutes is not None
    ]  # fmt: skip
    return drawn(bars, sentence(found)) if bars else None


def items(found: Scales) -> Markup:
    """Items asked per client, as agreed and as proposed."""
    bars = [
        Bar(label, Decimal(one.burden.items_per_client), count(one.burden.items_per_client, "item"), is_new)
        for label, one, is_new in _both(found)
    ]
    return drawn(bars, ". ".join(f"{bar.label}: {bar.words} asked per client" for bar in bars) + ".")


def _both(found: Scales) -> list[tuple[str, Weighed, bool]]:
    proposed = [("As proposed", found.proposed, True)] if found.proposed else []
    return [("As agreed", found.agreed, False), *proposed]


def limit(cost: Cost | None, rule: Rule) -> Decimal | None:
    """The minutes a quarter at which recording goes out of proportion."""
    if cost is None or cost.most is None:
        return None
    return cost.most / rule.hourly_pounds * 60 / QUARTERS


def sentence(found: Scales) -> str:
    """What the set asks, in words."""
    now = found.agreed
    said = f"{count(now.burden.items_per_client, 'item')} asked per client"
    if now.burden.minutes is not None:
        said += f", {now.burden.minutes:,} minutes of typing a quarter"
    if found.proposed is None:
        return f"{said}."
    then = found.proposed.burden
    with_it = count(then.items_per_client, "item")
    if then.minutes is not None:
        with_it += f" and {then.minutes:,} minutes"
    return f"As it stands: {said}. As proposed: {with_it}."


def rows(found: Scales) -> tuple[Row, ...]:
    """The table beside the picture."""
    now, then = found.agreed, found.proposed
    said = [
        Row(
            "Items asked per client",
            f"{now.burden.items_per_client}",
            f"{then.burden.items_per_client}" if then else "",
        )
    ]
    said += _costs(now, then)
    said += _kinds(now, then)
    return tuple(said)


def _costs(now: Weighed, then: Weighed | None) -> list[Row]:
    if now.cost is None:
        return []
    other = then.cost if then else None
    found = [
        Row("Minutes of typing a quarter", _number(now.burden.minutes), _number(then.burden.minutes) if then else ""),
        Row("Hours a year", f"{now.cost.hours:,}", f"{other.hours:,}" if other else ""),
        Row("Cost a year", f"£{now.cost.pounds:,}", f"£{other.pounds:,}" if other else ""),
    ]
    if now.cost.percent is not None:
        share = f"{other.percent}%" if other else ""
        found.append(Row("Share of the contract’s value a year", f"{now.cost.percent}%", share))
    return found


def _kinds(now: Weighed, then: Weighed | None) -> list[Row]:
    mine = {part.label: part for part in now.burden.parts}
    theirs = {part.label: part for part in then.burden.parts} if then else {}
    return [
        Row(f"{label}, minutes", _part(mine, label), _part(theirs, label) if then else "")
        for label in dict.fromkeys((*mine, *theirs))
    ]


def _part(parts: Mapping[str, Part], label: str) -> str:
    part = parts.get(label)
    if part is None:
        return "not needed"
    return f"{part.minutes:.0f} ({part.count:,} × {part.seconds} seconds)"


def _number(value: int | None) -> str:
    return "not counted yet" if value is None else f"{value:,}"


def count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def rule(found: Scales) -> str:
    """What is in proportion, and where that comes from."""
    said, share, hour = found.rule, _plain(found.rule.share_percent), _plain(found.rule.hourly_pounds)
    whose = (
        "The commissioner has set no rule of its own: this one is the program’s, and can be changed."
        if found.is_usual
        else "It is the commissioner’s own rule."
    )
    return (
        f"In proportion is at most {share}% of the contract’s value a year ({said.share_source[:1].lower()}"
        f"{said.share_source[1:]}), an hour reckoned at £{hour} ({said.hourly_source[:1].lower()}{said.hourly_source[1:]}). "
        f"{whose}"
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that a page shows of it. `shown` is the set that is talked about: as proposed, where something is."""

    scales: Scales
    shown: Weighed
    sentence: str
    minutes: Markup | None
    items: Markup
    rows: tuple[Row, ...]
    rule: str


def draw(found: Scales) -> Drawn:
    shown = found.proposed or found.agreed
    return Drawn(found, shown, sentence(found), minutes(found), items(found), rows(found), rule(found))
