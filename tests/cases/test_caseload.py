"""What a caseload is narrowed to is what the rules say of each episode."""

import sys
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.cases import queries, rules
from cairn.cases.models import Assessment, Episode
from cairn.cases.queries import CaseFilter
from cairn.cases.queries.due import latest_due
from cairn.kernel import clock
from cairn.services.actions import scales
from cairn.services.actions.scales import ScaleChoice
from cairn.services.models import Service
from tests.cases.conftest import TODAY, Ground, open_episode


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 24))
def test_the_latest_reading_whose_review_is_due_is_found_whatever_the_months(today: date, months: int) -> None:
    found = latest_due(today, months)
    assert rules.add_months(found, months) <= today
    assert rules.add_months(found + timedelta(days=1), months) > today


AGES = st.lists(st.integers(0, 200), max_size=3, unique=True)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(AGES, AGES, st.sampled_from((0, 1, 3, 6)), st.booleans(), st.sampled_from(("", "is_one_off", "is_short_stay")))
def test_the_filter_of_what_is_due_says_what_the_rule_says(
    ground: Ground, ages: list[int], others: list[int], months: int, explained: bool, once: str
) -> None:
    asked = (("swemwbs", 3), ("lifesat", months))
    with scope.of(ground.by):
        episode = Episode.objects.filter(client=ground.anwen).first() or open_episode(ground)
        choices = [ScaleChoice(scale, each) for scale, each in asked]
        scales.choose(by=ground.manager, service_uid=str(ground.service.uid), scales=choices)
        Assessment.objects.filter(episode=episode).delete()
        taken = {
            "swemwbs": [TODAY - timedelta(days=n) for n in ages],
            "lifesat": [TODAY - timedelta(days=n) for n in others],
        }
        for scale, when in ((scale, day) for scale, dates in taken.items() for day in dates):
            Assessment.objects.create(
                organisation_id=ground.by.organisation_id, client=ground.anwen, episode=episode, scale=scale,
                scale_version=1, stage="review", rater="client", assessed_date=when, answers=[], total=0,
            )  # fmt: skip
        Episode.objects.filter(pk=episode.pk).update(no_baseline_reason="declined" if explained else "")
        flags = {"is_one_off": False, "is_short_stay": False, **({once: True} if once else {})}
        Service.objects.filter(pk=ground.service.pk).update(**flags)
        latest = {scale: max(dates) for scale, dates in taken.items() if dates}
        dues = rules.readings_due(
            clock.today(), episode.start_date, asked, latest, is_one_off=bool(once), explained=explained
        )
        kinds = {due.what for due in dues}
        for what in ("first", "review", "any"):
            rows = queries.caseload(ground.by, only=CaseFilter(due=what)).rows
            assert bool(rows) == bool(kinds if what == "any" else what in kinds)
            assert all(row.due_scales == tuple(due.scale for due in dues) for row in rows)


def test_more_than_are_counted_are_said_to_be_more(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["cairn.cases.queries.caseload"], "MOST", 2)
    with scope.of(ground.by):
        for one in (ground.cerys, ground.anwen, ground.bashir):
            open_episode(ground, one)
        found = queries.caseload(ground.by, per_page=1)
        assert (found.total, found.pages, found.is_more) == (2, 2, True)
        assert [row.name for row in found.rows] == ["Anwen"]
        assert [row.name for row in queries.caseload(ground.by, per_page=1, page=9).rows] == ["Bashir"]


def test_nobody_reads_a_caseload_that_is_not_theirs(ground: Ground) -> None:
    with scope.of(ground.by):
        uid = str(open_episode(ground).uid)
        assert [row.episode_uid for row in queries.episodes_of(ground.by, [uid, "no uid"])] == [uid]
        assert queries.episodes_of(ground.party.trustee, [uid]) == ()
