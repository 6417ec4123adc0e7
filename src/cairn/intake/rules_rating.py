"""What holds for links by which people rate themselves: how long they live, when they end, what is wrong with one. Pure."""

import re
import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Item, Scale
from cairn.intake.rules import Limit
from cairn.kernel.problems import Problem

RATING, FEEDBACK = "rating", "feedback"
DAYS, MOST_DAYS, LASTING_DAYS, MOST_LASTING_DAYS = 30, 90, 365, 400
FEEDBACK_DAYS = 60
TABLET_HOURS = 2
LONGEST_COMMENT = 2_000
#: At a door that is not there, from one address; and what one link may be told: a form is kept at every answer.
LIMITS = {"miss": Limit(10, 30), "link": Limit(10, 400), "password": Limit(10, 5)}
SKIPPED = "skip"
"""What is kept of a question that somebody prefers not to answer."""
NOT_MINE = "not_applicable"

RatingState = Literal["live", "used", "expired", "ended"]


class Link(Protocol):
    @property
    def expires_at(self) -> datetime: ...
    @property
    def revoked_at(self) -> datetime | None: ...
    @property
    def used_at(self) -> datetime | None: ...
    @property
    def is_lasting(self) -> bool: ...


def rating_state(link: Link, now: datetime) -> RatingState:
    """Whether a link still asks anything, and if not, why."""
    if link.revoked_at is not None:
        return "ended"
    if link.used_at is not None and not link.is_lasting:
        return "used"
    return "live" if now < link.expires_at else "expired"


def lives(days: int, *, on_tablet: bool) -> timedelta:
    """How long a link opens."""
    return timedelta(hours=TABLET_HOURS) if on_tablet else timedelta(days=days)


def problems_of(
    *, scales: Sequence[str], askable: Collection[str], stage: str, language: str, languages: Collection[str],
    days: int, lasting: bool, on_tablet: bool, row: int | None = None,
) -> list[Problem]:  # fmt: skip
    """Everything that is wrong with a link to rate by that is to be made."""
    found: list[Problem] = []

    def wrong(field: str, message: str, fix: str) -> None:
        found.append(Problem(f"rating.{field}", message, fix, field=field, row=row))

    if not scales:
        wrong("scales", "There is nothing to ask.", "Tick at least one scale.")
    if set(scales) - set(askable):
        wrong("scales", "A scale may not be asked like this.", "Choose from the list: the others lack their wording.")
    if stage and stage not in registry.get("codes", "assessment_stage").codes:
        wrong("stage", "That stage is not on the list.", "Choose one of the list.")
    if language not in languages:
        wrong("language", "The page is not there in that language.", "Choose one of the list.")
    most = MOST_LASTING_DAYS if lasting else MOST_DAYS
    if not 1 <= days <= most:
        wrong("days", "That is not how long a link can live.", f"Write a number from 1 to {most}.")
    if lasting and on_tablet:
        wrong("lasting", "A tablet is handed over once.", "Make a link that lasts for their own phone or fridge.")
    return found


_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\u202d\u202e]")


def plain(comment: str) -> str:
    """Words as they are kept: without what is no character (PostgreSQL keeps no NUL), and without marks that turn round how
    the text beside them is read."""
    return _NO_TEXT.sub("", comment)[:LONGEST_COMMENT]


def comment_problems(comment: str) -> list[Problem]:
    """What is wrong with words about the service."""
    if len(comment) <= LONGEST_COMMENT:
        return []
    fix = f"Use at most {LONGEST_COMMENT:,}."
    return [Problem("feedback.long", f"This has {len(comment):,} characters.", fix, field="comment")]


def can_be_asked(scale: Scale) -> bool:
    """Whether a person can rate themselves by it on a page of ours: by words that stand in the file or were entered with
    the permission. Who uses the printed form has no words for a screen."""
    if scale.template or "client" not in scale.raters:
        return False
    return not scale.licence.locked or all(item.text for item in scale.items)


def stage_now(wanted: str, *, has_start: bool, is_closed: bool) -> str:
    """The stage of what is sent: as it was wanted, but never a second start; with none wanted, as things stand."""
    if wanted and not (wanted == "start" and has_start):
        return wanted
    if is_closed:
        return "follow_up" if has_start else "end"
    return "review" if has_start else "start"


def heard(scale: Scale, item: Item, said: str) -> int | str | None:
    """An answer as it is kept; None for what no page of ours offers."""
    if said == SKIPPED or (said == NOT_MINE and item.may_skip):
        return said
    low, high = scale.bounds(item)
    text = said.strip()
    if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdecimal() and len(text) < 6):
        return None
    value = int(text)
    return value if low <= value <= high and value != scale.missing.unknown else None


def told(scale: Scale, given: dict[str, Any]) -> list[Any]:
    """Kept answers as an assessment takes them, in item order."""
    kept = [given.get(item.id) for item in scale.items]
    return [None if value == SKIPPED else value for value in kept]


def uid_of(link_uid: object, scale: str, day: date) -> str:
    """The uid of what one link brings of one scale on one day: sent twice, it lands once."""
    return str(uuid.uuid5(uuid.UUID(str(link_uid)), f"{scale}.{day.isoformat()}"))
