"""What a round asks in words: the usual questions, those of the year before, and who may say so."""

from collections.abc import Iterable, Sequence

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.returns.models import Round, RoundQuestion
from cairn.returns.rules_rounds import ANNUAL
from cairn.returns.rules_words import USUAL, NewQuestion

USUAL_SET, AS_LAST, NO_QUESTIONS = "usual", "last", "none"


def asked_round(by: Actor, round_uid: str) -> Round:
    """A round that the actor's organisation asks, if the actor manages contracts or reviews returns. Raises NotFound."""
    if not (by.may(Permission.MANAGE_CONTRACTS) or by.may(Permission.REVIEW_RETURNS)):
        raise contracts.NotFound(round_uid)
    rows = Round.objects.filter(commissioner_id=by.organisation_id)
    found: Round = contracts.one(
        rows.select_related("contract__provider", "contract__commissioner", "answer"), round_uid
    )
    return found


def questions_for(rounds: Sequence[Round], how: str) -> list[RoundQuestion]:
    """What new annual rounds ask."""
    if how == NO_QUESTIONS:
        return []
    before = _before(rounds) if how == AS_LAST else {}
    return [row for one in rounds for row in question_rows(one, before.get(one.contract_id) or USUAL)]


def _before(rounds: Sequence[Round]) -> dict[int, list[NewQuestion]]:
    """By contract, the questions of its last annual round before these. One query."""
    first = {one.contract_id: one.observed_from_date for one in rounds}
    rows = RoundQuestion.objects.filter(round__kind=ANNUAL, round__contract_id__in=first).select_related("round")
    last: dict[int, Round] = {}
    found: dict[int, list[NewQuestion]] = {}
    for row in rows.order_by("round__observed_from_date", "round_id", "position", "pk"):
        contract = row.round.contract_id
        if row.round.observed_from_date >= first[contract]:
            continue
        if contract not in last or last[contract].pk != row.round_id:
            last[contract], found[contract] = row.round, []
        found[contract].append(as_new(row))
    return found


def last_asked(one: Round) -> tuple[NewQuestion, ...]:
    """What the contract's last round of the same kind before this one asked; () where there was none."""
    rows = Round.objects.filter(
        contract_id=one.contract_id, kind=one.kind, observed_from_date__lt=one.observed_from_date
    )
    before = rows.filter(questions__isnull=False).order_by("-observed_from_date").first()
    return tuple(map(as_new, questions_of(before))) if before else ()


def questions_of(one: Round) -> list[RoundQuestion]:
    """In their order."""
    return list(RoundQuestion.objects.filter(round=one).order_by("position", "pk"))


def as_new(row: RoundQuestion) -> NewQuestion:
    return NewQuestion(row.head, row.words, row.theme, row.most_words)


def question_rows(one: Round, asked: Iterable[NewQuestion], first: int = 0) -> list[RoundQuestion]:
    return [
        RoundQuestion(
            provider_id=one.provider_id, commissioner_id=one.commissioner_id, round=one, position=first + place,
            head=new.head, theme=new.theme.strip(), words=new.words.strip(), most_words=new.most_words,
        )
        for place, new in enumerate(asked)
    ]  # fmt: skip
