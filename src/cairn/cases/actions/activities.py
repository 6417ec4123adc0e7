"""Record an activity with all that happened at it, in one deed; change its date or length."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import Activity
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttendance:
    """One person at an activity. `steps`: (rung uid, `reached`|`kept`|`lost`). `outcomes`: (framework, outcome, reached?).

    Whether a confirmed rung counts as reached or kept is worked out from the episode's history, not taken from here.
    """

    episode_uid: str
    state: str = "attended"
    steps: Sequence[tuple[str, str]] = ()
    outcomes: Sequence[tuple[str, str, bool]] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivityFunding:
    """Who paid for this activity, where that is not who pays for the episode."""

    kind: str
    contract_uid: str | None = None
    funder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivity:
    """`heads` and `heads_new` only where the type counts heads; `attendances` only where it names people. A `uid` made
    by the sender makes sending twice the same activity once. An empty `worker_uid` is whoever records it."""

    activity_type_uid: str
    activity_date: date
    minutes: int = 0
    worker_uid: str = ""
    attendances: Sequence[NewAttendance] = ()
    heads: int | None = None
    heads_new: int | None = None
    fundings: Sequence[NewActivityFunding] = ()
    uid: str | None = None


def record(*, by: Actor, activities: Sequence[NewActivity]) -> Done[Activity]:
    raise NotImplementedError


def change(
    *,
    by: Actor,
    activity_uid: str,
    version: int | None = None,
    activity_date: date | None = None,
    minutes: int | None = None,
) -> Done[Activity]:
    raise NotImplementedError
