"""What every page knows: the organisation, the actor, the way round."""

from typing import Any

from django.http import HttpRequest

from cairn.access.models import Organisation
from cairn.interfaces.navigation import items

INVENTED = "Demonstration: every person here is invented."


def page(request: HttpRequest) -> dict[str, Any]:
    organisation = getattr(request, "organisation", None)
    actor = getattr(request, "actor", None)
    invented = bool(organisation and organisation.is_demonstration)
    return {
        "organisation": organisation,
        "actor": actor,
        "word": organisation.client_word if organisation else "client",
        "words": organisation.client_words if organisation else "clients",
        "nav": items(actor, request.path) if actor else [],
        "banner": INVENTED if invented else "",
    }


def sign_in(request: HttpRequest) -> dict[str, Any]:
    """For the pages before anyone is known: whether this installation is a demonstration."""
    return {"banner": INVENTED if Organisation.objects.filter(is_demonstration=True).exists() else ""}
