"""Forms half filled, kept until they are sent. A draft is no deed: nothing is written to the log."""

from typing import Any

from cairn.access.actors import Actor


def put(*, by: Actor, form: str, values: dict[str, Any], client_uid: str = "") -> None:
    """Keep what was typed. `form` names the form and what it is about; one draft a user and form."""
    raise NotImplementedError


def get(*, by: Actor, form: str) -> dict[str, Any] | None:
    """What was kept, or None."""
    raise NotImplementedError


def drop(*, by: Actor, form: str) -> None:
    """Forget it: the form was sent, or its writer does not want it."""
    raise NotImplementedError
