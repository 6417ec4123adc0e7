"""The words of a round: the commissioner asks, the provider answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, Deed, deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Done, Problem, refuse_if, too_long
from cairn.returns import asking, finding, narrating, narrative, rules, rules_words
from cairn.returns.models import NarrativeAnswer, Round, RoundQuestion, Submission
from cairn.returns.rules_words import NewQuestion


def ask(*, by: Actor, round_uid: str, questions: Sequence[NewQuestion]) -> Done[RoundQuestion]:
    """As the commissioner, before the return was sent: these are the round's questions, in this order, and no others. One with
    the `uid` of a question that stands is that question in other words."""
    by.require(Permission.MANAGE_CONTRACTS)
    round_ = asking.asked_round(by, round_uid)
    refuse_if(ask_problems(round_, questions))
    with deed("returns.questions_asked", by=by) as this:
        finding.hold(round_.answer)
        there = {str(row.uid): row for row in asking.questions_of(round_)}
        _strike(this, [row for uid, row in there.items() if uid not in {one.uid for one in questions}])
        rows = [_put(this, by, round_, place, new, there) for place, new in enumerate(questions)]
        this.about("return", round_.answer.uid)
    return Done(tuple(rows), (), this.uid)


def ask_problems(round_: Round, questions: Sequence[NewQuestion]) -> list[Problem]:
    """What stands in the way of asking these, all at once."""
    problems = rules_words.question_problems(questions)
    there = {str(row.uid) for row in asking.questions_of(round_)}
    named = [one.uid for one in questions if one.uid]
    if not set(named) <= there or len(named) != len(set(named)):
        problems.append(
            Problem("question.unknown", "The questions have changed since you opened the page.", "Open it again.")
        )
    if Submission.objects.filter(answer__round=round_).exists():
        fix = "Ask in the next round, or ask about a figure."
        problems.append(Problem("round.sent", "A return was sent for this round, so its questions stay.", fix))
    begun = (
        NarrativeAnswer.objects.filter(question__round=round_).exclude(words="").values_list("question__uid", flat=True)
    )
    if {str(uid) for uid in begun} - set(named):
        fix = "Keep it. Its words may be changed."
        problems.append(Problem("question.begun", "The provider has begun to answer a question that is left out.", fix))
    return problems


def _strike(this: Deed, rows: Sequence[RoundQuestion]) -> None:
    """Take questions away, with answers that say nothing."""
    this.delete_many(NarrativeAnswer.objects.filter(question__in=rows, words=""))
    this.delete_many(rows)


def _put(
    this: Deed, by: Actor, round_: Round, place: int, new: NewQuestion, there: Mapping[str, RoundQuestion]
) -> RoundQuestion:
    (row,) = asking.question_rows(round_, [new], place)
    if (stands := there.get(new.uid)) is None:
        parties.make(this, by, [row])
        return row
    return parties.change(
        this, by, stands, position=place, head=row.head, theme=row.theme, words=row.words, most_words=row.most_words
    )  # type: ignore[no-any-return]


def write(
    *, by: Actor, return_uid: str, answers: Mapping[str, str], version: int | None = None
) -> Done[NarrativeAnswer]:
    """As the lead, while the return is open: answers by the uid of their question. Too long an answer is kept, with a warning:
    it is refused when the return is sent. `version` is that of the words on the page (`narrative.Words`)."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    refuse_if(rules.move_problems(answer.state, "submitted", "provider"))
    asked = {str(row.uid): row for row in asking.questions_of(answer.round)}
    if not answers.keys() <= asked.keys():
        raise NotFound("a question")
    said = {uid: words.strip() for uid, words in answers.items()}
    refuse_if(each for uid, words in said.items() for each in too_long(words, rules_words.LONGEST_ANSWER, uid))
    with deed("returns.narrative_written", by=by) as this:
        finding.hold(answer)
        if version is not None and version != narrative.written(answer).version:
            raise Conflict([_OTHER_WORDS])
        rows = narrating.keep(this, by, answer, {asked[uid].pk: (asked[uid], words) for uid, words in said.items()})
        this.about("return", answer.uid)
    warnings = [
        replace(each, severity="warning")
        for uid, words in said.items()
        for each in rules_words.length_problems(words, asked[uid].most_words, uid)
    ]
    return Done(tuple(rows), tuple(warnings), this.uid)


_OTHER_WORDS = Problem(
    "edit.conflict", "Somebody else has written here meanwhile.", "Both are shown: keep what is right and save again."
)
