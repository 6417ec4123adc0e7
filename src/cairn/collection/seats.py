"""Who sits in a collection as an authority, who asks to, and what whoever runs it reads of all of them."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, Q

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import NotFound
from cairn.collection import programmes
from cairn.collection.models import (
    AuthorityRequest,
    CollectedForm,
    Collection,
    CollectionAuthority,
    CollectionYear,
    SignUp,
)

MOST = 50
"""Requests of providers that a page shows at once."""


@dataclass(frozen=True, slots=True)
class Sits:
    """An authority, how many providers take part with it, and the forms it was sent, by year."""

    seat: CollectionAuthority
    providers: int
    sent: dict[int, int]


@dataclass(frozen=True, slots=True)
class Office:
    """A collection as whoever runs it sees all of it. `waiting` are authorities that ask, `invited` those that have not answered;
    `providers` the first who ask another authority, and `more` how many there are besides."""

    waiting: tuple[AuthorityRequest, ...]
    invited: tuple[AuthorityRequest, ...]
    authorities: tuple[Sits, ...]
    providers: tuple[SignUp, ...]
    more: int


def office(by: Actor, row: Collection, years: tuple[CollectionYear, ...]) -> Office | None:
    """None for who does not run it."""
    if row.organisation_id != by.organisation_id:
        return None
    asked = AuthorityRequest.objects.filter(collection=row, state__in=("requested", "invited"))
    requests = list(asked.select_related("organisation").order_by("asked_at", "pk"))
    others = SignUp.objects.filter(collection=row, state="requested").exclude(commissioner_id=by.organisation_id)
    first = others.select_related("provider", "commissioner").order_by("asked_at", "pk")[: MOST + 1]
    more = others.count() - MOST if len(first) > MOST else 0
    return Office(
        tuple(one for one in requests if one.state == "requested"), tuple(one for one in requests if one.state == "invited"),
        _authorities(row, years), tuple(first)[:MOST], more,
    )  # fmt: skip


def _authorities(row: Collection, years: tuple[CollectionYear, ...]) -> tuple[Sits, ...]:
    let_in = SignUp.objects.filter(collection=row, state="approved").order_by().values_list("commissioner_id")
    providers = dict(let_in.annotate(n=Count("pk")))
    sent: dict[int, dict[int, int]] = {}
    forms = CollectedForm._base_manager.filter(collection=row, year__in=years, state="sent").order_by()
    for authority, year, n in forms.values_list("commissioner_id", "year_id").annotate(n=Count("pk")):
        sent.setdefault(authority, {})[year] = n
    seats = row.authorities.select_related("organisation").order_by("organisation__name")
    return tuple(
        Sits(one, providers.get(one.organisation_id, 0), sent.get(one.organisation_id, {})) for one in seats
    )  # fmt: skip


def own_request(by: Actor, row: Collection) -> AuthorityRequest | None:
    """What the actor's authority asked of a collection, or was asked."""
    found: AuthorityRequest | None = AuthorityRequest.objects.filter(
        collection=row, organisation_id=by.organisation_id
    ).first()
    return found


def joinable(by: Actor) -> list[tuple[Collection, AuthorityRequest | None]]:
    """Collections of others in which the actor's authority does not sit, listed or invited to, with what was asked."""
    with scope.of(by):
        mine = {one.collection_id: one for one in AuthorityRequest.objects.filter(organisation_id=by.organisation_id)}
        listed = programmes.open_to_join(by)
        called = [pk for pk, one in mine.items() if one.state == "invited" and pk not in {row.pk for row in listed}]
        more = Collection.objects.filter(pk__in=called).select_related("organisation") if called else ()
        return [(row, mine.get(row.pk)) for row in (*more, *listed)]


def request_to_decide(by: Actor, uid: object) -> AuthorityRequest:
    """A request to sit in a collection that the actor's organisation runs. Raises NotFound."""
    rows = AuthorityRequest.objects.filter(collection__organisation_id=by.organisation_id, state="requested")
    try:
        found: AuthorityRequest | None = rows.select_related("collection", "organisation").filter(uid=str(uid)).first()
    except ValidationError:
        found = None
    if found is None:
        raise NotFound(uid)
    return found


def sign_up_to_decide(by: Actor, uid: object) -> SignUp:
    """A request of a provider that the actor may decide: of its authority, or of whoever runs the collection for any.
    Raises NotFound."""
    mine = Q(commissioner_id=by.organisation_id) | Q(collection__organisation_id=by.organisation_id)
    try:
        found: SignUp | None = (
            SignUp.objects.filter(mine, uid=str(uid)).select_related("collection", "provider", "commissioner").first()
        )
    except ValidationError:
        found = None
    if found is None:
        raise NotFound(uid)
    return found


def authority_named(slug: str) -> Organisation | None:
    """An organisation that may be an authority, by its short name."""
    return Organisation.objects.filter(slug=slug.strip().lower(), is_commissioner=True).first()
