"""measure: any figure, by any of its dimensions."""

import argparse
from typing import TYPE_CHECKING, Any

from cairn.interfaces.cli.django import acting_for
from cairn.interfaces.cli.output import print_json, print_table
from cairn.kernel.periods import Period

if TYPE_CHECKING:
    from cairn.access.actors import Actor
    from cairn.insight.results import MeasureResult


def add_to(commands: Any) -> None:
    command = commands.add_parser("measure", help="a figure, by any of its dimensions")
    command.add_argument("name")
    command.add_argument("--by", default="", help="dimensions, separated by commas: gender,ethnicity_group")
    command.add_argument("--period", required=True, help="2025-Q1, FY2025-Q1, 2025 or 2025-04-01..2025-06-30")
    command.add_argument("--organisation", required=True, metavar="REF")
    command.add_argument("--scope", choices=("own", "shared"), default="own")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    period = Period.parse(arguments.period)
    dimensions = tuple(part.strip() for part in arguments.by.split(",") if part.strip())
    with acting_for(arguments.organisation) as by:
        from cairn.definitions.registry import NotDefined
        from cairn.insight import figures
        from cairn.kernel.problems import Problem, Refused

        try:
            result = figures.compute(arguments.name, by=by, scope=arguments.scope, period=period, group_by=dimensions)
        except NotDefined:
            raise Refused([Problem("measure.unknown", f"There is no measure {arguments.name}.", _known(by))]) from None
    if arguments.json:
        print_json(result.as_json())
        return 0
    print(f"{result.label}, {period.label} ({result.scope}, {result.basis}, as of {result.as_of:%d %B %Y %H:%M})")
    headings = (*dimensions, "n", "value", "low", "high", "")
    print_table(headings, [(*row.codes, row.n, row.value, row.low, row.high, row.reason or "") for row in result.rows])
    if result.reason:
        print(result.reason)
    for reason, count in result.left_out.items():
        print(f"left out: {count}  {result.left_out_words.get(reason, reason)}")
    for line in _mapping(result):
        print(line)
    return 0


def _mapping(result: "MeasureResult") -> list[str]:
    """Which tools told of which outcome, by which rule."""
    from cairn.presentation import mapping

    return [f"{fact['key']}: {fact['value']}" for fact in mapping.facts(result.told)]


def _known(by: "Actor") -> str:
    from cairn.contracts import own_measures

    own = own_measures.offered(by)
    every = [measure.id for measure in own_measures.every_known(by) if measure not in own]
    return f"Known are: {', '.join([*every, *(f'{one.id} ({one.label})' for one in own)])}."
