"""A window closes while something is just being sent: all of it is in, and marked by the moment at which it was sent, or none is,
and it says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.collection.actions import ending
from cairn.collection.actions import programme as keeping
from cairn.collection.models import CollectedForm, FormSubmission
from cairn.collection.rules_programme import YearDates
from cairn.desk import jobs
from cairn.exchange.actions import forms, returned
from cairn.exchange.models import ReturnedFile
from cairn.kernel import clock
from cairn.returns.actions import lateness, rounds, submissions
from cairn.returns.models import Return, Submission
from tests.concurrency.racing import MEETINGS, Work, alone, race, was_done
from tests.conftest import Party
from tests.exchange.forms.conftest import Programme
from tests.exchange.forms.conftest import programme as programme
from tests.exchange.returned.conftest import file
from tests.returns.conftest import QUARTER, Quarter, _today, anchor, quarter

pytestmark = pytest.mark.django_db(transaction=True)
raced = pytest.mark.parametrize("meeting", MEETINGS)
__all__ = ["_today", "anchor", "quarter"]
LAST = datetime(2025, 7, 31, 22, 59, 59, tzinfo=UTC)  # a second before midnight in London
TOO_LATE = datetime(2025, 9, 29, 22, 59, 59, tzinfo=UTC)  # the last on which a late one is taken, sixty days after


def submitting(quarter: Quarter) -> Work:
    by = quarter.lead
    return by, lambda: submissions.submit(by=by, return_uid=quarter.uid).one


def moved(quarter: Quarter, **to: date) -> Work:
    by = quarter.commissioner
    with scope.of(by):
        uid = str(Return.objects.get(uid=quarter.uid).round.uid)
    return by, lambda: rounds.change(by=by, round_uid=uid, to=replace(QUARTER, **to))


@raced
def test_a_round_that_is_closed_earlier(quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was to close on the 31st; the 5th has passed."""
    found = race(
        monkeypatch, meeting, "returns.submitted", submitting(quarter), moved(quarter, closes_date=date(2025, 7, 5))
    )
    with scope.of(quarter.lead):
        closes = Return.objects.get(uid=quarter.uid).round.closes_date
        sent = list(Submission.objects.all())
        assert len(sent) == was_done(found[0])
        assert [one.is_late for one in sent] == [clock.today() > closes] * len(sent)
        assert was_done(found[0]) or was_done(found[1]), found
    assert meeting != "before" or not was_done(found[0])


@raced
def test_a_round_that_takes_it_longer(quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by = quarter.commissioner
    more: Work = by, lambda: lateness.allow(by=by, return_uid=quarter.uid, late_until_date=date(2025, 12, 1))
    found = race(monkeypatch, meeting, "returns.submitted", submitting(quarter), more)
    assert was_done(found[0]) + was_done(found[1]) >= 1
    with scope.of(by):
        assert Submission.objects.count() == was_done(found[0])
        assert (Return.objects.get(uid=quarter.uid).round.late_until_date is not None) == was_done(found[1])


@pytest.mark.parametrize("at", [LAST, TOO_LATE])
def test_the_clock_that_passes_midnight(quarter: Quarter, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a return and of a file, which a job sends later: what was sent at a second to twelve is not late at a second past."""
    gather = submissions.gathering.gather
    now = [at]

    def slow(*given: Any) -> Any:
        now[0] = at + timedelta(seconds=2)
        return gather(*given)

    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(submissions.gathering, "gather", slow)
    with scope.of(quarter.lead):
        sent = submissions.submit(by=quarter.lead, return_uid=quarter.uid).one
        assert (sent.submitted_at, sent.is_late) == (at, at == TOO_LATE)


def test_a_big_file_of_a_return_that_is_sent_by_a_job_after_midnight(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned, "AT_ONCE", 0)
    data, by = file(quarter.lead, quarter.uid, "package"), quarter.lead
    with clock.fixed(TOO_LATE), scope.of(by):
        row = returned.receive(by=by, return_uid=quarter.uid, name="ours.zip", data=data, now=True).one
        returned.send(by=by, row=row)
    with clock.fixed(TOO_LATE + timedelta(hours=3)):
        assert jobs.work_one()
    with scope.of(by):
        assert ReturnedFile.objects.get().state == "sent"
        assert [(one.submitted_at, one.is_late) for one in Submission.objects.all()] == [(TOO_LATE, True)]


ROWS = 5


@pytest.fixture
def waiting(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A file of good forms, of which two are a deed."""
    monkeypatch.setattr("cairn.exchange.forms.passing.BATCH", 2)
    return programme.send(programme.csv(programme.rows(ROWS))).row


def closing(programme: Programme, council: Party, how: str) -> Work:
    """The collection or its year is ended, or the year takes no more new forms since yesterday."""
    by, uid, year = council.contract_manager, programme.collection.uid, programme.year
    yesterday = clock.today() - timedelta(1)
    dates = YearDates(year.start_date, year.end_date, yesterday, yesterday, yesterday)

    def close() -> Any:
        if how == "moved":
            return keeping.set_year(by=by, collection_uid=uid, year_uid=year.uid, dates=dates)
        said = {"year_uid": year.uid} if how == "year ended" else {}
        return ending.end(by=by, collection_uid=uid, reason="The money has ended.", **said)

    return by, close


def whole_or_none(programme: Programme) -> None:
    now = FormSubmission.objects.get()
    there = CollectedForm.objects.filter(state="sent").count()
    assert there in (0, ROWS), "half of a file"
    if there:
        assert (now.state, now.counts["taken"], now.counts["rejected"]) == ("taken", ROWS, 0)
    else:
        assert now.state == "checked" and [one["rule"] for one in now.findings] == ["year-closed"], now.findings


@raced
@pytest.mark.parametrize("how", ["ended", "year ended", "moved"])
def test_a_file_of_forms_that_is_just_being_taken(
    programme: Programme, eastborough: Party, waiting: Any, meeting: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = programme.by
    taking: Work = by, lambda: forms.agree(by=by, row=waiting, now=True)
    found = race(monkeypatch, meeting, "collection.forms_sent", taking, closing(programme, eastborough, how))
    assert was_done(found[0]) and was_done(found[1]), found
    whole_or_none(programme)
    assert meeting == "together" or CollectedForm.objects.count() == ROWS


@pytest.mark.parametrize("how", ["ended", "year ended", "moved", "midnight"])
def test_a_file_of_forms_whose_job_comes_after_the_closing(
    programme: Programme, eastborough: Party, waiting: Any, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was agreed to in time is in time; only where the dates themselves were moved is nothing taken."""
    monkeypatch.setattr(forms, "FEW", 0)
    asked = clock.now()
    with clock.fixed(asked):
        forms.agree(by=programme.by, row=waiting)
    with clock.fixed(asked + timedelta(days=100 if how == "midnight" else 0, seconds=1)):
        if how != "midnight":
            alone(closing(programme, eastborough, how))
        assert jobs.work_one()
    whole_or_none(programme)
    assert bool(CollectedForm.objects.count()) == (how != "moved")
