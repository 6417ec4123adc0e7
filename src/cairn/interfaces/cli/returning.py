"""return build, check, submit, receive, export, corpus: a return without a browser."""

import argparse
from typing import TYPE_CHECKING, Any

from cairn.interfaces.cli import returning_all, returning_files
from cairn.interfaces.cli.django import acting_for
from cairn.interfaces.cli.output import print_json, print_problems, print_table
from cairn.kernel.periods import Period
from cairn.kernel.problems import Problem, Refused

if TYPE_CHECKING:
    from cairn.access.actors import Actor
    from cairn.contracts.breaks import Break
    from cairn.returns.views import AdjustmentView, FigureView, ReturnView


def add_to(commands: Any) -> None:
    command = commands.add_parser("return", help="fill, check or submit a contract's return")
    deeds = command.add_subparsers(
        title="what to do", metavar="build|check|submit|receive|export|corpus", required=True
    )
    for name, run, words in (
        ("build", _build, "its figures as they stand"),
        ("check", _check, "what stands in the way of submitting it"),
        ("submit", _submit, "send it"),
    ):
        deed = deeds.add_parser(name, help=words)
        one = "reference of the contract and the round's period: EB-001/2025-Q1"
        deed.add_argument("round", metavar="CONTRACT/PERIOD", nargs=None if name == "submit" else "?", help=one)
        deed.add_argument("--organisation", required=name == "submit", metavar="REF")
        deed.add_argument("--json", action="store_true")
        if name == "build":
            returning_all.add_to(deed)
        elif name == "check":
            deed.add_argument(
                "--all", action="store_true", help="whether all that was accepted still holds, of everybody"
            )
        if name == "submit":
            words = "send no rows: the data-sharing agreement has ended, and you know it"
            deed.add_argument("--figures-only", action="store_true", help=words)
        deed.set_defaults(run=run)
    returning_files.add_to(deeds, find)


def _build(arguments: argparse.Namespace) -> int:
    if arguments.all:
        return returning_all.build(arguments)
    _must_name(arguments)
    with acting_for(arguments.organisation) as by:
        found = find(by, arguments.round)
        changed = _changed(found)
    return _say(found, changed, arguments.json)


def _check(arguments: argparse.Namespace) -> int:
    """Exit 1 when it cannot be submitted; warnings alone are no obstacle."""
    if arguments.all:
        return returning_all.check(arguments)
    _must_name(arguments)
    with acting_for(arguments.organisation) as by:
        problems = _obstacles(by, find(by, arguments.round))
    if arguments.json:
        print_json([problem.as_json() for problem in problems])
    elif problems:
        print_problems(problems)
    else:
        print("Nothing stands in the way: it can be submitted.")
    return int(any(problem.severity == "error" for problem in problems))


def _must_name(arguments: argparse.Namespace) -> None:
    if not arguments.round or not arguments.organisation:
        fix = "Write EB-001/2025-Q1 --organisation REF; or --all, for whoever runs the program."
        raise Refused([Problem("return.name", "That names no return.", fix)])


def _submit(arguments: argparse.Namespace) -> int:
    with acting_for(arguments.organisation) as by:
        from cairn.returns import queries
        from cairn.returns.actions import submissions

        found = find(by, arguments.round)
        done = submissions.submit(
            by=by, return_uid=found.uid, version=found.version, figures_only=arguments.figures_only
        )
        sent = queries.answer(by, found.uid)
        changed = _changed(sent)
    print_problems(done.problems)
    return _say(sent, changed, arguments.json)


def _changed(found: "ReturnView") -> tuple["Break", ...]:
    from cairn.contracts import breaks

    return breaks.of_uid(found.contract_uid)


def find(by: "Actor", text: str) -> "ReturnView":
    """The return of a contract's reference and a round's period, however the period is written."""
    from cairn.returns import queries

    reference, slash, period = text.rpartition("/")
    if not slash:
        raise Refused([Problem("return.name", "That names no return.", "Write EB-001/2025-Q1.")])
    wanted = Period.parse(period)
    lines = queries.listing(by)
    for line in lines:
        if line.contract_reference == reference and line.period == wanted:
            return queries.answer(by, line.uid)
    known = ", ".join(f"{line.contract_reference}/{line.period.label}" for line in lines[:12])
    fix = f"Known are: {known}." if known else "Ask the commissioner to add a round."
    raise Refused([Problem("return.unknown", "There is no such return.", fix)])


def _obstacles(by: "Actor", found: "ReturnView") -> list[Problem]:
    """What refuses a submission, then what a careful reader would want to know first."""
    from cairn.returns import queries

    if found.side != "provider":
        return [Problem("return.side", "The provider submits it.", "Ask the provider, or review what was sent.")]
    problems = queries.obstacles(by, found.uid)
    if not found.is_draft:
        return [problem for problem in problems if problem.severity == "error"]
    said = queries.preview(by, found.uid, limit=0).warnings
    return problems + [Problem("return.warning", words, severity="warning") for words in said]


def _say(found: "ReturnView", changed: tuple["Break", ...], as_json: bool) -> int:
    if as_json:
        print_json(shape(found, changed))
        return 0
    from cairn.presentation.returns import basis

    heading = f"{found.contract_reference} {found.contract_title}, {found.round_name}: {found.state}"
    heading += f", figures {basis(found).words}"
    print(heading + (f", sha256 {found.sha256}" if found.sha256 else ""))
    columns = ("figure", "value", "low", "high", "n", "")
    print_table(columns, [_line(figure) for figure in found.figures])
    return 0


def _line(figure: "FigureView") -> tuple[Any, ...]:
    name = f"  {figure.label}" if figure.code else figure.measure_label
    said = f"overridden: {figure.override_reason}" if figure.is_overridden else ""
    return (name, figure.value, figure.low, figure.high, figure.n, said)


def shape(found: "ReturnView", changed: tuple["Break", ...] = ()) -> dict[str, Any]:
    """The shape of `cairn return --json` (design section 7); `adjustments` only where an earlier period reads otherwise.
    `changed`: where the contract's series break."""
    from cairn.presentation.returns import basis

    told = {"adjustments": [_adjustment(one) for one in found.adjustments]} if found.adjustments else {}
    return {
        "return": found.uid,
        "contract": found.contract_reference,
        "round": found.period.label,
        "state": found.state,
        "basis": basis(found).code,
        "figures": [returning_all.figure_shape(figure, changed, found.period) for figure in found.figures],
        **told,
        "sha256": found.sha256 or None,
    }


def _adjustment(one: "AdjustmentView") -> dict[str, Any]:
    """A figure of an earlier, accepted period that reads otherwise now."""
    return {"round": one.period.label, "measure": one.measure, "code": one.code, "was": one.was, "now": one.now}
