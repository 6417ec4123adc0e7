"""check: everything that can be wrong with the definitions and the program before it starts."""

import argparse
from typing import Any

from cairn.interfaces.cli.django import start
from cairn.interfaces.cli.output import print_json, print_problems
from cairn.kernel.problems import Problem


def add_to(commands: Any) -> None:
    command = commands.add_parser("check", help="definition files, settings and database structure")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from cairn.definitions.checking import check

    problems = list(check())
    if not problems:
        problems += _program()
    if arguments.json:
        print_json([problem.as_json() for problem in problems])
    elif problems:
        print_problems(problems)
    else:
        print("Definitions, settings and database structure are in order.")
    return int(any(problem.severity == "error" for problem in problems))


def _program() -> list[Problem]:
    start()
    from django.core import checks
    from django.core.management import call_command

    found = [Problem(message.id or "check", message.msg, message.hint or "") for message in checks.run_checks()]
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        found.append(
            Problem("check.migrations", "A model has changed and no migration says so.", "Run makemigrations.")
        )
    return found
