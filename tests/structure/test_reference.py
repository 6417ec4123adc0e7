"""The reference is what the program says of itself, and it is not behind."""

from scripts import reference

from cairn.access import event_types
from cairn.access.permissions import ROLES, Permission
from cairn.definitions import registry

ROOMS = {path.name for path in reference.DOCUMENT.parents[1].joinpath("src", "cairn").iterdir()}


def test_the_reference_is_not_behind_the_program() -> None:
    assert reference.DOCUMENT.read_text() == reference.written(), "run: .venv/bin/python -m scripts.reference"


def test_it_names_every_command_measure_scale_role_permission_and_deed() -> None:
    text = reference.DOCUMENT.read_text()
    known = [each.id for kind in ("measure", "scale", "framework") for each in registry.all(kind)]
    known += [*ROLES, *Permission, *(each.code for each in event_types.every() if each.code.split(".")[0] in ROOMS)]
    known += ["cairn serve", "cairn demo", "cairn init", "cairn doctor", "cairn mart refresh", "cairn return submit"]
    assert [each for each in known if f"`{each}`" not in text] == []
