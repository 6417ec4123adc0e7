"""Whose deeds change the forms of a mart that is not theirs, and which forms.

A provider's forms are in the mart of the authority it sends them to and of whoever runs the collection: these follow its feed.
What an authority adds to a form is in the marts of all who have its forms: these follow the authority's.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from cairn.collection.models import CollectedForm, LocalIndicator, LocalReason, SignUp
from cairn.kernel.extracts import Elsewhere

FOLLOWED_KINDS = ("collected_form", "form_submission", "local_indicator", "local_reason")
FOLLOWED_TYPES = ("people.client_erased",)
AT_ONCE = 500
NOTHING: frozenset[str] = frozenset()


def party(organisation_id: int) -> Any:
    """Forms that an organisation sent, was sent, or whose collection it runs, as they stand or fell."""
    mine = Q(provider_id=organisation_id) | Q(commissioner_id=organisation_id)
    return CollectedForm._base_manager.filter(mine | Q(collection__organisation_id=organisation_id))


def follows(organisation_id: int) -> frozenset[int]:
    """The others of its collections: nobody sends a form without a sign-up, whatever became of that."""
    mine = Q(provider_id=organisation_id) | Q(commissioner_id=organisation_id)
    rows = SignUp._base_manager.filter(mine | Q(collection__organisation_id=organisation_id))
    pairs = rows.order_by().values_list("provider_id", "commissioner_id").distinct()
    return frozenset(one for pair in pairs for one in pair) - {organisation_id}


def followers(organisation_id: int) -> frozenset[int]:
    """Whoever holds forms that this organisation sent."""
    rows = SignUp._base_manager.filter(provider_id=organisation_id).order_by()
    pairs = rows.values_list("commissioner_id", "collection__organisation_id").distinct()
    return frozenset(one for pair in pairs for one in pair) - {organisation_id}


def elsewhere(
    organisation_id: int, whose: int, subjects: Mapping[str, frozenset[str]], types: frozenset[str]
) -> Elsewhere:
    """Which of an organisation's forms another's deeds changed. Erasing names nobody's forms, so it is asked which are erased."""
    theirs = party(organisation_id).filter(provider_id=whose)
    named = subjects.get("collected_form", NOTHING)
    here = _uids(theirs, "uid", named)
    brought = _uids(theirs, "submission__uid", subjects.get("form_submission", NOTHING))
    erased = NOTHING
    if "people.client_erased" in types:
        erased = frozenset(map(str, theirs.filter(state="erased").values_list("uid", flat=True)))
    return Elsewhere(here | brought | added_to(organisation_id, whose, subjects), (named - here) | erased, erased)


def brought(organisation_id: int, touched: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The forms that came with one's own submissions, as the deed of a file names those and not each form; and those that one
    added a question or a reason to."""
    mine = CollectedForm._base_manager.filter(provider_id=organisation_id)
    came = _uids(mine, "submission__uid", touched.get("form_submission", NOTHING))
    return came | added_to(organisation_id, organisation_id, touched)


def added_to(organisation_id: int, authority_id: int, touched: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The forms here that an authority asks more or less of, since it added something, ended it or took it back: those from
    the day on which it began; all that named the authority where it is there no more and nobody can say."""
    since: list[date] = []
    for kind, model in (("local_indicator", LocalIndicator), ("local_reason", LocalReason)):
        uids = touched.get(kind, NOTHING)
        found = list(model._base_manager.filter(uid__in=uids).values_list("start_date", flat=True)) if uids else []
        since += found if len(found) == len(uids) else [date.min]
    if not since:
        return NOTHING
    rows = party(organisation_id).filter(commissioner_id=authority_id, form_date__gte=min(since))
    return frozenset(map(str, rows.values_list("uid", flat=True)))


def _uids(rows: Any, name: str, of: Iterable[str]) -> frozenset[str]:
    return frozenset(
        str(uid)
        for part in parts(of)
        for uid in rows.filter(**{f"{name}__in": part}).values_list("uid", flat=True)
    )  # fmt: skip


def parts(every: Iterable[str]) -> Iterator[list[str]]:
    """So many at a time as a query takes."""
    ordered = sorted(every)
    yield from (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
