"""Close and reopen episodes, say who pays for them, and why a first reading is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import Episode, EpisodeFunding
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeClosing:
    """`closure_reason` is a code of that list."""

    episode_uid: str
    end_date: date
    closure_reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFunding:
    """`kind` is a code of `funding_kind`; contract and grant name a contract, another funder is named in words."""

    episode_uid: str
    kind: str
    start_date: date
    contract_uid: str | None = None
    funder: str = ""
    end_date: date | None = None


def close(*, by: Actor, closings: Sequence[EpisodeClosing]) -> Done[Episode]:
    raise NotImplementedError


def reopen(*, by: Actor, episode_uid: str, version: int | None = None) -> Done[Episode]:
    raise NotImplementedError


def fund(*, by: Actor, fundings: Sequence[NewFunding]) -> Done[EpisodeFunding]:
    raise NotImplementedError


def end_funding(*, by: Actor, funding_uid: str, end_date: date, version: int | None = None) -> Done[EpisodeFunding]:
    raise NotImplementedError


def explain_no_baseline(*, by: Actor, episode_uid: str, reason: str, version: int | None = None) -> Done[Episode]:
    raise NotImplementedError
