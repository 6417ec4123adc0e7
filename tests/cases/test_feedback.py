"""Whom to ask what the service was like, and when; what they said; and how many of those asked did."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.cases import rules_feedback as rules
from cairn.cases.actions import feedback
from cairn.cases.models import Feedback
from cairn.cases.queries import feedback as queries
from cairn.cases.queries.base import NotFound
from cairn.cases.rules_feedback import Asked, Due, Time
from cairn.intake import rating, rating_links
from cairn.intake.actions import feedback as asking
from cairn.intake.actions.feedback import NewAsking
from cairn.kernel.problems import Refused
from cairn.people.actions import consents
from cairn.people.actions.consents import NewConsent
from tests.cases.conftest import TODAY, Ground, open_episode

NOW = date(2026, 3, 1)
SINCE = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("times", "asked", "expected"),
    [
        ([], [], None),
        ([Time(1, NOW + timedelta(1), None)], [], None),
        ([Time(1, date(2025, 12, 1), None)], [], None),
        ([Time(1, SINCE, None)], [], Due(1, "yearly_active", date(2025, 5, 1))),
        ([Time(1, SINCE, None), Time(2, date(2025, 1, 1), None)], [], Due(1, "yearly_active", date(2025, 5, 1))),
        ([Time(1, SINCE, None)], [Asked(1, "yearly_active", date(2025, 6, 1))], None),
        ([Time(1, SINCE, None)], [Asked(1, "yearly_active", date(2025, 2, 1))],
         Due(1, "yearly_active", date(2026, 2, 1))),
        ([Time(1, SINCE, date(2026, 2, 1))], [], Due(1, "ended", date(2026, 2, 1))),
        ([Time(1, SINCE, date(2026, 2, 1)), Time(2, SINCE, None)], [], Due(1, "ended", date(2026, 2, 1))),
        ([Time(1, SINCE, date(2026, 2, 1))], [Asked(1, "ended", date(2026, 2, 2))], None),
        ([Time(1, SINCE, date(2025, 10, 1))], [], None),
        ([Time(1, SINCE, date(2025, 1, 1))], [], Due(1, "yearly_lapsed", date(2026, 1, 1))),
        ([Time(1, SINCE, date(2026, 2, 1), has_died=True)], [], None),
    ],
)  # fmt: skip
def test_who_is_asked_and_why(times: list[Time], asked: list[Asked], expected: Due | None) -> None:
    assert rules.due(times, asked, NOW) == expected


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 400), st.booleans()), min_size=1, max_size=4))
def test_whoever_was_just_asked_of_everything_is_not_asked_again(spans: list[tuple[int, int, bool]]) -> None:
    times = [
        Time(key, NOW - timedelta(began), None if runs else min(NOW, NOW - timedelta(began) + timedelta(long)))
        for key, (began, long, runs) in enumerate(spans)
    ]
    every = [Asked(one.key, why, NOW) for one in times for why in ("ended", "yearly_active", "yearly_lapsed")]
    assert rules.due(times, every, NOW) is None


def allow(ground: Ground, person: Any = None, state: str = "given") -> None:
    uid = str((person or ground.anwen).uid)
    new = NewConsent(client_uid=uid, purpose="contact_after", state=state, how="spoken")
    consents.record(by=ground.by, consents=[new])


def closed(ground: Ground, person: Any = None, reason: str = "") -> Any:
    row = open_episode(ground, person)
    Episode: Any = row.__class__
    Episode.objects.filter(pk=row.pk).update(end_date=TODAY, closure_reason=reason or "needs_met")
    row.refresh_from_db()
    return row


def test_only_who_allowed_it_is_asked(ground: Ground) -> None:
    for person, states in ((ground.anwen, ["given"]), (ground.bashir, []), (ground.cerys, ["given", "withdrawn"])):
        closed(ground, person)
        for state in states:
            allow(ground, person, state)
    assert [one.client for one in queries.to_ask(ground.by)] == ["Anwen"]


def test_nobody_is_written_to_who_has_died(ground: Ground) -> None:
    closed(ground, reason="died")
    allow(ground)
    assert queries.to_ask(ground.by) == ()


def _asked(ground: Ground) -> Any:
    row = closed(ground)
    allow(ground)
    new = NewAsking(episode_uid=str(row.uid), why="ended")
    return asking.ask(by=ground.by, askings=[new], languages=["english"]).one


def test_asked_once_and_answered_by_the_link(ground: Ground) -> None:
    made = _asked(ground)
    assert queries.to_ask(ground.by) == ()
    link = rating_links.by_token(made.token)
    (question,) = rating.sheet(link).questions
    best = question.answers[-1].value
    rating.keep(link, {question.key: best}, comment=" Warm people ")
    rating.send(rating_links.by_token(made.token))
    row = Feedback.objects.get()
    assert (row.accessible, row.comment, row.answered_date) == (int(best), "Warm people", TODAY)
    with pytest.raises(NotFound):
        rating_links.by_token(made.token)


def test_who_may_not_be_asked_is_refused(ground: Ground) -> None:
    new = NewAsking(episode_uid=str(closed(ground).uid), why="ended", language="klingon")
    with pytest.raises(Refused) as refused:
        asking.ask(by=ground.by, askings=[new], languages=["english"])
    assert [one.rule for one in refused.value.problems] == ["feedback.may_not", "feedback.language"]
    assert not Feedback.objects.exists()


def test_sent_empty_it_counts_as_an_answer(ground: Ground) -> None:
    made = _asked(ground)
    rating.send(rating_links.by_token(made.token))
    assert Feedback.objects.get().answered_date == TODAY
    assert [(one.quarter, one.why, one.asked, one.answered, one.share) for one in queries.rates(ground.by)] == [
        ("2025-Q2", "ended", 1, 1, 1.0)
    ]


def test_staff_write_down_what_was_said_and_a_wrong_answer_is_refused(ground: Ground) -> None:
    row = _asked(ground).row.feedback
    for wrong in ({"accessible": 99}, {}, {"comment": "x" * 2001}):
        with pytest.raises(Refused):
            feedback.write(by=ground.by, feedback_uid=row.uid, **wrong)
    feedback.write(by=ground.by, feedback_uid=row.uid, accessible=3, comment="Far to go", version=row.version)
    (one,) = queries.answers(ground.by, why="ended", answered=True, service_uid=str(ground.service.uid))
    assert (one.accessible, one.comment) == (3, "Far to go")
    assert one.accessible_label
    assert queries.answers(ground.by, answered=False) == []


def test_nobody_of_another_organisation_is_asked_or_read(ground: Ground, oakfield: Any) -> None:
    _asked(ground)
    assert queries.to_ask(oakfield.service_manager) == ()
