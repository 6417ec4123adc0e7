"""What was asked about when the whole person was, need by need, so that a share has an honest denominator."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from cairn.cases import rules
from cairn.cases.extracts.facts import areas
from cairn.cases.extracts.wide import Row, known
from cairn.cases.models import NeedsCheck

_SPACE = uuid.UUID("0b0b7a52-8f0c-4f43-9a53-1f0f9a4a7f30")
Check = tuple[date, int, dict[str, str]]
"""When, under which version of the dictionary, and what was said."""


def needs_asked(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each need of the dictionary in each episode in which the whole person was asked about, as it was first
    answered there; asking again adds none. Paid for as on that day."""
    for facts in known(organisation_id, subjects):
        checks: dict[int, list[Check]] = defaultdict(list)
        rows = NeedsCheck.objects.filter(**facts.batch.where("client_id")).order_by("check_date", "pk")
        for episode, *check in rows.values_list("episode_id", "check_date", "dictionary_version", "answers"):
            checks[episode].append((check[0], check[1], check[2]))
        for episode, said in checks.items():
            at = facts.episodes[episode].uid
            for need, area, day, answer in _answers(said):
                own = (str(uuid.uuid5(_SPACE, f"{at} {need}")), at, need, area, day, answer)
                yield (facts.subject(episode), *own, *facts.wide(episode, day))


def _answers(said: list[Check]) -> Iterator[tuple[str, str | None, date, str]]:
    """(need, area, date, answer), in the dictionary's order. A need not asked about is one of the first check's version."""
    area_of = {need: area for _, version, _ in reversed(said) for need, area in areas(version).items()}
    found = rules.first_answers([(day, answers) for day, _, answers in said], areas(said[0][1]))
    for need, (day, answer) in found.items():
        yield need, area_of.get(need), day, answer
