"""Organisations that a contract names, and what is wrong with them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.kernel.problems import Problem


def find(named: Sequence[tuple[str, str]]) -> list[Organisation | None]:
    """For each (slug, uid) the organisation that one of them names, or None."""
    slugs = {slug for slug, _ in named if slug}
    uids = {uid for _, uid in named if _is_uid(uid)}
    by_slug = {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}
    by_uid = {str(row.uid): row for row in Organisation.objects.filter(uid__in=uids)}
    return [by_slug.get(slug) if slug else by_uid.get(uid) for slug, uid in named]


def _is_uid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def provider_problems(row: int, found: Organisation | None, taken: Collection[int], field: str) -> list[Problem]:
    """`taken` are the organisations that already have another place in the contract."""
    if found is None or not found.is_provider:
        fix = "Check its short name, or ask for it to be added here."
        return [Problem("provider.unknown", "No provider is known by that name.", fix, field=field, row=row)]
    if found.pk in taken:
        fix = "Name another organisation."
        return [
            Problem(
                "provider.twice", "That organisation has a place in the contract already.", fix, field=field, row=row
            )
        ]
    return []


def commissioner_problems(by: Actor) -> list[Problem]:
    if Organisation.objects.filter(pk=by.organisation_id, is_commissioner=True).exists():
        return []
    return [
        Problem("commissioner.not", "Your organisation does not commission.", "Ask your funder to set up the contract.")
    ]
