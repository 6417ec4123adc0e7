"""The words of a return: what its round asks, what is answered, and what was sent. Enter a scope first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.kernel.problems import Problem
from cairn.returns import asking, finding, rules_words
from cairn.returns.models import NarrativeAnswer, Return, RoundQuestion, Submission


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer, "" where there is none. `uid` is the question's; `version` the answer's, 0 before the first."""

    uid: str
    head: str
    head_label: str
    theme: str
    question: str
    most_words: int
    words: str
    version: int = 0

    @property
    def has(self) -> int:
        return rules_words.count_words(self.words)

    @property
    def over(self) -> int:
        """How many words too many; 0 where it fits, or any length will do."""
        return max(0, self.has - self.most_words) if self.most_words else 0


@dataclass(frozen=True, slots=True)
class Words:
    """All that a return says in words. `version` moves with every answer that is kept."""

    lines: tuple[Line, ...]

    @property
    def version(self) -> int:
        return sum(line.version for line in self.lines)

    @property
    def answered(self) -> int:
        return sum(1 for line in self.lines if line.words)

    @property
    def over(self) -> int:
        return sum(1 for line in self.lines if line.over)


def of(by: Actor, return_uid: str) -> Words:
    """As the provider has written it so far. Raises NotFound."""
    return written(finding.led(by, return_uid))


def written(answer: Return) -> Words:
    """Two queries."""
    asked = asking.questions_of(answer.round)
    said = {row.question_id: row for row in NarrativeAnswer.objects.filter(answer=answer)} if asked else {}
    return Words(tuple(_line(row, said.get(row.pk)) for row in asked))


def _line(row: RoundQuestion, said: NarrativeAnswer | None) -> Line:
    words, version = (said.words, said.version + 1) if said else ("", 0)
    return Line(str(row.uid), row.head, head_label(row.head), row.theme, row.words, row.most_words, words, version)


def head_label(head: str) -> str:
    return registry.get("codes", "narrative_head").label_of(head)


def frozen(answer: Return, supplied: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """What of the words is sent: each answer with the question as it was asked; [] where nothing is answered. `supplied` are
    answers that come with what is sent, in place of those that are written here."""
    return [
        {"head": line.head, "theme": line.theme, "question": line.question, "words": line.words}
        for line in _with(written(answer), supplied).lines
        if line.words
    ]


def _with(said: Words, supplied: Mapping[str, str] | None) -> Words:
    return Words(tuple(replace(line, words=(supplied or {}).get(line.uid) or line.words) for line in said.lines))


def submit_problems(answer: Return, supplied: Mapping[str, str] | None = None) -> list[Problem]:
    """Too long is refused, with the count; not answered is a warning."""
    said = _with(written(answer), supplied)
    problems = [
        each for line in said.lines for each in rules_words.length_problems(line.words, line.most_words, line.uid)
    ]
    open_ = len(said.lines) - said.answered
    return problems + rules_words.unanswered_problems(open_, len(said.lines))


def sent(submission: Submission | None) -> tuple[Line, ...]:
    """What was sent, as it was sent, in the order in which it was asked."""
    said: Sequence[dict[str, Any]] = submission.narrative if submission else ()
    return tuple(
        Line("", one["head"], head_label(one["head"]), one["theme"], one["question"], 0, one["words"]) for one in said
    )


def as_sent(by: Actor, return_uid: str) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """For either side: the answers of the last submission, and the questions that it leaves open. Raises NotFound."""
    answer = finding.find(by, return_uid)
    last = finding.last_submission(answer)
    if last is None:
        return (), ()
    lines = sent(last)
    told = {(line.head, line.question) for line in lines}
    asked = asking.questions_of(answer.round)
    return lines, tuple(row.words for row in asked if (row.head, row.words) not in told)
