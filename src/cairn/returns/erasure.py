"""What this room holds of a person: rows that were submitted, and the codes under which they went.

A row's content and salt go, its digest stays, so that the submission still verifies and a guessed value proves nothing.
"""

from cairn.access import scope
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store
from cairn.returns.models import LinkCode, RowCode, SubmissionRow

MODELS = ("returns.SubmissionRow", "returns.RowCode", "returns.LinkCode")


def _erase(who: Erasure) -> int:
    theirs = RowCode.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    codes = list(theirs.values_list("code", flat=True))
    with scope.every("a partner's person stands in rows that the lead submitted"):
        emptied = SubmissionRow.objects.filter(row_code__in=codes).update(shared=None, salt="", link_code="")
    links = LinkCode.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    return emptied + theirs.delete()[0] + links.delete()[0]


def register() -> None:
    erasure.register(Store("rows sent with returns", MODELS, _erase, order=40))
