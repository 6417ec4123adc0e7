"""Write down one's own side of the yearly conversation about relevance."""

from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.contracts import parties
from cairn.contracts.models import Contract, RelevanceTalk
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import relevance, rules_words


def record(
    *, by: Actor, contract_uid: str, year: int, held_date: date, words: str, version: int | None = None
) -> Done[RelevanceTalk]:
    """As either side, in its own words; the other side's stay as they are. The day is that of both: who writes last says it.
    `version` is that of the conversation on the page, 0 where there was none."""
    contract, side = relevance.side_in(by, contract_uid)
    refuse_if(problems(contract, year, held_date, words))
    said: dict[str, Any] = {"held_date": held_date, f"{side}_words": words.strip()}
    with deed("contracts.relevance_talked", by=by) as this:
        Contract.objects.select_for_update().get(pk=contract.pk)
        row = RelevanceTalk.objects.filter(contract=contract, year=year).first()
        if version is not None and version != (row.version if row else 0):
            raise Conflict([_CHANGED])
        if row is None:
            row = RelevanceTalk(
                provider_id=contract.provider_id, commissioner_id=contract.commissioner_id, contract=contract, year=year, **said
            )  # fmt: skip
            parties.make(this, by, [row])
        else:
            parties.change(this, by, row, **said)
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


_CHANGED = Problem(
    "edit.conflict",
    "The other side, or a colleague, has written meanwhile.",
    "Their words are shown: save yours again if they still stand.",
)


def problems(contract: Contract, year: int, held_date: date, words: str) -> list[Problem]:
    """What is wrong with it, all at once."""
    found = rules_words.talk_problems(year, held_date, words, clock.today())
    if not contract.start_date <= held_date <= contract.end_date:
        fix = f"Choose a day from {contract.start_date:%-d %B %Y} to {contract.end_date:%-d %B %Y}."
        found.append(Problem("talk.outside", "The contract did not run on that day.", fix, field="held_date"))
    return found
