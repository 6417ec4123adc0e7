"""return build, check, submit: a return without a browser."""

from typing import Any


def add_to(commands: Any) -> None:
    command = commands.add_parser("return", help="fill, check or submit a contract's return")
    deeds = command.add_subparsers(title="what to do", metavar="build|check|submit", required=True)
    for name, run, words in (
        ("build", _build, "its figures as they stand"),
        ("check", _check, "what stands in the way of submitting it"),
        ("submit", _submit, "send it"),
    ):
        deed = deeds.add_parser(name, help=words)
        deed.add_argument(
            "round", metavar="CONTRACT/PERIOD", help="reference of the contract and the round's period: EB-001/2025-Q1"
        )
        deed.add_argument("--organisation", required=True, metavar="REF")
        deed.add_argument("--json", action="store_true")
        deed.set_defaults(run=run)
