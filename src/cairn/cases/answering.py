"""What an organisation that sent somebody on is told: whether they were taken in, accepted or not and why, and the words
written for it. Never what was recorded since.

The answer is written to what it sent, in the answering organisation's own deed. The sender's record of it follows as a
deed of its own, in its own log: a job asked for here does it, and every hour what was missed is looked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cairn.access.deeds import Deed
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.cases import loading
from cairn.cases.models import IncomingReferral
from cairn.cases.rules_incoming import STATE_OF
from cairn.desk import jobs
from cairn.kernel.problems import Problem, too_long

JOB = "cases.answers_home"
LONGEST = 1000


def words_problems(text: str, row: int | None = None) -> list[Problem]:
    return too_long(text, LONGEST, "answer_words", row)


def answer(this: Deed, referrals: Sequence[Any], words: Mapping[int, str]) -> None:
    """Write the decision on referrals to what they came as, where they came through the door; `words` by referral."""
    decided = {row.pk: row for row in referrals}
    for part in loading.chunks(decided):
        came = IncomingReferral.objects.filter(organisation_id=this.by.organisation_id, referral__in=part)
        for row in came.select_related("sender"):
            referral = decided[row.referral_id]
            this.update(
                row, state=STATE_OF[referral.state], answer_reason=referral.unsuccessful_reason,
                answer_words=words.get(referral.pk, "").strip(), answered_date=referral.decided_date,
            )  # fmt: skip
            let_know([row])


def let_know(rows: Iterable[Any]) -> None:
    """Ask for the job that carries answers home to each organisation that sent one of these."""
    senders: dict[int, Organisation] = {row.sender_id: row.sender for row in rows if row.sender_id}
    for sender in senders.values():
        jobs.ask(by=system(sender), kind=JOB)
