"""score, scales, frameworks: from the definition files, with no database."""

import argparse
import dataclasses
from typing import Any

from cairn.definitions import registry
from cairn.frameworks import outcomes
from cairn.interfaces.cli.output import print_json, print_table
from cairn.kernel.problems import Problem, Refused


def add_to(commands: Any) -> None:
    score = commands.add_parser("score", help="one scoring: an answer for each item in order, - where it is missing")
    score.add_argument("scale")
    score.add_argument("answers", nargs="+", metavar="ANSWER")
    score.add_argument("--json", action="store_true")
    score.set_defaults(run=_score)
    for name, kind, words in (
        ("scales", "scale", "the library of scales"),
        ("frameworks", "framework", "the outcome frameworks"),
    ):
        listing = commands.add_parser(name, help=f"{words}, or one of them whole")
        listing.add_argument("id", nargs="?", metavar=kind.upper())
        listing.add_argument("--json", action="store_true")
        listing.set_defaults(run=_list, kind=kind)
    # argparse reads a lone "-" as an answer, which is what a missing one is written as.


def _get(kind: Any, id_: str) -> Any:
    try:
        return registry.get(kind, id_)
    except LookupError:
        known = ", ".join(definition.id for definition in registry.all(kind))
        raise Refused([Problem(f"{kind}.unknown", f"There is no {kind} {id_}.", f"Known are: {known}.")]) from None


def _score(arguments: argparse.Namespace) -> int:
    from cairn.scales.scoring import as_json, score

    scale = _get("scale", arguments.scale)
    scored = score(scale, [_answer(text, place) for place, text in enumerate(arguments.answers, start=1)])
    shape = as_json(scored)
    if arguments.json:
        print_json(shape)
        return 0
    print(f"{scale.label} (version {scale.version})")
    print_table(
        ("", "score"), [(name, shape[name]) for name in ("total", "metric", "missing") if shape[name] is not None]
    )
    for band in shape["bands"]:
        print(f"{band['band']}  ({band['set']}; {band['source']})")
    if shape["reason"]:
        print(shape["reason"])
    return 0


def _answer(text: str, place: int) -> int | None:
    if text == "-":
        return None
    try:
        return int(text)
    except ValueError:
        raise Refused(
            [
                Problem(
                    "score.answer",
                    f"Answer {place} is not a whole number.",
                    "Write a whole number, or - where it is missing.",
                )
            ]
        ) from None


def _list(arguments: argparse.Namespace) -> int:
    if arguments.id:
        found = _get(arguments.kind, arguments.id)
        if arguments.kind == "framework" and not arguments.json:
            _print_framework(found.id)
        else:
            print_json(dataclasses.asdict(found))
        return 0
    rows = [(d.id, d.version, d.label) for d in registry.all(arguments.kind)]
    if arguments.json:
        print_json([dict(zip(("id", "version", "label"), row, strict=True)) for row in rows])
    else:
        print_table(("id", "version", "name"), rows)
    return 0


def _print_framework(id_: str) -> None:
    """Group by group: each outcome, with what of the needs dictionary and of other tools counts towards it."""
    for group, found in outcomes.by_group(id_):
        print(f"\n{group.label}")
        print_table(("ref", "outcome", "counts towards it"), [(o.ref, o.label, _towards(id_, o.ref)) for o in found])


def _towards(id_: str, ref: str) -> str:
    needs = [need.label for need in outcomes.needs_of_outcome(id_, ref)]
    items = [
        f"{mapping.tool}: {mapping.area or mapping.item or 'the whole of it'}"
        for mapping in outcomes.items_of_outcome(id_, ref)
    ]
    return "; ".join([*needs, *items])
