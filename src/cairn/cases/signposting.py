"""Where people were sent: the one writer of such a line, the rules of what may be said, and what came of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.cases import checks
from cairn.cases.models import Episode, Signposting
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

LONGEST_TO, LONGEST_WORDS = 300, 2_000
TOLD, PASSED_ON = "told", "passed_on"
NOT_KNOWN, STARTED = "not_known", "started"
#: results after which there is more to hear
OPEN = frozenset({NOT_KNOWN, "waiting_list"})
ASK_AFTER_DAYS = 28
"""When to ask what came of it, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A person was told of another service (`kind` told), or their details went there (passed_on); `entry` is in the
    directory, `to_words` names whoever is not. Rows, not uids: the action has read them."""

    client: Any
    kind: str
    made_date: dt.date
    episode: Any = None
    need: Any = None
    entry: Any = None
    to_words: str = ""
    ask_again_date: dt.date | None = None
    words: str = ""
    uid: str | None = None


def row_of(by: Actor, line: Line) -> Signposting:
    """The row of a line. Without an episode, the one that it belongs to by its date."""
    return Signposting(
        **({"uid": line.uid} if line.uid else {}),
        organisation_id=by.organisation_id, client=line.client, need=line.need, entry=line.entry,
        episode=line.need.episode if line.need else line.episode or episode_on(line.client, line.made_date),
        kind=line.kind, made_date=line.made_date, to_words=line.to_words.strip(), words=line.words.strip(),
        ask_again_date=line.ask_again_date, worker_uid=by.uid, result=NOT_KNOWN,
    )  # fmt: skip


def episode_on(client: Any, day: dt.date) -> Any:
    """The support during which somebody was sent on: open on the day, else the last before it; None for nobody's."""
    rows = list(Episode.objects.filter(client=client, start_date__lte=day).order_by("-start_date", "-pk")[:50])
    return next((row for row in rows if row.end_date is None or row.end_date >= day), rows[0] if rows else None)


def answered(
    this: Deed, row: Any, result: str, day: dt.date | None, *, ask_again_date: dt.date | None = None, **words: str
) -> Signposting:
    """What came of it; asked again only where there is more to hear."""
    again = ask_again_date if result in OPEN else None
    return this.update(row, result=result, result_date=day, ask_again_date=again, **words)  # type: ignore[no-any-return]


def problems_of(line: Line, today: dt.date, row: int | None = None) -> list[Problem]:
    """Everything wrong with a line, given the rows it names."""
    found = checks.code("signposting_kind", line.kind, "kind", row)
    if line.entry is None and not line.to_words.strip():
        fix = "Choose a service of the directory, or write who it is."
        found.append(Problem("signposting.empty", "Nobody is named.", fix, field="to_words", row=row))
    if line.entry is not None and not line.entry.is_open:
        fix = "Choose another; or open the entry again, if it takes people."
        found.append(Problem("signposting.closed", "That service is closed.", fix, field="entry_uid", row=row))
    found += too_long(line.to_words, LONGEST_TO, "to_words", row) + too_long(line.words, LONGEST_WORDS, "words", row)
    return found + _date_problems(line, today, row)


def _date_problems(line: Line, today: dt.date, row: int | None) -> list[Problem]:
    found = slip(line.made_date, "made_date", row)
    found += checks.not_future(line.made_date, today, "made_date", "of it", row)
    if line.need is not None and line.made_date < line.need.presented_date:
        fix = "Use that day or a later one; or change the day of the need."
        message = "This is before the need was brought."
        found.append(Problem("signposting.before_need", message, fix, field="made_date", row=row))
    return found + ask_again_problems(line.ask_again_date, line.made_date, row)


def ask_again_problems(day: dt.date | None, after: dt.date, row: int | None = None) -> list[Problem]:
    if day is None:
        return []
    if day < after:
        fix = "Use a later day, or leave it blank."
        return [Problem("signposting.ask", "This is before it.", fix, field="ask_again_date", row=row)]
    return slip(day, "ask_again_date", row)


def result_problems(
    line: Any, result: str, day: dt.date | None, today: dt.date, row: int | None = None
) -> list[Problem]:
    """What may be said of what came of a line (a row)."""
    found = checks.code("signposting_result", result, "result", row)
    if day is None:
        return found
    if day < line.made_date:
        fix = "Use the day on which you heard, or on which it came about."
        found.append(Problem("signposting.order", "This is before they were told.", fix, field="result_date", row=row))
    return found + slip(day, "result_date", row) + checks.not_future(day, today, "result_date", "of it", row)


def latest_of_needs(need_ids: Sequence[int]) -> dict[int, Any]:
    """The latest line of each need, with its entry. One query."""
    rows = Signposting.objects.filter(need_id__in=need_ids).select_related("entry").order_by("made_date", "pk")
    return {row.need_id: row for row in rows}


def named(row: Any) -> str:
    """To whom: the entry's name with who runs it, or the words."""
    if row.entry is None:
        return str(row.to_words)
    provider = row.entry.provider_name
    return f"{row.entry.name}, {provider}" if provider not in ("", row.entry.name) else str(row.entry.name)
