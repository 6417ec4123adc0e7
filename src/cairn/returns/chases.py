"""What a commissioner has asked after, and what still stands. Enter a scope first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.queries import names_of
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.returns import finding
from cairn.returns.models import Chase, Return


@dataclass(frozen=True, slots=True)
class ChaseView:
    """`who` is a person's name to the commissioner's own side, and the organisation's to the provider. `stands` until the
    return is sent."""

    uid: str
    return_uid: str
    contract_reference: str
    round_name: str
    provider_name: str
    closes_date: date
    words: str
    who: str
    made_at: datetime
    seen_at: datetime | None
    stands: bool


def of(by: Actor, answer_uid: str) -> tuple[ChaseView, ...]:
    """Those of one return, the newest first. Raises NotFound."""
    return told(by, rows(by).filter(answer=finding.find(by, answer_uid)))


def standing(by: Actor) -> tuple[ChaseView, ...]:
    """What the provider was asked after and has not sent yet: for each return, the last one."""
    waiting = rows(by).filter(provider_id=by.organisation_id, answer__state__in=("open", "rejected"))
    found: dict[str, ChaseView] = {}
    for view in told(by, waiting):
        found.setdefault(view.return_uid, view)
    return tuple(found.values())


def rows(by: Actor) -> "QuerySet[Chase]":
    """All that the actor's side may read, the newest first."""
    found: QuerySet[Chase] = Chase.objects.filter(answer__in=finding.visible_to(by))
    return found.select_related("answer__round__contract", "provider", "commissioner").order_by("-made_at", "-pk")


def told(by: Actor, found: "Iterable[Chase]") -> tuple[ChaseView, ...]:
    every = list(found)
    own = {row.made_by_uid for row in every if row.commissioner_id == by.organisation_id}
    names = names_of(own) if own else {}
    return tuple(_view(row, names if row.commissioner_id == by.organisation_id else {}) for row in every)


def _view(row: Chase, names: dict[str, str]) -> ChaseView:
    answer = row.answer
    stands = answer.state in ("open", "rejected") and (answer.decided_at is None or answer.decided_at < row.made_at)
    return ChaseView(
        str(row.uid), str(answer.uid), answer.round.contract.reference, answer.round.name, row.provider.name,
        answer.round.closes_date, row.words, names.get(row.made_by_uid) or row.commissioner.name, row.made_at,
        row.seen_at, stands,
    )  # fmt: skip


def chase_problems(at: int, answer: Return, last: datetime | None, today: date) -> list[Problem]:
    """Whether a return may be asked after today. `at` is its place in the list; `last` when it was last asked after."""
    if answer.state not in ("open", "rejected"):
        return [Problem("chase.sent", f"{_name(answer)} has been sent.", "Take it off the list.", row=at)]
    if answer.round.opens_date > today:
        fix = "Wait until its round is open."
        return [Problem("chase.early", f"{_name(answer)} cannot be sent yet.", fix, row=at)]
    if last is not None and clock.london_date(last) == today:
        fix = "Give them the day, or telephone."
        return [Problem("chase.twice", f"{_name(answer)} was asked after today already.", fix, row=at)]
    return []


def _name(answer: Return) -> str:
    return f"{answer.round.contract.reference}, {answer.round.name},"


def suggested(found: Iterable[Return], today: date) -> str:
    """Words to begin with: what is late, by how much, and whom it may be told why."""
    every = list(found)
    if len(every) != 1:
        return (
            "Your return is late. Its figures have filled themselves: please look through them and send it, or tell us "
            "what is in the way."
        )
    late = (today - every[0].round.closes_date).days
    when = f"was due on {every[0].round.closes_date:%-d %B %Y}" if late > 0 else "is waited for"
    return (
        f"Your return for {every[0].round.name} {when}. Its figures have filled themselves: please look through them and "
        "send it, or tell us what is in the way."
    )


def today_of(answers: "QuerySet[Return]", today: date) -> "QuerySet[Any]":
    """The inner ids of those among these returns that were asked after today already."""
    midnight = datetime.combine(today, time.min, clock.LONDON)
    return Chase.objects.filter(answer__in=answers, made_at__gte=midnight).values("answer_id")
