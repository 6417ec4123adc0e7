"""Write a whole service at once, as it was set up: the service, its ladders, its activities, the needs it asks about."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db import IntegrityError

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services import measuring, queries, setting_up, writers
from cairn.services.actions.services import values
from cairn.services.models import Rung, Service
from cairn.services.setting_up import PlannedType, SetUp


def take(*, by: Actor, set_up: SetUp) -> Done[Service]:
    """All of it in one deed, so that one undo takes all of it back. `setting_up.of_starter(id)` gives a plan to begin from.

    A plan whose `uid` has been written already writes nothing, and the answer says so (`uid.again`). Raises Refused with
    every problem, each at its part (`setting_up.problems`).
    """
    by.require(Permission.MANAGE_SERVICES)
    uid = UUID(set_up.uid) if set_up.uid else uuid4()
    if again := queries.visible_to(by).filter(uid=uid).first():
        return Done((again,), (_again(),), "")
    offered = measuring.offered(by)
    refuse_if(setting_up.problems(set_up, list(queries.visible_to(by).values_list("name", flat=True)), offered))
    service = Service(uid=uid, organisation_id=by.organisation_id, **values(set_up.service))
    try:
        with deed("services.starter_taken", by=by) as this:
            _write(this, service, set_up, offered)
    except IntegrityError:  # the same form, sent twice at once: the other was first
        return Done((queries.get(by, uid),), (_again(),), "")
    return Done((service,), (), this.uid)


def _write(this: Deed, service: Service, plan: SetUp, offered: Mapping[str, Scale]) -> None:
    this.create(service)
    this.create_many(measuring.rows_of(service, setting_up.chosen(plan, offered)))
    ladders = [(one, writers.ladder(service, one.name, one.need, one.starter)) for one in plan.ladders]
    this.create_many(row for _, row in ladders)
    at: dict[tuple[str, str], Rung] = {}
    for one, row in ladders:
        at |= {(one.key, rung.label): rung for rung in this.create_many(writers.rungs(row, one.rungs))}
    kinds = [(one, writers.activity_type(service, one.name, one.mode, one.usual_minutes)) for one in plan.types]
    this.create_many(row for _, row in kinds)
    this.create_many(writers.step(row, rung) for one, row in kinds for rung in _rungs(one, plan, at))
    this.create_many(writers.outcome(row, each) for one, row in kinds for each in dict.fromkeys(one.outcomes))
    this.create_many(writers.need(row, each) for one, row in kinds for each in dict.fromkeys(one.needs))
    this.create_many(writers.asked(service, plan.needs))


def _rungs(one: PlannedType, plan: SetUp, at: dict[tuple[str, str], Rung]) -> list[Rung]:
    return [at[ladder.key, label.strip()] for ladder in plan.ladders for label in setting_up.carried(one, ladder)]


def _again() -> Problem:
    message = "This service was set up already, by the same form sent before."
    return Problem("uid.again", message, "There is nothing to do.", severity="warning", field="uid")
