"""Code lists as form fields: what is stored is the code, what is read its label."""

from collections.abc import Iterable
from typing import Any

from cairn.definitions import registry
from cairn.web.formfields import CodeField

#: Smaller rounds, with targets as large as before: for long lists of short answers.
SMALL = "govuk-radios--small"


def choices(list_id: str, leave_out: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Codes and labels of a list, in its order."""
    out = set(leave_out)
    return [(entry.code, entry.label) for entry in registry.get("codes", list_id).entries if entry.code not in out]


def code_field(list_id: str, *, leave_out: Iterable[str] = (), **kwargs: Any) -> CodeField:
    """One code of a list as radios; the codes for a missing answer stand apart."""
    found = registry.get("codes", list_id)
    kwargs.setdefault("label", found.question or found.label)
    missing = tuple(entry.code for entry in found.entries if entry.missing)
    return CodeField(choices=choices(list_id, leave_out), apart=missing, **kwargs)


def label(list_id: str, code: str) -> str:
    """The label of a code; the code itself where the list has lost it."""
    found = registry.get("codes", list_id)
    return found.label_of(code) if code in found.codes else code
