"""init and doctor: begin, and see whether all is well."""

import argparse
import getpass
import sys
from typing import Any

from cairn.interfaces.cli.django import start
from cairn.interfaces.cli.output import print_json, print_table
from cairn.kernel.problems import Problem, Refused


def add_to(commands: Any) -> None:
    init = commands.add_parser("init", help="make the database, the first organisation and its manager")
    init.add_argument("--organisation", metavar="NAME")
    init.add_argument("--slug", metavar="REF", help="its short name in addresses")
    init.add_argument("--commissioner", action="store_true", help="it buys services (otherwise it provides them)")
    init.add_argument("--email", help="of the first person")
    init.add_argument("--name", help="of the first person")
    init.set_defaults(run=_init)
    doctor = commands.add_parser("doctor", help="settings, database, chains and marts at a glance")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_doctor)


def _init(arguments: argparse.Namespace) -> int:
    start()
    from django.utils.text import slugify

    from cairn.interfaces.cli.laying import lay

    lay()
    name = arguments.organisation or _ask("Name of the organisation: ")
    slug = arguments.slug or slugify(name)
    email = arguments.email or _ask("E-mail of its first person: ")
    person = arguments.name or _ask("Their name: ")
    password = _password()
    _add(name, slug, arguments.commissioner, email, person, password)
    first = "" if arguments.commissioner else " The first page sets up your service."
    print(f"Ready. `cairn serve`, then sign in as {email}.{first}")
    return 0


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(
            [Problem("init.missing", f"Not given: {question.rstrip(': ').lower()}.", "`cairn init --help` names it.")]
        )
    return input(question).strip()


def _password() -> str:
    """One that will do. At a terminal it is asked for again, so that nothing else need be typed twice."""
    while sys.stdin.isatty():
        password = getpass.getpass("A password for them (10 characters or more): ")
        try:
            _check_password(password)
        except Refused as refused:
            print(*(one.words for one in refused.problems), sep="\n", file=sys.stderr)
        else:
            return password
    password = sys.stdin.readline().strip()
    _check_password(password)
    return password


def _check_password(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(Problem("init.password", words, "Choose another.") for words in error.messages) from None


def _add(name: str, slug: str, is_commissioner: bool, email: str, person: str, password: str) -> None:
    from django.db import transaction

    from cairn.access import scope
    from cairn.access.actions import organisations
    from cairn.access.queries import system

    new = organisations.NewOrganisation(name, slug, is_provider=not is_commissioner, is_commissioner=is_commissioner)
    roles = ["contract_manager", "administrator"] if is_commissioner else ["service_manager", "data_lead"]
    with transaction.atomic():
        by = system(organisations.add(organisation=new))
        with scope.of(by):
            organisations.add_member(by=by, email=email, name=person, roles=roles, password=password)


def _doctor(arguments: argparse.Namespace) -> int:
    start()
    from django.conf import settings

    checks = _checks()
    if arguments.json:
        print_json(
            {
                "data_dir": str(settings.DATA_DIR),
                "checks": [dict(zip(("check", "good", "words"), c, strict=True)) for c in checks],
            }
        )
    else:
        print(f"Data in {settings.DATA_DIR}\n")
        print_table(("setting", "default", "meaning"), settings.CAIRN_VARIABLES)
        print()
        print_table(("", "check", ""), [("good" if good else "BAD", name, words) for name, good, words in checks])
    return int(not all(good for _, good, _ in checks))


def _checks() -> list[tuple[str, bool, str]]:
    """Name, whether it is well, and words. Stops early where the database is not there."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    waiting = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    database = [("database", not waiting, "up to date" if not waiting else "run `cairn init` or `cairn serve`")]
    return database if waiting else [*database, *_chains()]


def _chains() -> list[tuple[str, bool, str]]:
    from cairn.access import chain
    from cairn.access.models import Organisation

    found = []
    for row in Organisation.objects.order_by("slug"):
        faults = chain.verify(row.pk)
        found.append(
            (f"chain of {row.slug}", not faults, faults[0].message if faults else "every event follows the one before")
        )
    return found
