"""mart refresh, mart verify: the copies that figures are read from. areas: derive sectors, districts and wards anew."""

import argparse
from typing import Any

from cairn.interfaces.cli.django import acting_for
from cairn.interfaces.cli.output import print_json


def add_to(commands: Any) -> None:
    mart = commands.add_parser("mart", help="bring an organisation's marts up to date, or prove them right")
    deeds = mart.add_subparsers(title="what to do", metavar="refresh|verify", required=True)
    for name, run in (("refresh", _refresh), ("verify", _verify)):
        command = deeds.add_parser(name)
        command.add_argument("--organisation", required=True, metavar="REF")
        command.add_argument("--kind", choices=("own", "shared"), default="own")
        command.add_argument("--json", action="store_true")
        command.set_defaults(run=run)
    areas = commands.add_parser(
        "areas", help="derive sector, district and ward anew where the look-up has a newer version"
    )
    areas.add_argument("--organisation", required=True, metavar="REF")
    areas.set_defaults(run=_areas)


def _areas(arguments: argparse.Namespace) -> int:
    with acting_for(arguments.organisation) as by:
        from cairn.people.actions import geography

        changed = geography.recompute(by=by)
    print(f"{changed} people have new areas." if changed else "Every area is of the newest version already.")
    return 0


def _refresh(arguments: argparse.Namespace) -> int:
    import dataclasses

    with acting_for(arguments.organisation) as by:
        from cairn.insight import marts

        shape = dataclasses.asdict(marts.refresh(by.organisation_id, arguments.kind))
    if arguments.json:
        print_json(shape)
    else:
        print(", ".join(f"{name} {value}" for name, value in shape.items()))
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from cairn.interfaces.cli.output import print_problems

    with acting_for(arguments.organisation) as by:
        from cairn.insight import marts

        found = marts.verify(by.organisation_id, arguments.kind)
    problems = tuple(getattr(found, "problems", found))
    if arguments.json:
        print_json([problem.as_json() for problem in problems])
    elif not problems:
        print("The mart equals one rebuilt from nothing.")
    else:
        print_problems(problems)
    return int(bool(problems))
