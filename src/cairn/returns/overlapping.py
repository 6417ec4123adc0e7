"""Rounds whose periods lie over one another: a year beside its quarters. What both carry of a contract would tell, by
subtracting, what a pack of one of them hides. Enter a scope first."""

from collections.abc import Collection, Mapping
from datetime import date

from cairn.access.actors import Actor
from cairn.returns.guarding import Hidden
from cairn.returns.inbox import Filter
from cairn.returns.models import Submission
from cairn.returns.rules_rounds import ANNUAL
from cairn.returns.totals import Total

Carried = Collection[tuple[str, str]]
"""Contract's uid and measure, wholes only."""


def in_quarters(by: Actor, said: Filter) -> Carried:
    """What the quarters of a year carry, where the round is that of a year; else nothing: the quarters stay as they are
    shown, and the year gives way. One query."""
    days, _, kind = said.round.partition(",")
    if kind != ANNUAL:
        return ()
    start, end = map(date.fromisoformat, days.split(".."))
    within = {"answer__round__observed_from_date__lte": end, "answer__round__observed_to_date__gte": start}
    rows = Submission.objects.filter(commissioner_id=by.organisation_id, is_accepted=True, **within)
    found = rows.exclude(answer__round__kind=ANNUAL).values_list("answer__round__contract__uid", "figures")
    return {(str(uid), one["measure"]) for uid, figures in found for one in figures if not one["code"]}


def give_way(hidden: Hidden, every: Mapping[str, Total], carried: Carried) -> None:
    """Hide of a year what its quarters carry as well, with the totals that it is part of."""
    if not carried:
        return
    for key, total in every.items():
        twice = [part for part in total.parts if (part.contract_uid, total.same.measure) in carried]
        hidden.entries |= {(key, part.return_uid) for part in twice}
        hidden.areas |= {(key, part.area) for part in twice}
        if twice:
            hidden.whole.add(key)


def corrected(by: Actor, uids: Collection[str]) -> int:
    """Of these returns, how many had another version accepted before: a pack that was taken then tells by how much. One query."""
    rows = Submission.objects.filter(
        commissioner_id=by.organisation_id, answer__uid__in=list(uids), decision="accepted", is_accepted=False
    )
    return rows.values("answer").distinct().count()
