"""Outcomes that people work towards: what stands of each, from when to when."""

from collections.abc import Iterator
from datetime import date

from cairn.cases.extracts import aims, funding
from cairn.cases.extracts.aims import Pair, Said, Stretch
from cairn.cases.extracts.funding import Span
from cairn.cases.extracts.wide import EpisodeFacts, Known, Row, known


def outcomes(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each stretch of days over which one thing stands of one outcome in one episode: working towards it, set
    aside, or reached. `contracts` pay on its first day; `contract_spans` tell of every day."""
    carried = aims.carried(organisation_id)
    for facts in known(organisation_id, subjects):
        said = aims.read(**facts.batch.where("client_id"))
        for pk, episode in facts.episodes.items():
            for pair in said.of(pk, carried.get(episode.service, ())):
                yield from _rows(facts, pk, episode, pair, said)


def _rows(facts: Known, pk: int, episode: EpisodeFacts, pair: Pair, said: Said) -> Iterator[Row]:
    aim = aims.aim_uid(episode.uid, pair)
    reached = said.reached.get((pk, pair))
    for stretch in said.stretches(pk, pair, episode.start_date, episode.end_date):
        is_reached = stretch.state == "reached"
        own = (
            aims.stretch_uid(aim, stretch),
            episode.uid,
            aim,
            pair[0],
            aims.code(pair),
            stretch.state,
            stretch.first,
            stretch.last,
            reached.day if is_reached and reached else None,
            bool(is_reached and reached and reached.is_added_later),
            funding.words(_within(episode.spans, stretch)),
        )
        yield (facts.subject(pk), *own, *facts.wide(pk, stretch.first))


def _within(spans: tuple[Span, ...], stretch: Stretch) -> list[Span]:
    last: date = stretch.last or funding.FOREVER
    cut = [Span(s.contract, max(s.start, stretch.first), min(s.end, last)) for s in spans]
    return [s for s in cut if s.start <= s.end]
