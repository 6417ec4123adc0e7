"""The commissioner’s pages of a negotiation: what both sides share, and what is the commissioner's own."""

from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.commissioner.negotiation import proportion, templates
from cairn.interfaces.negotiating import addresses, promises
from cairn.interfaces.negotiating.sides import COMMISSIONER
from cairn.interfaces.pages import page, seen_from

vary = page(P.MANAGE_CONTRACTS, writes=True)(seen_from(COMMISSIONER, promises.vary))
urls = [
    *addresses.of(COMMISSIONER),
    path("negotiation/commitment/<uuid:commitment>/vary/", vary, name="commitment_vary"),
    *proportion.urls,
    *templates.urls,
]
