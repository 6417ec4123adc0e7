"""Hand over all that is on a colleague's desk, as when they leave: one deed, one undo, and nothing without an owner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.models import Membership
from cairn.access.permissions import Permission
from cairn.cases import checks, diary, loading
from cairn.cases.leaving import PARTS, Desk, desk_of
from cairn.cases.models import Episode
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingOver:
    """Who takes what. `everything` takes all that nobody else is named for; `parts` by the uid of a service (its cases) or
    by a name of `leaving.PARTS`; `episodes` by the uid of one case."""

    worker_uid: str
    everything: str
    parts: Mapping[str, str] = field(default_factory=dict)
    episodes: Mapping[str, str] = field(default_factory=dict)

    def of_episode(self, row: Episode) -> str:
        """Who takes a case, with what is planned for it."""
        own = self.episodes.get(str(row.uid)) or self.parts.get(str(row.service.uid))
        return loading.canonical(own or self.everything)

    def of_part(self, part: str) -> str:
        return loading.canonical(self.parts.get(part) or self.everything)

    @property
    def named(self) -> set[str]:
        return {uid for uid in (self.everything, *self.parts.values(), *self.episodes.values()) if uid}


def hand_over(*, by: Actor, handing: HandingOver) -> Done[Any]:
    """Give everything on the desk to colleagues. What is there when it is done goes, also what came after a preview."""
    by.require(Permission.MANAGE_SERVICES)
    uid = loading.canonical(handing.worker_uid)
    refuse_if(_problems(by, uid, handing))
    with deed("cases.handed_over", by=by) as this:
        desk = desk_of(by, uid)
        refuse_if(_empty(desk))
        _give(this, desk, handing)
    return Done(tuple(desk.rows()), (), this.uid)


def _problems(by: Actor, uid: str, handing: HandingOver) -> list[Problem]:
    members = _working(by)
    problems: list[Problem] = []
    if uid not in loading.members(by, [uid]):
        fix = "Choose one from the list."
        problems.append(Problem("leaver.unknown", "That worker is not a member here.", fix, field="worker_uid"))
    if not handing.everything:
        fix = "Choose who takes all that nobody else is named for."
        problems.append(Problem("leaver.nobody", "Something would have no owner.", fix, field="everything"))
    for field_, taker in (("everything", handing.everything), *handing.parts.items(), *handing.episodes.items()):
        problems += _taker_problems(by, uid, taker, members, field_)
    return problems


def _working(by: Actor) -> frozenset[str]:
    """Who works here now: whoever left takes nothing."""
    rows = Membership.objects.filter(organisation_id=by.organisation_id, is_active=True)
    return frozenset(map(str, rows.values_list("user__uid", flat=True)))


def _taker_problems(by: Actor, uid: str, taker: str, members: frozenset[str], field_: str) -> list[Problem]:
    if taker and loading.canonical(taker) == uid:
        fix = "Choose somebody else."
        return [Problem("leaver.self", "That is whose desk it is.", fix, field=field_)]
    if checks.worker(taker, members, by, None):
        return [Problem("leaver.taker", "That worker is not a member here.", "Choose one from the list.", field=field_)]
    return []


def _empty(desk: Desk) -> list[Problem]:
    if not desk.is_empty or desk.covered:
        return []
    return [Problem("leaver.empty", "There is nothing on this desk.", "There is nothing to do.", field="everything")]


def _give(this: Deed, desk: Desk, handing: HandingOver) -> None:
    cases = {row.pk: handing.of_episode(row) for row in desk.episodes}
    for case in desk.episodes:
        this.update(case, worker_uid=cases[case.pk])
    also = {model: diary.also_of(model, rows) for model, rows in diary_rows(desk).items()}
    for model, rows in diary_rows(desk).items():
        part = "contacts" if model is diary.CONTACT else "sessions"
        for row in rows:
            taker = cases.get(getattr(row, "episode_id", 0)) or handing.of_part(part)
            this.update(row, worker_uid=taker)
            diary.set_also(this, row, also[model].get(row.pk, ()), None)
    _second(this, desk, handing)
    for referral in desk.referrals:
        this.update(referral, worker_uid=handing.of_part("referrals"))
    for memo in desk.memos:
        this.update(memo, to_uid=handing.of_part("memos"))
    _covers(this, desk, handing)


def diary_rows(desk: Desk) -> dict[Any, tuple[Any, ...]]:
    return {diary.CONTACT: desk.contacts, diary.SESSION: desk.sessions}


def _second(this: Deed, desk: Desk, handing: HandingOver) -> None:
    """Where whoever takes it is at it already, one less is there."""
    taker = handing.of_part("second")
    there = {
        model: diary.also_of(model, [getattr(one, name) for one in desk.second if getattr(one, f"{name}_id")])
        for model, name in diary.OF.items()
    }
    for one in desk.second:
        row: Any = one.appointment or one.session
        others = {each.worker_uid for each in there[type(row)].get(row.pk, ())}
        if taker == row.worker_uid or taker in others:
            this.delete(one)
        else:
            this.update(one, worker_uid=taker)


def _covers(this: Deed, desk: Desk, handing: HandingOver) -> None:
    """Those they cover for are covered by another; that they are covered for themselves ends, with the desk."""
    taker = handing.of_part("covers")
    for row in desk.covers:
        if row.worker_uid == taker or row.worker_uid == desk.worker_uid:
            this.delete(row)
        else:
            this.update(row, covered_by_uid=taker)
    today = clock.today()
    for row in desk.covered:
        if row.start_date < today:
            this.update(row, end_date=today - timedelta(days=1))
        else:
            this.delete(row)


__all__ = ["PARTS", "HandingOver", "hand_over"]
