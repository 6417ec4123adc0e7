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
from cairn.cases.queries.filters import _latest_due
from cairn.kernel import clock
from cairn.services.models import Service
from tests.cases.conftest import TODAY, Ground, open_episode


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_latest_reading_whose_review_is_due_is_found_whatever_the_months(today: date) -> None:
    found = _latest_due(today, rules.add_months(today, -rules.REVIEW_MONTHS))
    assert rules.add_months(found, rules.REVIEW_MONTHS) <= today
    assert rules.add_months(found + timedelta(days=1), rules.REVIEW_MONTHS) > today


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ages=st.lists(st.integers(0, 200), max_size=3, unique=True), explained=st.booleans(), one_off=st.booleans())
def test_the_filter_of_what_is_due_says_what_the_rule_says(
    ground: Ground, ages: list[int], explained: bool, one_off: bool
) -> None:
    with scope.of(ground.by):
        episode = Episode.objects.filter(client=ground.anwen).first() or open_episode(ground)
        dates = [TODAY - timedelta(days=age) for age in ages]
        Assessment.objects.filter(episode=episode).delete()
        for when in dates:
            Assessment.objects.create(
                organisation_id=ground.by.organisation_id, client=ground.anwen, episode=episode, scale="swemwbs",
                scale_version=1, stage="review", rater="client", assessed_date=when, answers=[], total=0,
            )  # fmt: skip
        Episode.objects.filter(pk=episode.pk).update(no_baseline_reason="declined" if explained else "")
        Service.objects.filter(pk=ground.service.pk).update(is_one_off=one_off)
        due = rules.reading_due(clock.today(), episode.start_date, dates, is_one_off=one_off, explained=explained)
        for what in ("first", "review", "any"):
            rows = queries.caseload(ground.by, only=CaseFilter(due=what)).rows
            assert bool(rows) == bool(due and what in (due.what, "any"))
            assert all(row.due == (due.what if due else "") for row in rows)


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
