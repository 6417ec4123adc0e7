"""Whose rows stay behind because they said no to sharing them: they are counted in the figures all the same (ADR 0012)."""

from collections import defaultdict
from collections.abc import Mapping

from cairn.access import scope
from cairn.people import rules_consent
from cairn.people.models import Consent

CHUNK = 500


def kept_back(people: Mapping[str, int], commissioner_id: int) -> frozenset[str]:
    """Of people (uid → the organisation that holds them) those whose standing word to this commissioner, or to anybody,
    is no or no longer. Who said nothing is not among them: an agreement rests on another ground than consent."""
    said: dict[str, list[_Word]] = defaultdict(list)
    uids = sorted(people)
    with scope.every("a partner's person stands in rows that the lead submits"):
        for start in range(0, len(uids), CHUNK):
            rows = Consent.objects.filter(
                client__uid__in=uids[start : start + CHUNK],
                purpose=rules_consent.SHARE_INDIVIDUAL,
                end_date__isnull=True,
            ).order_by("-start_date", "-pk")
            for uid, state, recipient in rows.values_list("client__uid", "state", "recipient_id"):
                said[str(uid)].append(_Word(state, None if recipient is None else str(recipient)))
    to = str(commissioner_id)
    return frozenset(uid for uid, words in said.items() if rules_consent.objects(words, _Word.purpose, to))


class _Word:
    """One standing word, in the shape that the rules read."""

    purpose = rules_consent.SHARE_INDIVIDUAL

    def __init__(self, state: str, recipient: str | None) -> None:
        self.state, self.recipient = state, recipient
