"""Run a command as the prompt does, in this process; and a town of one provider for the commands that read records."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from cairn.interfaces.cli.demo.city import PROVIDERS
from cairn.interfaces.cli.main import main
from tests.towns import town

PROVIDER = PROVIDERS[0]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*argv: str) -> Said:
        try:
            code = main(argv)
        except SystemExit as left:  # argparse, on misuse
            code = int(left.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return _run


@pytest.fixture(scope="module")
def small_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The first provider of the city, with its council. The provider's short name."""
    with town(django_db_blocker, people=25, seed=3, plans=PROVIDERS[:1]):
        yield PROVIDER.slug
