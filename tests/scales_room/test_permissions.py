"""A scale whose text may not be shipped is locked until the organisation has recorded its own permission."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.access.models import AuditEvent, Organisation
from cairn.definitions import registry
from cairn.kernel.problems import Done, Refused
from cairn.scales import queries
from cairn.scales.actions import permissions
from cairn.scales.models import ScalePermission
from tests.conftest import Party

DAY = date(2025, 4, 1)


def record(
    by: Actor, scale: str = "swemwbs", expiry: date | None = None, on_paper: bool = True
) -> Done[ScalePermission]:
    return permissions.record(
        by=by, scale=scale, holder="University of Warwick", reference="W-1", granted_date=DAY, expiry_date=expiry,
        uses_printed_form=on_paper,
    )  # fmt: skip


def test_a_licensed_scale_is_locked_and_says_how_to_mend_it(in_harbour: Party) -> None:
    problem = queries.is_locked(in_harbour.support_worker, "swemwbs", DAY)
    assert problem and problem.rule == "scale.locked"
    assert registry.get("scale", "swemwbs").licence.holder in problem.fix


def test_a_free_scale_is_never_locked(in_harbour: Party) -> None:
    free = [scale for scale in registry.all("scale") if not scale.licence.locked and not scale.template]
    assert free
    assert not [scale for scale in free if queries.is_locked(in_harbour.support_worker, scale, DAY)]


def test_a_permission_unlocks_from_the_day_it_was_granted_until_the_day_before_it_expires(in_harbour: Party) -> None:
    expiry = DAY + timedelta(10)
    record(in_harbour.service_manager, expiry=expiry)
    locked = {
        day: queries.is_locked(in_harbour.support_worker, "swemwbs", day) is not None
        for day in (DAY - timedelta(1), DAY, expiry - timedelta(1), expiry)
    }
    assert list(locked.values()) == [True, False, False, True]
    problem = queries.is_locked(in_harbour.support_worker, "swemwbs", expiry)
    assert problem and "does not hold on this date" in problem.message and "renew" in problem.fix


def test_a_renewed_permission_unlocks_again(in_harbour: Party) -> None:
    record(in_harbour.service_manager, expiry=DAY + timedelta(10))
    record(in_harbour.service_manager)
    assert queries.is_locked(in_harbour.support_worker, "swemwbs", DAY + timedelta(20)) is None


def usable(by: Actor) -> set[str]:
    return {view.id for view in queries.scales(by, DAY) if view.locked is None}


def test_usable_scales_are_the_free_ones_and_those_with_a_permission(in_harbour: Party) -> None:
    free = {scale.id for scale in registry.all("scale") if not scale.licence.locked and not scale.template}
    assert usable(in_harbour.support_worker) == free
    record(in_harbour.service_manager)
    assert usable(in_harbour.support_worker) == free | {"swemwbs"}


def test_a_scale_nobody_knows_is_locked_with_the_choices(in_harbour: Party) -> None:
    problem = queries.is_locked(in_harbour.support_worker, "bathroom", DAY)
    assert problem and problem.rule == "scale.unknown" and "swemwbs" in problem.fix


def test_one_organisations_permission_unlocks_nothing_for_another(harbour: Party, oakfield: Party) -> None:
    with scope.of(harbour.system):
        record(harbour.service_manager)
    with scope.of(oakfield.system):
        assert queries.is_locked(oakfield.support_worker, "swemwbs", DAY)


def test_every_scale_is_listed_with_how_it_stands(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    record(by, expiry=DAY + timedelta(10))
    Organisation.objects.filter(pk=by.organisation_id).update(is_demonstration=True)
    permissions.record(
        by=by, scale="swemwbs", holder="W", reference="W-2", granted_date=DAY, is_invented=True, uses_printed_form=True
    )
    views = {view.id: view for view in queries.scales(by, DAY)}
    swemwbs, free = views["swemwbs"], views["ons4"]
    assert set(views) == {scale.id for scale in registry.all("scale")}
    assert swemwbs.permission and (swemwbs.permission.reference, swemwbs.permission.is_invented) == ("W-2", True)
    assert (swemwbs.needs_permission, swemwbs.locked) == (True, None)
    assert (free.needs_permission, free.locked, free.permission) == (False, None, None)
    assert views["wemwbs"].locked and views["wemwbs"].permission is None


def test_only_a_demonstration_may_invent_a_permission(in_harbour: Party) -> None:
    with pytest.raises(Refused, match="Only a demonstration"):
        permissions.record(
            by=in_harbour.service_manager,
            scale="swemwbs",
            holder="W",
            reference="W-2",
            granted_date=DAY,
            is_invented=True,
        )
    assert ScalePermission.objects.count() == 0


def test_an_expired_permission_is_still_shown(in_harbour: Party) -> None:
    record(in_harbour.service_manager, expiry=DAY + timedelta(1))
    [view] = [view for view in queries.scales(in_harbour.support_worker, DAY + timedelta(1)) if view.id == "swemwbs"]
    assert view.locked and view.permission and view.permission.expiry_date == DAY + timedelta(1)


def test_a_permission_for_a_free_scale_is_kept_with_a_warning(in_harbour: Party) -> None:
    done = record(in_harbour.service_manager, "ons4")
    assert [(p.severity, p.field) for p in done.problems] == [("warning", "scale")]
    assert ScalePermission.objects.count() == 1


def test_everything_that_is_wrong_comes_at_once_and_nothing_is_written(in_harbour: Party) -> None:
    events = AuditEvent.objects.count()
    with pytest.raises(Refused) as refused:
        permissions.record(
            by=in_harbour.service_manager,
            scale="bathroom",
            holder=" ",
            reference="x" * 121,
            granted_date=DAY,
            expiry_date=DAY,
        )
    assert [p.field for p in refused.value.problems] == ["scale", "holder", "reference", "expiry_date"]
    assert (ScalePermission.objects.count(), AuditEvent.objects.count()) == (0, events)


def test_only_a_manager_records_a_permission(in_harbour: Party) -> None:
    with pytest.raises(NotAllowed):
        record(in_harbour.support_worker)


def test_a_permission_cannot_end_before_it_begins_in_the_database_either(in_harbour: Party) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ScalePermission.objects.create(
            organisation=in_harbour.organisation, scale="swemwbs", granted_date=DAY, expiry_date=DAY
        )
