"""Who acts: the `by=` of every action. The organisation they act for is part of who they are."""

from dataclasses import dataclass, field
from typing import Literal

from cairn.access.permissions import Permission
from cairn.kernel.problems import Problem, Refused


class NotAllowed(Refused):
    """The actor may not do this. A screen answers 404: what an actor may not do does not exist for them."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A user, the program itself, by a `link` a person who is supported, acting for themself, or by a `key` another program of
    the organisation, within one organisation.

    `uid` names the user in the audit log; `name` is for screens and never stored with an event. Of an actor with a
    `client_uid` nobody else's record exists.
    """

    kind: Literal["user", "system", "link", "key"]
    organisation_id: int
    organisation_uid: str
    slug: str
    uid: str
    name: str = ""
    roles: tuple[str, ...] = ()
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    client_uid: str = ""

    def may(self, permission: Permission) -> bool:
        return self.kind == "system" or permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowed` unless the actor may."""
        if not self.may(permission):
            raise NotAllowed(
                [
                    Problem(
                        "access.permission", "You may not do this.", f"Ask a manager for a role that may {permission}."
                    )
                ]
            )
