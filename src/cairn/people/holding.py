"""Of an erasure and a deed that carries rows about people away, one is done before the other begins."""

from collections.abc import Iterable

from cairn.access.models import Organisation


def hold(organisation_ids: Iterable[int]) -> None:
    """First in a deed, or a transaction: nobody of these organisations is erased until it is done, and whoever is just being
    erased is waited for. Who may be gone then is looked for afterwards. On SQLite only one deed runs at a time."""
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=set(organisation_ids))
    list(rows.order_by("pk").values_list("pk"))  # in one order, so that two never wait for each other
