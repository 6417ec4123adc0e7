"""return build --all and check --all: every return over all organisations, for whoever runs the program."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from cairn.interfaces.cli.django import start
from cairn.interfaces.cli.output import print_json, print_problems, print_table
from cairn.kernel.periods import Period
from cairn.kernel.problems import Problem, Refused

if TYPE_CHECKING:
    from cairn.contracts.breaks import Break
    from cairn.returns.building import Built
    from cairn.returns.views import FigureView


def add_to(deed: argparse.ArgumentParser) -> None:
    """What `return build` takes besides a return's name."""
    deed.add_argument("--all", action="store_true", help="every return of --round, of all organisations")
    deed.add_argument("--round", dest="period", metavar="PERIOD", help="with --all: 2025-Q4, or 2025-04-01..2026-03-31")
    deed.add_argument("--kind", choices=("quarterly", "annual"), default="quarterly", help="with --all")
    deed.add_argument("--out", type=Path, metavar="DIR", help="with --all: a JSON file for each return")


def build(arguments: argparse.Namespace) -> int:
    """Progress goes to standard error, so that `--json` is only JSON."""
    if not arguments.period or arguments.round:
        fix = "Write `cairn return build --all --round 2025-Q4`."
        raise Refused([Problem("return.all", "Every return of which round?", fix)])
    period = Period.parse(arguments.period)
    start()
    from cairn.access import scope
    from cairn.contracts import breaks
    from cairn.returns import building

    begun = monotonic()
    found = building.build(period, arguments.kind, lambda line: print(line, file=sys.stderr, flush=True))
    if not found:
        known = ", ".join(each.label for each in building.periods_asked(arguments.kind)[:12])
        fix = f"Known are: {known}." if known else "Ask the commissioners to add a round."
        raise Refused([Problem("return.unknown", f"Nobody asks for {arguments.kind} returns of that period.", fix)])
    with scope.every(building.EVERY):
        changed = breaks.of_everybody()
    shapes = [shape(one, changed.get(one.contract_uid, ())) for one in found]
    if arguments.out:
        _write(arguments.out, shapes)
    _say(found, shapes, period, arguments)
    print(f"{len(found)} returns in {monotonic() - begun:.1f} seconds", file=sys.stderr, flush=True)
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Exit 1 when anything that was accepted no longer holds."""
    start()
    from cairn.returns import reckoning

    found = reckoning.reckon(lambda line: print(line, file=sys.stderr, flush=True))
    if arguments.json:
        counts = {"submissions": found.submissions, "rounds": found.rounds, "totals": found.totals}
        print_json({**counts, "problems": [problem.as_json() for problem in found.problems]})
    else:
        print_problems(found.problems)
        print(
            f"{found.submissions:,} submissions and {found.totals:,} totals of {found.rounds:,} rounds looked at: ",
            end="",
        )
        print("all hold." if not found.problems else f"{len(found.problems):,} problems.")
    return int(bool(found.problems))


def _say(found: Sequence["Built"], shapes: list[dict[str, Any]], period: Period, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print_json({"round": period.label, "kind": arguments.kind, "returns": shapes})
    else:
        rows = [(one.contract_reference, one.provider_name, one.state, one.basis, len(one.figures)) for one in found]
        print_table(("contract", "provider", "state", "figures as", "figures"), rows)


def shape(one: "Built", changed: Sequence["Break"] = ()) -> dict[str, Any]:
    """The shape of `cairn return --json`, and who gives it to whom; figures in the order of its page. `changed`: where the
    contract's series break."""
    from cairn.returns.derive import grouped

    return {
        "return": one.uid,
        "contract": one.contract_reference,
        "provider": one.provider_name,
        "commissioner": one.commissioner_name,
        "round": one.period.label,
        "state": one.state,
        "basis": one.basis,
        "figures": [
            figure_shape(figure, changed, one.period) for group in grouped(one.figures) for figure in group.figures
        ],
        "sha256": one.sha256 or None,
    }


def figure_shape(figure: "FigureView", changed: Sequence["Break"], period: Period) -> dict[str, Any]:
    """`mapping` only where outcomes are counted; `since` only where it was measured differently before that day."""
    from cairn.contracts import breaks
    from cairn.insight import mapped

    since = breaks.since(changed, figure.measure, figure.code, period.start)

    return {
        "measure": figure.measure,
        "code": figure.code or None,
        "class": figure.measure_class,
        "value": figure.value,
        "n": figure.n,
        "low": figure.low,
        "high": figure.high,
        "derived": figure.derived,
        "override_reason": figure.override_reason,
        **({"since": since.isoformat()} if since else {}),
        **({"mapping": mapped.as_json(figure.told)} if figure.told else {}),
        **({"provenance": "supplied", "comment": figure.comment} if figure.supplied else {}),
    }


def _write(folder: Path, shapes: Sequence[dict[str, Any]]) -> None:
    """One file for each, named by its uid: two commissioners may use one reference."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in shapes:
        text = json.dumps(one, ensure_ascii=False, indent=2, default=str)
        (folder / f"{one['return']}.json").write_text(text + "\n", encoding="utf-8")
