"""Harbour's service, with the ladder of the seed paper."""

from dataclasses import dataclass

import pytest

from cairn.services import queries
from cairn.services.actions import activity_types, ladders, services
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.actions.ladders import NewLadder
from cairn.services.actions.services import NewService
from cairn.services.models import ActivityType, Rung, Service, StepLadder
from tests.conftest import Party


@dataclass(frozen=True)
class Befriending:
    service: Service
    ladder: StepLadder
    rungs: list[Rung]
    visit: ActivityType

    @property
    def uids(self) -> list[str]:
        return [str(rung.uid) for rung in self.rungs]


@pytest.fixture
def befriending(in_harbour: Party) -> Befriending:
    by = in_harbour.service_manager
    service = services.add(by=by, services=[NewService("Befriending", who_for="Older people")]).one
    uid = str(service.uid)
    ladder = ladders.add(by=by, ladders=[NewLadder(uid, starter="getting_out_and_about")]).one
    rungs = list(Rung.objects.filter(ladder=ladder).order_by("position"))
    carried = (str(rungs[0].uid), str(rungs[1].uid))
    new = NewActivityType(uid, "Home visit", rung_uids=carried, outcomes=(("supporting-people", "1a"),))
    visit = activity_types.add(by=by, types=[new]).one
    return Befriending(queries.get(by, uid), ladder, rungs, visit)
