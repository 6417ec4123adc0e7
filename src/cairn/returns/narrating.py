"""Writes answers in words, within a deed: for the page where they are typed, and for a return that was filled elsewhere."""

from collections.abc import Mapping

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.contracts import parties
from cairn.returns import asking
from cairn.returns.models import NarrativeAnswer, Return, RoundQuestion


def answer(this: Deed, by: Actor, answer: Return, words: Mapping[str, str]) -> None:
    """Answers by the uid of their question; blank ones leave what is written."""
    asked = {str(row.uid): row for row in asking.questions_of(answer.round)} if words else {}
    keep(this, by, answer, {asked[uid].pk: (asked[uid], said) for uid, said in words.items() if said and uid in asked})


def keep(this: Deed, by: Actor, answer: Return, said: Mapping[int, tuple[RoundQuestion, str]]) -> list[NarrativeAnswer]:
    """By the inner id of the question, the question and what is answered."""
    there = {row.question_id: row for row in NarrativeAnswer.objects.filter(answer=answer, question_id__in=said)}
    new = [
        NarrativeAnswer(
            provider_id=answer.provider_id, commissioner_id=answer.commissioner_id, answer=answer, question=question,
            words=words,
        )
        for key, (question, words) in said.items()
        if key not in there and words
    ]  # fmt: skip
    changed = [parties.change(this, by, row, words=said[key][1]) for key, row in there.items()]
    return [*changed, *parties.make(this, by, new)]
