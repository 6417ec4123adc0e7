"""Say that somebody is ready to move on but blocked, and which level of support they have, each from a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases import rules_situation as told
from cairn.cases.models import Episode, EpisodeLevel, MoveOnBlock
from cairn.cases.queries.base import get
from cairn.cases.rules_situation import Span
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services.models import SupportLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBlock:
    """Ready to move on, but something stands in the way (`cause`: a code of `move_on_cause`). Without dates: from today,
    and it goes on."""

    episode_uid: str
    cause: str
    start_date: date | None = None
    end_date: date | None = None
    words: str = ""
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLevel:
    """From `start_date` (today where left out) an episode has this level of its service's own list."""

    episode_uid: str
    level_uid: str
    start_date: date | None = None


def block(*, by: Actor, blocks: Sequence[NewBlock]) -> Done[MoveOnBlock]:
    """Note blocks, all or none. Raises Refused with every problem of every one."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _block(by, blocks))


def _block(by: Actor, blocks: Sequence[NewBlock]) -> Done[MoveOnBlock]:
    uids = [new.uid for new in blocks]
    known, taken = loading.mine(MoveOnBlock, by, uids), loading.taken(MoveOnBlock, by, uids)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in blocks), "client")
    others = {uid: [span for _, span in _spans(episode)] for uid, episode in episodes.items()}
    problems: list[Problem] = []
    for row, new in enumerate(blocks):
        episode = episodes.of(new.episode_uid)
        problems += checks.sender_uid(new.uid, taken, row)
        if episode is None:
            problems.append(rules.unknown("episode", "episode_uid", row))
        elif new.uid is None or known.of(new.uid) is None:
            span, earlier = Span(_start(new), new.end_date), others[str(episode.uid)]
            problems += told.block_problems(new.cause, span, _open(episode), earlier, new.words, clock.today(), row)
            earlier.append(span)
    refuse_if(problems)
    made, items, warnings = once(blocks, known, lambda _, new: _made(by, new, episodes.of(new.episode_uid)))
    with deed("cases.move_on_blocked", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


def _made(by: Actor, new: NewBlock, episode: Any) -> MoveOnBlock:
    return MoveOnBlock(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client=episode.client,
        episode=episode,
        cause=new.cause,
        start_date=_start(new),
        end_date=new.end_date,
        words=new.words.strip(),
    )


def change_block(
    *,
    by: Actor,
    block_uid: object,
    cause: str,
    start_date: date,
    end_date: date | None,
    words: str = "",
    version: int | None = None,
) -> Done[MoveOnBlock]:
    """Say what stands in the way now, when it began and, once they are free, when it ended. Raises Refused, Conflict and
    NotFound."""
    by.require(Permission.RECORD)
    row = get(by, MoveOnBlock, block_uid, "episode")
    span, others = Span(start_date, end_date), told.spans_but(_spans(row.episode), row.pk)
    refuse_if(told.block_problems(cause, span, _open(row.episode), others, words, clock.today()))
    with deed("cases.move_on_changed", by=by) as this:
        this.update(
            at_version(row, version), cause=cause, start_date=start_date, end_date=end_date, words=words.strip()
        )
    return Done((row,), (), this.uid)


def remove_block(*, by: Actor, block_uid: object) -> Done[MoveOnBlock]:
    """Take out a block that was noted by mistake. Raises NotFound."""
    by.require(Permission.RECORD)
    row = get(by, MoveOnBlock, block_uid)
    with deed("cases.move_on_changed", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def set_level(*, by: Actor, levels: Sequence[NewLevel]) -> Done[EpisodeLevel]:
    """Say which level of support episodes have from a date. What is said anew of one date replaces what was said of it;
    a level that stands already is not written again. Raises Refused."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _set_level(by, levels))


def _set_level(by: Actor, levels: Sequence[NewLevel]) -> Done[EpisodeLevel]:
    episodes = loading.mine(Episode, by, (new.episode_uid for new in levels), "client")
    known = loading.mine(SupportLevel, by, (new.level_uid for new in levels))
    problems: list[Problem] = []
    for row, new in enumerate(levels):
        episode, level = episodes.of(new.episode_uid), known.of(new.level_uid)
        if episode is None:
            problems.append(rules.unknown("episode", "episode_uid", row))
            continue
        own = level is not None and level.service_id == episode.service_id
        used = bool(own and level.is_used)
        problems += told.level_problems(own, used, new.start_date or clock.today(), _open(episode), clock.today(), row)
    refuse_if(problems)
    with deed("cases.level_set", by=by) as this:
        rows = [_leveled(this, episodes.of(new.episode_uid), known.of(new.level_uid), new) for new in levels]
    return Done(tuple(rows), (), this.uid)


def _leveled(this: Any, episode: Any, level: Any, new: NewLevel) -> EpisodeLevel:
    day = new.start_date or clock.today()
    said = EpisodeLevel.objects.filter(episode=episode, start_date__lte=day).order_by("-start_date").first()
    if said is not None and said.start_date == day:
        return this.update(said, level=level)  # type: ignore[no-any-return]
    if said is not None and said.level_id == level.pk:
        return said  # type: ignore[no-any-return]
    row = EpisodeLevel(
        organisation_id=episode.organisation_id, client=episode.client, episode=episode, level=level, start_date=day
    )
    return this.create(row)  # type: ignore[no-any-return]


def remove_level(*, by: Actor, uid: object) -> Done[EpisodeLevel]:
    """Take out a level that was noted by mistake; the one before it stands again. Raises NotFound."""
    by.require(Permission.RECORD)
    row = get(by, EpisodeLevel, uid)
    with deed("cases.level_set", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def _start(new: NewBlock) -> date:
    return new.start_date or clock.today()


def _open(episode: Any) -> Span:
    return Span(episode.start_date, episode.end_date)


def _spans(episode: Any) -> list[tuple[int, Span]]:
    rows = MoveOnBlock.objects.filter(episode=episode).values_list("pk", "start_date", "end_date")
    return [(pk, Span(start, end)) for pk, start, end in rows]
