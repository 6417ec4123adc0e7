"""Add an organisation and its members; change its own words, and which sides it is on."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from cairn.access import scope
from cairn.access.actions.members import role_problems
from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Membership, Organisation, User
from cairn.access.permissions import Permission
from cairn.access.queries import system
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    name: str
    slug: str
    is_provider: bool = True
    is_commissioner: bool = False
    client_word: str = "client"
    client_words: str = "clients"
    is_demonstration: bool = False


def add(*, organisation: NewOrganisation) -> Organisation:
    """Add a tenant. Only the person at the machine does this (command line), so the actor is the program itself."""
    refuse_if(_problems(organisation))
    with transaction.atomic():
        row = Organisation.objects.create(
            **{name: getattr(organisation, name) for name in NewOrganisation.__dataclass_fields__}
        )
        with scope.organisation(row.pk), deed("access.organisation_added", by=system(row)) as this:
            this.about("organisation", row.uid)
    return row


def _problems(organisation: NewOrganisation) -> list[Problem]:
    problems = []
    if not organisation.name.strip():
        problems.append(Problem("organisation.name", "The organisation has no name.", "Write its name.", field="name"))
    if Organisation.objects.filter(slug=organisation.slug).exists():
        problems.append(
            Problem("organisation.slug", "Another organisation has this short name.", "Choose another.", field="slug")
        )
    return problems


def add_member(*, by: Actor, email: str, name: str, roles: list[str], password: str | None = None) -> Membership:
    """Give a person roles in the actor's organisation, making their account when they have none."""
    by.require(Permission.MANAGE_ORGANISATION)
    refuse_if(_member_problems(email, roles))
    with deed("access.member_added", by=by) as this:
        user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, password, name=name)
        member = Membership(organisation_id=by.organisation_id, user=user, roles=sorted(roles))
        return this.create(member)  # type: ignore[no-any-return]


def _member_problems(email: str, roles: list[str]) -> Iterator[Problem]:
    try:
        validate_email(email)
    except ValidationError:
        yield Problem("member.email", "This is not an e-mail address.", "Write it like ann@example.org.", field="email")
    yield from role_problems(roles)
    if Membership.objects.filter(user__email=email.lower()).exists():
        yield Problem(
            "member.twice", "This person is or was a member already.", "Open their name in the settings.", field="email"
        )


def change_words(*, by: Actor, client_word: str, client_words: str) -> Organisation:
    """Choose the organisation's own word for the people it supports."""
    by.require(Permission.MANAGE_ORGANISATION)
    empty = [name for name, word in (("client_word", client_word), ("client_words", client_words)) if not word.strip()]
    refuse_if(
        Problem("organisation.word", "A word is missing.", "Write the word you use, for one and for many.", field=name)
        for name in empty
    )
    row = Organisation.objects.get(pk=by.organisation_id)
    with deed("access.organisation_changed", by=by) as this:
        return this.update(row, client_word=client_word.strip(), client_words=client_words.strip())  # type: ignore[no-any-return]


def provide_too(*, by: Actor) -> Done[Organisation]:
    """A council that runs services of its own, or looks after groups as an anchor inside the council, is a provider too: its
    contracts may name it, its people may record. Doing it again changes nothing."""
    by.require(Permission.MANAGE_ORGANISATION)
    row = Organisation.objects.get(pk=by.organisation_id)
    with deed("access.side_added", by=by) as this:
        this.update(row, is_provider=True)
    return Done((row,), (), this.uid)
