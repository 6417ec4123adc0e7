"""For how long each contract paid for whose support, and whether it had done so before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from cairn.cases.extracts import funding
from cairn.cases.extracts.funding import Span
from cairn.cases.extracts.readings import derived
from cairn.cases.extracts.wide import EpisodeFacts, Row, known

ONE_DAY = timedelta(days=1)


def paid_support(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each stretch of days on which one contract pays for one episode; days that follow one another are one
    stretch. `is_repeat` where the contract paid for this person on an earlier day than its first: in an episode that began
    earlier, or before a gap."""
    for facts in known(organisation_id, subjects):
        for pk, span, is_repeat in told(facts.episodes):
            episode, contract = facts.episodes[pk], span.contract or ""
            last = None if span.end == funding.FOREVER else span.end
            uid = derived(episode.uid, contract, span.start.isoformat())
            own = (uid, episode.uid, span.start, last, is_repeat, [str(span)])
            yield (facts.subject(pk), *own, *facts.wide(pk, span.start, [contract]))


def told(episodes: Mapping[int, EpisodeFacts]) -> Iterator[tuple[int, Span, bool]]:
    """Each stretch with its episode, and whether its contract had paid for the person before."""
    stretches = [(pk, span) for pk, episode in episodes.items() for span in stretches_of(episode)]
    first: dict[tuple[int, str | None], date] = {}
    for pk, span in stretches:
        key = (episodes[pk].client, span.contract)
        first[key] = min(first.get(key, span.start), span.start)
    for pk, span in stretches:
        yield pk, span, first[episodes[pk].client, span.contract] < span.start


def stretches_of(episode: EpisodeFacts) -> list[Span]:
    """The days of an episode that each contract pays for, cut to those on which it is open."""
    last = episode.end_date or funding.FOREVER
    of: dict[str, list[Span]] = defaultdict(list)
    for span in episode.spans:
        cut = Span(span.contract, max(span.start, episode.start_date), min(span.end, last))
        if cut.contract and cut.start <= cut.end:
            of[cut.contract].append(cut)
    return [one for contract in sorted(of) for one in joined(of[contract])]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans of one contract, those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and (found[-1].end == funding.FOREVER or span.start <= found[-1].end + ONE_DAY):
            found[-1] = Span(span.contract, found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
