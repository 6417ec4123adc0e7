"""The whole person asked about lightly: one deed keeps the answers and presents the needs that are there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.loading import Rows
from cairn.cases.models import Episode, Need, NeedsCheck
from cairn.cases.presenting import needs_there, new_judgement, new_need, within_reach
from cairn.cases.writers import at_most_twice
from cairn.definitions import registry
from cairn.definitions.shapes.needs import NeedsDictionary
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services import queries as services


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeedsCheck:
    """`answers` by need id, each a code of `need_answer`; a need left out was not asked about. `can_meet` by need id, where
    it is not what the service says of itself."""

    episode_uid: str
    check_date: date
    answers: Mapping[str, str]
    answered_by: str = "together"
    can_meet: Mapping[str, str] = field(default_factory=dict)
    uid: str | None = None


def record(*, by: Actor, checks: Sequence[NewNeedsCheck]) -> Done[NeedsCheck]:
    """Record checks; a need that is there and not yet presented in its episode is presented, judged unmet by whoever
    answered. One said not to be there is not changed: `queries.client_needs` proposes to judge it.

    An episode has one check a date. What is asked later that day is put to it, the later answer standing: the worker
    who goes on asking after a break, and the colleague who asks the rest, lose nothing. Sent twice, it is there once.
    """
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _record(by, checks), Conflict)


def wrong(by: Actor, new: NewNeedsCheck) -> list[Problem]:
    """What is wrong with one check, asked by a form whose other answers could not be read. Nothing is written."""
    return _problems(_Ground(by, [new]), new, 0)


def _record(by: Actor, items: Sequence[NewNeedsCheck]) -> Done[NeedsCheck]:
    ground = _Ground(by, items)
    refuse_if(p for row, new in enumerate(items) for p in _problems(ground, new, row))
    made, warnings, fresh = [], [], []
    with deed("cases.needs_checked", by=by) as this:
        for row, new in enumerate(items):
            if (known := ground.known.of(new.uid)) is not None:
                warnings.append(checks.already(row))
                made.append(known)
            else:
                made.append(ground.keep(this, new))
                fresh.append(new)
        ground.present(this, fresh)
    return Done(tuple(made), tuple(warnings), this.uid)


def _problems(ground: "_Ground", new: NewNeedsCheck, row: int) -> list[Problem]:
    today = clock.today()
    problems = [
        *checks.sender_uid(new.uid, ground.taken, row),
        *checks.code("judged_by", new.answered_by, "answered_by", row),
        *rules.dates_in_order([("check_date", "of the questions", new.check_date)], today, row),
        *_said_problems(new, {need.id for need in ground.dictionary.needs}, row),
    ]
    episode = ground.episodes.of(new.episode_uid)
    if episode is None:
        return [*problems, rules.unknown("episode", "episode_uid", row)]
    if not within_reach(episode, new.check_date):
        message, fix = "This is outside the episode.", "Choose a date from the referral to the end of the episode."
        problems.append(Problem("needs_check.date", message, fix, field="check_date", row=row))
    return problems


def _said_problems(new: NewNeedsCheck, known: Collection[str], row: int) -> list[Problem]:
    problems = []
    codes = loading.codes("need_answer")
    if any(need not in known for need in (*new.answers, *new.can_meet)):
        problems.append(rules.unknown("need", "answers", row))
    if any(answer not in codes for answer in new.answers.values()):
        problems += rules.not_a_code("", codes, "answers", row)
    if any(code not in rules.CAN_MEET for code in new.can_meet.values()):
        problems += rules.not_a_code("", rules.CAN_MEET, "can_meet", row)
    if not _asked(new):
        message, fix = "Nothing was asked about.", "Answer for one area at least, or leave the page."
        problems.append(Problem("needs_check.empty", message, fix, field="answers", row=row))
    return problems


def _asked(new: NewNeedsCheck) -> dict[str, str]:
    """What is kept: what is not there was not asked."""
    return {need: answer for need, answer in new.answers.items() if answer != "not_asked"}


class _Ground:
    """The rows that these checks meet, and the needs already there."""

    def __init__(self, by: Actor, items: Sequence[NewNeedsCheck]) -> None:
        self.by = by
        self.dictionary: NeedsDictionary = registry.get("needs", "common")
        uids = [new.uid for new in items]
        self.known: Rows = loading.mine(NeedsCheck, by, uids)
        self.taken = loading.taken(NeedsCheck, by, uids)
        self.episodes = loading.mine(Episode, by, (new.episode_uid for new in items), "referral", "service")
        ids = [episode.pk for episode in self.episodes.values()]
        self.there = needs_there(ids)
        days = {new.check_date for new in items}
        self.same_day: dict[tuple[int, date], NeedsCheck] = {}
        for part in loading.chunks(ids):
            for row in NeedsCheck.objects.filter(episode_id__in=part, check_date__in=days):
                self.same_day[row.episode_id, row.check_date] = row

    def keep(self, this: Deed, new: NewNeedsCheck) -> NeedsCheck:
        """A row of its own, or what was asked of the same episode on the same date, with these answers put to it."""
        episode = self.episodes.of(new.episode_uid)
        if (row := self.same_day.get((episode.pk, new.check_date))) is not None:
            said = {**row.answers, **_asked(new)}
            version = self.dictionary.version
            return this.update(row, answers=said, answered_by=new.answered_by, dictionary_version=version)  # type: ignore[no-any-return]
        row = NeedsCheck(
            organisation_id=self.by.organisation_id, client_id=episode.client_id, episode=episode,
            check_date=new.check_date, dictionary_version=self.dictionary.version, answered_by=new.answered_by,
            answers=_asked(new), **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        )  # fmt: skip
        self.same_day[episode.pk, new.check_date] = self.known[str(row.uid)] = this.create(row)
        return row

    def present(self, this: Deed, items: Sequence[NewNeedsCheck]) -> None:
        """The needs that are there and were not, each once in its episode, the earliest check first."""
        made: list[Need] = []
        offers: dict[str, dict[str, str]] = {}
        said: list[str] = []
        for new in sorted(items, key=lambda new: new.check_date):
            episode: Any = self.episodes.of(new.episode_uid)
            service = str(episode.service.uid)
            for need in (need for need, answer in new.answers.items() if answer == "present"):
                if (episode.pk, need) not in self.there:
                    self.there.add((episode.pk, need))
                    if service not in offers:
                        offers[service] = services.needs_of(self.by, service)
                    can_meet = new.can_meet.get(need) or offers[service].get(need, "not_known")
                    made.append(new_need(self.by, episode, need, new.check_date, can_meet, self.dictionary.version))
                    said.append(new.answered_by)
        self.write(this, made, said)

    def write(self, this: Deed, made: Sequence[Need], said: Sequence[str]) -> None:
        rows = this.create_many(made)
        this.create_many(
            new_judgement(self.by, need, need.presented_date, "unmet", judged_by)
            for need, judged_by in zip(rows, said, strict=True)
        )
