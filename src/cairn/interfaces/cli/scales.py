"""scales, frameworks: what the library holds, from the definition files, with no database."""

import argparse
import dataclasses
from collections.abc import Iterator
from typing import Any

from cairn.definitions import registry
from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import Scale
from cairn.frameworks import outcomes
from cairn.interfaces.cli.output import print_json, print_table
from cairn.kernel.problems import Problem, Refused

#: How sure a fact is, said wherever it is shown.
SURE: dict[Sure, str] = {
    "verified": "seen in its source",
    "seed": "from a seed paper",
    "memory": "not sure: from memory",
    "own": "our own judgement",
    "computed": "our own sum",
}


def add_to(commands: Any) -> None:
    for name, kind, words in (
        ("scales", "scale", "the library of scales"),
        ("frameworks", "framework", "the outcome frameworks"),
    ):
        listing = commands.add_parser(name, help=f"{words}, or one of them whole")
        listing.add_argument("id", nargs="?", metavar=kind.upper())
        listing.add_argument("--json", action="store_true")
        if kind == "scale":
            listing.add_argument("--fhir", action="store_true", help="the scale as a FHIR R4 Questionnaire")
        listing.set_defaults(run=_list, kind=kind)


def get(kind: Any, id_: str, version: int | None = None) -> Any:
    """One definition. Raises Refused with the ids that there are."""
    try:
        return registry.get(kind, id_, version)
    except LookupError:
        known = ", ".join(definition.id for definition in registry.all(kind))
        which = f"{kind} {id_}" if version is None else f"version {version} of {kind} {id_}"
        raise Refused([Problem(f"{kind}.unknown", f"There is no {which}.", f"Known are: {known}.")]) from None


def _list(arguments: argparse.Namespace) -> int:
    if arguments.id:
        found = get(arguments.kind, arguments.id)
        if getattr(arguments, "fhir", False):
            from cairn.exchange.fhir import writing

            print_json(writing.questionnaire(found))
        elif arguments.json:
            print_json(dataclasses.asdict(found))
        else:
            (_print_framework if arguments.kind == "framework" else _print_scale)(found)
        return 0
    rows = [(d.id, d.version, d.label) for d in registry.all(arguments.kind)]
    if arguments.json:
        print_json([dict(zip(("id", "version", "label"), row, strict=True)) for row in rows])
    else:
        print_table(("id", "version", "name"), rows)
    return 0


def _print_scale(scale: Scale) -> None:
    """Facts first, each with who says so; what is not sure is marked."""
    print(f"{scale.label}\n{scale.id}, version {scale.version}")
    for title, lines in _chapters(scale):
        if lines:
            print(f"\n{title}")
            for line in lines:
                print(f"  {line}")


def _chapters(scale: Scale) -> Iterator[tuple[str, list[str]]]:
    from cairn.scales.scoring import least_reliable, limits

    low, high = limits(scale)
    facts = [f"About: {scale.recall}", f"Better when {scale.better}", f"Rated by: {', '.join(scale.raters)}"]
    lacks = scale.tariff is not None and scale.tariff.lacking is not None
    spans = "No score before its table of values is loaded" if lacks else f"Scores from {low} to {high}"
    facts += [spans if scale.headline else "Each item stands by itself"]
    yield "Facts", [*facts, _said(scale.source, scale.sure), *([scale.note] if scale.note else [])]
    yield "Items", [_item(scale, item) for item in scale.items]
    yield "Parts", [f"{part.label} ({part.id}): {part.rule} of {', '.join(part.items)}" for part in scale.subscales]
    if scale.tariff:
        yield "Table of values", [scale.tariff.lacking or "In hand", _said(scale.tariff.source, scale.tariff.sure)]
    yield "Blanks", [scale.missing.words, _said(scale.missing.source, scale.missing.sure)]
    yield "Bands", [line for one in scale.bands for line in _bands(one)]
    if scale.change:
        yield "Change that counts", [scale.change.words, _said(scale.change.source, scale.change.sure)]
    if (least := least_reliable(scale)) is not None and (by := scale.reliability):
        said = f"More than {least:.2f} points (sd {by.sd}, reliability {by.reliability}, {by.group})"
        yield "Reliable change", [said, _said(by.source, by.sure)]
    if scale.cutoff:
        yield "Cut-off", [f"{scale.cutoff.at}: {scale.cutoff.words}", _said(scale.cutoff.source, scale.cutoff.sure)]
    yield "Flags", [f"{flag.item} at {flag.ends}: {flag.words}" for flag in scale.flags]
    licence = scale.licence
    locked = ["Locked until the organisation records its own permission"] if licence.locked else []
    yield "Licence", [*locked, licence.words, licence.holder, _said(licence.source, licence.sure)]


def _item(scale: Scale, item: Any) -> str:
    low, high = scale.bounds(item)
    more = [f"better when {item.better}"] if item.better else []
    more += [words for words, holds in (("reversed", item.reverse), ("in no score", item.extra)) if holds]
    more += [f"may not apply: {item.may_skip}"] if item.may_skip else []
    notes = f" ({', '.join(more)})" if more else ""
    return f"{item.number} {item.id}  {item.text or item.topic}  {low}-{high}{notes}"


def _bands(one: Any) -> Iterator[str]:
    yield f"{one.label} (of {one.of}). {_said(one.source, one.sure)}"
    for band in one.bands:
        yield f"  {_number(band.low)} to {_number(band.high)}  {band.name}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _said(source: str, sure: Sure) -> str:
    # A file that writes its own mark at the end of its source says it once.
    return f"Source: {source.removesuffix(f' ({sure})')} ({SURE[sure]})"


def _print_framework(framework: Any) -> None:
    """Group by group: each outcome, with what of the needs dictionary and of other tools counts towards it."""
    for group, found in outcomes.by_group(framework.id):
        print(f"\n{group.label}")
        rows = [(o.ref, o.label, _towards(framework.id, o.ref)) for o in found]
        print_table(("ref", "outcome", "counts towards it"), rows)


def _towards(id_: str, ref: str) -> str:
    needs = [need.label for need in outcomes.needs_of_outcome(id_, ref)]
    items = [f"{mapping.tool}: {mapping.item}" for mapping in outcomes.items_of_outcome(id_, ref)]
    return "; ".join([*needs, *items])
