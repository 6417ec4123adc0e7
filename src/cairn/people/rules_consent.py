"""What may be said of a person's consent, and what stands of it on a day. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cairn.definitions import registry
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

LONGEST_WORDS = 2_000
SHARE_INDIVIDUAL, PASS_ON = "share_individual", "pass_on"
GIVEN, REFUSED, WITHDRAWN = "given", "declined", "withdrawn"
#: Purposes that may name one recipient; the others are never about one organisation alone.
ABOUT_RECIPIENT = frozenset({PASS_ON, SHARE_INDIVIDUAL})
CODED = {"purpose": "consent_purpose", "state": "consent_state", "how": "consent_how"}


class Said(Protocol):
    @property
    def purpose(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def recipient(self) -> str | None: ...


Key = tuple[str, str | None]
"""A purpose, and whom it is about (None: anybody)."""


def problems_of(
    codes: dict[str, str], words: str, start: date, today: date, *, names_recipient: bool, row: int | None = None
) -> list[Problem]:
    """Everything that is wrong with one thing said, by itself; `codes` by the fields of `CODED`."""
    found = [
        Problem(f"consent.{field}", "That answer is not on the list.", "Choose one from it.", field=field, row=row)
        for field, list_id in CODED.items()
        if codes[field] not in registry.get("codes", list_id).codes
    ]
    if start > today:
        fix = "Use the day on which it was said."
        found.append(Problem("consent.future", "The date is in the future.", fix, field="start_date", row=row))
    if names_recipient and codes["purpose"] not in ABOUT_RECIPIENT:
        fix = "Leave out the organisation."
        message = "This kind of agreement is not about one organisation."
        found.append(Problem("consent.recipient", message, fix, field="recipient_uid", row=row))
    return [*found, *slip(start, "start_date", row), *too_long(words, LONGEST_WORDS, "words", row)]


def follows(start: date, standing: date | None, row: int | None = None) -> list[Problem]:
    """What is said now may not be dated before what stands: the later word would be lost under the earlier one."""
    if standing is None or start >= standing:
        return []
    fix = "Use that day or a later one; if what stands was a mistake, take that back."
    return [Problem("consent.earlier", "Something said later stands already.", fix, field="start_date", row=row)]


def allows(said: Sequence[Said], purpose: str, recipient: str | None = None) -> bool:
    """Whether a person agreed to a purpose: the word about this recipient counts before the word about anybody.
    `said` are those that stand, the latest first."""
    return _state(said, purpose, recipient) == GIVEN


def objects(said: Sequence[Said], purpose: str, recipient: str | None = None) -> bool:
    """Whether a person said no, or no longer. Saying nothing is neither agreeing nor objecting."""
    return _state(said, purpose, recipient) in (REFUSED, WITHDRAWN)


def _state(said: Sequence[Said], purpose: str, recipient: str | None) -> str:
    found: dict[Key, str] = {}
    for one in said:  # the latest comes first
        found.setdefault((one.purpose, one.recipient), one.state)
    return next((found[key] for key in ((purpose, recipient), (purpose, None)) if key in found), "not_asked")
