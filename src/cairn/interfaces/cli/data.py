"""mart refresh, mart verify: the copies that figures are read from."""

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
