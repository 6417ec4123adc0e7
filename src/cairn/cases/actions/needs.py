"""Needs presented in an episode, and what was judged of them since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import Need, NeedJudgement
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    """`need` is an entry of the needs dictionary; `can_meet` yes, no or not_known; `judged_by` a code of that list;
    `state` (of `need_state`) is the first judgement, on the day it was presented."""

    episode_uid: str
    need: str
    presented_date: date
    can_meet: str = "not_known"
    judged_by: str = "worker"
    state: str = "unmet"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJudgement:
    need_uid: str
    judged_date: date
    state: str
    judged_by: str


def present(*, by: Actor, needs: Sequence[NewNeed]) -> Done[Need]:
    raise NotImplementedError


def judge(*, by: Actor, judgements: Sequence[NewJudgement]) -> Done[NeedJudgement]:
    raise NotImplementedError
