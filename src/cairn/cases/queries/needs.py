"""A person's needs as a whole: what was asked about, what is there, and how far each is met, now and at the start."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.cases import dictionary, rules
from cairn.cases.dictionary import Entry
from cairn.cases.models import Need, NeedJudgement, NeedsCheck, Signposting
from cairn.cases.queries.base import NotFound, title, visible_to
from cairn.cases.queries.views import JudgementView
from cairn.cases.signposting import named
from cairn.people import queries as people


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need presented in an episode, with its judgements, oldest first. `need` is the dictionary's id, `area` its part of
    life. `doubt`: a check since says it is `gone` or `back`, else ""."""

    uid: str
    version: int
    need: str
    label: str
    area: str
    area_label: str
    episode_uid: str
    service: str
    is_open: bool
    presented_date: dt.date
    can_meet: str
    state: str
    part_met_date: dt.date | None
    met_date: dt.date | None
    signposted_to: str
    signposted_date: dt.date | None
    judgements: tuple[JudgementView, ...]
    doubt: str

    @property
    def first_state(self) -> str:
        return self.judgements[0].state if self.judgements else self.state

    @property
    def judged_date(self) -> dt.date:
        return self.judgements[-1].judged_date if self.judgements else self.presented_date


@dataclass(frozen=True, slots=True)
class AreaView:
    """A part of life: its needs, each once however many episodes it was presented in, their `states` in the same order,
    and what was said of the area as a whole (a code of `need_answer`), last on `asked_date`."""

    id: str
    label: str
    needs: tuple[NeedRow, ...]
    states: tuple[str, ...]
    answer: str
    asked_date: dt.date | None


@dataclass(frozen=True, slots=True)
class CheckView:
    """One time that the whole person was asked about. `present` are labels; counts are of areas."""

    uid: str
    episode_uid: str
    check_date: dt.date
    answered_by: str
    service: str
    asked: int
    areas: int
    present: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EpisodeChoice:
    uid: str
    service: str
    start_date: dt.date
    end_date: dt.date | None


@dataclass(frozen=True, slots=True)
class ClientNeeds:
    """The wheel and all behind it. `areas` as they stand now, `start` as they stood at the start (from `start_date`);
    `needs` every need of every episode shown; `episodes` all there are to choose from, newest first."""

    client_uid: str
    name: str
    episodes: tuple[EpisodeChoice, ...]
    areas: tuple[AreaView, ...]
    start: tuple[AreaView, ...]
    start_date: dt.date | None
    needs: tuple[NeedRow, ...]
    checks: tuple[CheckView, ...]

    @property
    def is_empty(self) -> bool:
        return not self.needs and not self.checks

    @property
    def has_moved(self) -> bool:
        """Whether now differs from the start."""
        return [(a.states, a.answer) for a in self.areas] != [(a.states, a.answer) for a in self.start]


def client_needs(by: Actor, client: object, episode_uid: str = "") -> ClientNeeds:
    """All needs of a client, or those of one episode, in seven queries at most. Raises NotFound. The screen logs the read."""
    person = people.get(by, client)
    episodes = list(visible_to(by).filter(client=person).select_related("service").order_by("-start_date", "-id"))
    chosen = {row.pk: row for row in episodes if episode_uid in ("", str(row.uid))}
    if episode_uid and not chosen:
        raise NotFound("no such episode")
    checks = [row for row in checks_of(by, person) if row.episode_id in chosen]
    needs = needs_of_client(by, person, chosen, checks)
    start_date = min([*(need.presented_date for need in needs), *(row.check_date for row in checks)], default=None)
    return ClientNeeds(
        client_uid=str(person.uid),
        name=title(person.name, person.known_as, person.reference),
        episodes=tuple(EpisodeChoice(str(r.uid), r.service.name, r.start_date, r.end_date) for r in episodes),
        areas=_now(needs, checks),
        start=_at_start(needs, checks, start_date),
        start_date=start_date,
        needs=tuple(needs),
        checks=tuple(_check(row, chosen[row.episode_id]) for row in reversed(checks)),
    )


def checks_of(by: Actor, person: Any) -> list[NeedsCheck]:
    """A client's checks, oldest first."""
    return list(visible_to(by, NeedsCheck).filter(client=person).order_by("check_date", "id"))


def needs_of_client(
    by: Actor, person: Any, episodes: dict[int, Any], checks: Sequence[NeedsCheck] = ()
) -> list[NeedRow]:
    """The needs presented in these episodes, in order of date."""
    judged: dict[int, list[JudgementView]] = defaultdict(list)
    for row in visible_to(by, NeedJudgement).filter(client=person).order_by("judged_date", "id"):
        judged[row.need_id].append(JudgementView(row.judged_date, row.state, row.judged_by))
    told = {row.need_id: row for row in sent_on(by).filter(client=person, need__isnull=False)}
    words = rules.last_words((row.check_date, need, said) for row in checks for need, said in row.answers.items())
    rows = visible_to(by, Need).filter(client=person).order_by("presented_date", "id")
    return [
        _row(row, episodes[row.episode_id], tuple(judged[row.pk]), words.get(row.need), told.get(row.pk))
        for row in rows
        if row.episode_id in episodes
    ]


def sent_on(by: Actor) -> "QuerySet[Any]":
    """Lines of where people were sent, oldest first: of those of one need, the last stands."""
    return visible_to(by, Signposting).select_related("entry").order_by("made_date", "id")


def _row(
    row: Any, episode: Any, judged: tuple[JudgementView, ...], word: tuple[dt.date, str] | None, told: Any
) -> NeedRow:
    words = dictionary.entry(row.need, row.dictionary_version)
    last = judged[-1].judged_date if judged else row.presented_date
    return NeedRow(
        uid=str(row.uid),
        version=row.version,
        need=row.need,
        label=words.label,
        area=words.area,
        area_label=words.area_label,
        episode_uid=str(episode.uid),
        service=episode.service.name,
        is_open=episode.end_date is None,
        presented_date=row.presented_date,
        can_meet=row.can_meet,
        state=row.state,
        part_met_date=row.part_met_date,
        met_date=row.met_date,
        signposted_to=named(told) if told else "",
        signposted_date=told.made_date if told else None,
        judgements=judged,
        doubt=rules.in_doubt(row.state, last, word) if episode.end_date is None else "",
    )


def _now(needs: Sequence[NeedRow], checks: Sequence[NeedsCheck]) -> tuple[AreaView, ...]:
    """Each need once, as it was judged last; the last word on each need asked about."""
    stands: dict[str, NeedRow] = {}
    for need in needs:
        if need.need not in stands or need.judged_date >= stands[need.need].judged_date:
            stands[need.need] = need
    return _areas([(need, need.state) for need in stands.values()], needs, checks)


def _at_start(
    needs: Sequence[NeedRow], checks: Sequence[NeedsCheck], start_date: dt.date | None
) -> tuple[AreaView, ...]:
    """What was found in the first weeks, as it was judged first."""
    if start_date is None:
        return ()
    last = start_date + dt.timedelta(days=rules.START_DAYS)
    first: dict[str, NeedRow] = {}
    for need in needs:
        if need.presented_date <= last:
            first.setdefault(need.need, need)
    early = [row for row in checks if row.check_date <= last]
    return _areas([(need, need.first_state) for need in first.values()], needs, early)


def _areas(
    stands: Sequence[tuple[NeedRow, str]], needs: Iterable[NeedRow], checks: Sequence[NeedsCheck]
) -> tuple[AreaView, ...]:
    """Every area of the dictionary, and those that only these needs and checks know, with what is in each."""
    said = [(row.check_date, entry, answer) for row in checks for entry, answer in entries_of(row)]
    there = defaultdict(list)
    for need, state in stands:
        there[need.area].append((need, state))
    words = rules.last_words((day, entry.id, answer) for day, entry, answer in said)
    answers: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
    for area, ids in _ids_by_area(entry for _, entry, _ in said).items():
        answers[area] = [words[one] for one in ids if one in words]
    known = dictionary.areas([*(entry for _, entry, _ in said), *(_entry_of(need) for need in needs)])
    return tuple(_area(id, label, there[id], answers[id]) for id, label in known)


def _area(id: str, label: str, there: list[tuple[NeedRow, str]], said: list[tuple[dt.date, str]]) -> AreaView:
    answer = "present" if there else rules.area_answer(code for _, code in said)
    days = [*(day for day, _ in said), *(need.presented_date for need, _ in there)]
    return AreaView(
        id, label, tuple(need for need, _ in there), tuple(state for _, state in there), answer, max(days, default=None)
    )


def _entry_of(need: NeedRow) -> Entry:
    return Entry(need.need, need.label, need.area, need.area_label, None)


def _ids_by_area(entries: Iterable[Entry]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        found[entry.area].add(entry.id)
    return found


def entries_of(check: NeedsCheck) -> list[tuple[Entry, str]]:
    """Everything that a check has an answer to, in words."""
    return [(dictionary.entry(need, check.dictionary_version), answer) for need, answer in check.answers.items()]


def _check(row: NeedsCheck, episode: Any) -> CheckView:
    said = entries_of(row)
    areas: dict[str, list[str]] = defaultdict(list)
    for entry, answer in said:
        areas[entry.area].append(answer)
    refused = [entry.area_label for entry, _ in said if set(areas[entry.area]) == {"refused"}]
    return CheckView(
        uid=str(row.uid),
        episode_uid=str(episode.uid),
        check_date=row.check_date,
        answered_by=row.answered_by,
        service=episode.service.name,
        asked=len(areas),
        areas=len(dictionary.areas([entry for entry, _ in said])),
        present=tuple(entry.label for entry, answer in said if answer == "present"),
        refused=tuple(dict.fromkeys(refused)),
    )
