"""demo: build the demonstration city, and serve it."""

import argparse
from typing import Any

from cairn.definitions import checking
from cairn.interfaces.cli.django import start
from cairn.kernel.problems import Problem, Refused


def add_to(commands: Any) -> None:
    command = commands.add_parser("demo", help="build the demonstration city and serve it")
    command.add_argument("--people", type=int, help="2,000 without it, 8,000 where there are many contracts")
    command.add_argument(
        "--contracts", type=int, help="a city of so many contracts, with the returns of its last full year: 400, say"
    )
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--no-serve", action="store_true")
    command.add_argument("--port", type=int, default=8000)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    checking.must_hold()
    start()
    from cairn.interfaces.cli.laying import lay

    lay()
    if _is_there():
        print("The demonstration city is here already; remove its data directory to build it anew.", flush=True)
    else:
        _build(arguments.people, arguments.seed, arguments.contracts)
    _print_sign_ins(arguments.port)
    if arguments.no_serve:
        return 0
    from cairn.interfaces.cli.serve import supervise

    return supervise("127.0.0.1", arguments.port)


def _is_there() -> bool:
    """Whether the city stands. Refuses to build it beside real organisations, or on one that was left half built."""
    from cairn.access.models import Organisation

    if Organisation.objects.filter(is_demonstration=False).exists():
        raise Refused(
            [
                Problem(
                    "demo.real", "This database holds a real organisation.", "Set CAIRN_DATA_DIR to an empty directory."
                )
            ]
        )
    return Organisation.objects.exists()


def _build(people: int | None, seed: int, contracts: int | None) -> None:
    """All or nothing: a city that was interrupted is not there."""
    from django.db import transaction

    from cairn.interfaces.cli.demo import building, city400_building

    if contracts is not None and not 12 <= contracts <= 1_000:
        raise Refused(
            [Problem("demo.contracts", "The city cannot have that many contracts.", "Give a number from 12 to 1,000.")]
        )
    people = people if people is not None else 2_000 if contracts is None else city400_building.USUAL_PEOPLE
    if not 1 <= people <= 1_000_000:
        raise Refused(
            [Problem("demo.people", "The city cannot have that many people.", "Give a number from 1 to 1,000,000.")]
        )
    with transaction.atomic():
        if contracts is None:
            building.build(people=people, seed=seed, say=_say)
        else:
            city400_building.build(contracts=contracts, people=people, seed=seed, say=_say)


def _say(line: str) -> None:
    print(line, flush=True)


def _print_sign_ins(port: int) -> None:
    from cairn.access.models import User
    from cairn.interfaces.cli.demo.city import COMMISSIONER, PROVIDERS
    from cairn.interfaces.cli.demo.fairly import supplied
    from cairn.interfaces.cli.demo.founding import PASSWORD
    from cairn.interfaces.cli.demo.groups import EMAIL as ANCHOR_EMAIL
    from cairn.interfaces.cli.demo.groups import NAME as ANCHOR_NAME

    print(
        f"\nEvery person in this city is invented. Sign in at http://127.0.0.1:{port}/ with the password {PASSWORD} as:"
    )
    words = {"support_worker": "support worker", "service_manager": "service manager", "data_lead": "data lead"}
    for plan in PROVIDERS:
        for email, name, roles in plan.people:
            print(f"  {email:28} {name}, {words[roles[0]]} at {plan.name}")
    if User.objects.filter(email=ANCHOR_EMAIL).exists():
        print(f"  {ANCHOR_EMAIL:28} {ANCHOR_NAME}, data lead of an anchor, with its groups")
    if User.objects.filter(email=supplied.EMAIL).exists():
        print(f"  {supplied.EMAIL:28} {supplied.NAME}, data lead of a provider whose records lie in another system")
    print(f"  {COMMISSIONER[2]:28} {COMMISSIONER[3]}, commissioner at {COMMISSIONER[1]}", flush=True)
    for name, path in _open_forms():
        print(f"Anybody may ask {name} for support at http://127.0.0.1:{port}{path}", flush=True)
    print(flush=True)


def _open_forms() -> list[tuple[str, str]]:
    """The public referral forms that are open, by the name of their service."""
    from django.urls import reverse

    from cairn.access import scope
    from cairn.intake import rules
    from cairn.intake.models import ReferralForm

    with scope.every("a demonstration says which of its doors are open"):
        rows = list(ReferralForm.objects.filter(is_open=True).select_related("service").order_by("pk"))
    return [(row.service.name, reverse("public:refer", kwargs={"code": rules.grouped(row.code)})) for row in rows]
