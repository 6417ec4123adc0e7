"""Blocks to moving on, carers' assessments, and the bare count of safeguarding referrals."""

from collections.abc import Iterator
from datetime import date

from cairn.cases.extracts import funding
from cairn.cases.extracts.reading import batches
from cairn.cases.extracts.wide import Row, known
from cairn.cases.models import CarersAssessment, EpisodeFunding, MoveOnBlock, SafeguardingReferral


def blocks(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a block, ended at the latest with its support; `days` once it has ended. `contracts` pay for it on its first
    day; `contract_spans` tell of every day."""
    for facts in known(organisation_id, subjects):
        rows = MoveOnBlock.objects.filter(**facts.batch.where("client_id")).order_by("pk")
        for episode, uid, cause, start, ended in rows.values_list(
            "episode_id", "uid", "cause", "start_date", "end_date"
        ).iterator(2000):
            at = facts.episodes[episode]
            end = min(ended or funding.FOREVER, at.end_date or funding.FOREVER)
            last = None if end == funding.FOREVER else end
            spans = [funding.Span(s.contract, max(s.start, start), min(s.end, end)) for s in at.spans]
            paid = funding.words(s for s in spans if s.start <= s.end)
            own = (str(uid), at.uid, cause, start, last, (last - start).days + 1 if last else None, paid)
            yield (facts.subject(episode), *own, *facts.wide(episode, start))


def carers_assessments(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a carer's assessment, offered, declined or done."""
    for facts in known(organisation_id, subjects):
        rows = CarersAssessment.objects.filter(**facts.batch.where("client_id")).order_by("pk")
        for episode, uid, kind, state, day in rows.values_list(
            "episode_id", "uid", "kind", "state", "assessment_date"
        ).iterator(2000):
            own = (str(uid), facts.episodes[episode].uid, kind, state, day)
            yield (facts.subject(episode), *own, *facts.wide(episode, day))


def safeguarding(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a referral made, and of it the quarter and the service: no person, no day, no body, no outcome, nor anything
    that leads to them. Its subject is the referral itself, so that no row of anybody stands beside it."""
    services = funding.services_of(organisation_id)
    provider = funding.provider_uid(organisation_id)
    made = SafeguardingReferral.objects.filter(organisation_id=organisation_id)
    for batch in batches(made, subjects):
        rows = made.filter(**batch.where("pk")).order_by("pk")
        found = list(rows.values_list("uid", "made_date", "episode_id", "episode__service_id"))
        paying = _paying([episode for _, _, episode, _ in found if episode])
        for uid, day, episode, service in found:
            at = services.get(service)
            spans = paying.get(episode) or (at.spans if at else ())
            where = (provider, at.uid if at else None, (at.area or None) if at else None, funding.on(day, spans))
            yield (str(uid), str(uid), quarter_start(day), *where)


def _paying(episodes: list[int]) -> dict[int, tuple[funding.Span, ...]]:
    """Who pays for these episodes, where it was said of them."""
    found: dict[int, tuple[funding.Span, ...]] = {}
    for start in range(0, len(episodes), 500):
        rows = EpisodeFunding.objects.filter(episode__in=episodes[start : start + 500])
        for episode, *paid in rows.values_list("episode_id", "contract__uid", "start_date", "end_date"):
            found[episode] = (*found.get(episode, ()), funding.span(*paid))
    return found


def quarter_start(day: date) -> date:
    """The first day of its calendar quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
