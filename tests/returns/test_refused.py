"""What may not be done with a return is refused by the rule that says so, and nothing of it is half done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.access.models import AuditEvent
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused
from cairn.returns import queries
from cairn.returns.actions import lateness, overrides, reopening, review, submissions
from cairn.returns.models import Figure, Return, Submission, SubmissionRow
from cairn.returns.rules_windows import GRACE, Window, ended_problems, late_problems
from tests.returns.conftest import QUARTER, Quarter, signed_agreement

WHY = "Counted by hand that week."
CLOSES = QUARTER.closes_date


def stands() -> tuple[int, ...]:
    with scope.every("the test counts what was written"):
        return (
            AuditEvent.objects.count(), Submission.objects.count(), SubmissionRow.objects.count(), Figure.objects.count(),
            *Return.objects.order_by("pk").values_list("version", flat=True),
        )  # fmt: skip


@contextmanager
def refused(*rules: str) -> Iterator[list[Problem]]:
    """By these rules and no other; nothing was written."""
    before, found = stands(), []
    with pytest.raises(Refused) as caught:
        yield found
    found.extend(caught.value.problems)
    assert {problem.rule for problem in found if problem.severity == "error"} == set(rules)
    assert all(problem.fix for problem in found) and stands() == before


def submit(quarter: Quarter, by: Actor | None = None, **said: Any) -> Submission:
    reader = by or quarter.lead
    with scope.of(reader):
        return submissions.submit(by=reader, return_uid=quarter.uid, **said).one


def put(quarter: Quarter, by: Actor | None = None, measure: str = "needs_met", reason: str = WHY, **said: Any) -> Any:
    reader = by or quarter.lead
    with scope.of(reader):
        return overrides.put(by=reader, return_uid=quarter.uid, measure=measure, value=4, reason=reason, **said)


def on(day: date) -> Any:
    return clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("swemwbs_change", ""),
        ("nothing_such", ""),
        ("needs_met", "gender=woman"),
        ("referrals_received", "ward=x"),
        ("referrals_received", "=x"),
    ],
)
def test_a_figure_for_a_measure_that_is_not_agreed(quarter: Quarter, measure: str, code: str) -> None:
    with refused("override.figure"):
        put(quarter, measure=measure, code=code)


def test_a_submission_twice(quarter: Quarter) -> None:
    submit(quarter)
    with refused("return.state"):
        submit(quarter)


def test_a_submission_from_a_stale_page(quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        drawn = queries.answer(quarter.lead, quarter.uid)
        seen = queries.preview(quarter.lead, quarter.uid).digest
    put(quarter)
    with refused("return.moved"):
        submit(quarter, version=drawn.version, seen=seen)
    submit(quarter)
    with scope.of(quarter.commissioner):
        review.reject(by=quarter.commissioner, return_uid=quarter.uid, reason="Look again.")
    with refused("return.conflict"):
        submit(quarter, version=drawn.version)


def test_a_correction_from_a_stale_page(quarter: Quarter) -> None:
    put(quarter, version=0)
    with refused("edit.conflict"):
        put(quarter, version=0)


@pytest.mark.parametrize("reason", ["", "  ", "wrong"])
def test_a_correction_without_a_reason(quarter: Quarter, reason: str) -> None:
    with refused("reason.short" if reason.strip() else "reason.missing"):
        put(quarter, reason=reason)


def test_by_a_role_that_may_not(quarter: Quarter) -> None:
    for role in ("support_worker",):
        before = stands()
        for deed in (submit, put):
            with pytest.raises((NotAllowed, NotFound)):
                deed(quarter, by=getattr(quarter.harbour, role))
        assert stands() == before


@pytest.mark.parametrize("deed", [submit, put])
def test_for_the_contract_of_another(quarter: Quarter, deed: Callable[..., Any]) -> None:
    before = stands()
    for by in (quarter.anchor.data_lead, quarter.commissioner):
        with pytest.raises((NotFound, NotAllowed)):
            deed(quarter, by=by)
    assert stands() == before


class TestWindow:
    def test_too_early_says_when(self, quarter: Quarter) -> None:
        with on(date(2025, 6, 30)), refused("return.early") as found:
            submit(quarter)
        assert "1 July 2025" in found[0].fix

    def test_late_is_taken_and_marked(self, quarter: Quarter) -> None:
        with on(CLOSES + GRACE):
            assert submit(quarter).is_late

    def test_after_it_the_date_that_closed_it_and_whom_to_ask(self, quarter: Quarter) -> None:
        with on(CLOSES + GRACE + timedelta(days=1)), refused("return.closed") as found:
            submit(quarter)
        assert "31 July 2025" in found[0].message and "29 September 2025" in found[0].message
        assert "Eastborough" in found[0].fix

    def test_the_commissioner_says_until_when(self, quarter: Quarter) -> None:
        by, day = quarter.commissioner, date(2025, 12, 1)
        with on(day):
            with scope.of(by):
                lateness.allow(by=by, return_uid=quarter.uid, late_until_date=day)
            assert submit(quarter).is_late

    def test_a_shorter_time_is_kept_too(self, quarter: Quarter) -> None:
        by = quarter.commissioner
        with scope.of(by):
            lateness.allow(by=by, return_uid=quarter.uid, late_until_date=CLOSES)
        with on(CLOSES + timedelta(days=1)), refused("return.closed"):
            submit(quarter)

    def test_nobody_else_says_until_when(self, quarter: Quarter) -> None:
        before = stands()
        for by in (quarter.lead, quarter.anchor.data_lead):
            with scope.of(by), pytest.raises((NotFound, NotAllowed)):
                lateness.allow(by=by, return_uid=quarter.uid, late_until_date=date(2026, 1, 1))
        assert stands() == before

    def test_not_before_it_closes_and_not_of_what_was_sent(self, quarter: Quarter) -> None:
        by = quarter.commissioner
        with scope.of(by), refused("round.late_until"):
            lateness.allow(by=by, return_uid=quarter.uid, late_until_date=date(2025, 7, 30))
        submit(quarter)
        with scope.of(by), refused("return.state"):
            lateness.allow(by=by, return_uid=quarter.uid, late_until_date=date(2025, 8, 30))

    @pytest.mark.parametrize("sent_back", ["rejected", "reopened"])
    def test_what_is_sent_back_late_may_be_sent_again(self, quarter: Quarter, sent_back: str) -> None:
        submit(quarter)
        by, day = quarter.commissioner, date(2026, 2, 2)
        with on(day), scope.of(by):
            if sent_back == "rejected":
                review.reject(by=by, return_uid=quarter.uid, reason="Look again.")
            else:
                review.accept(by=by, return_uid=quarter.uid)
                reopening.reopen(by=by, return_uid=quarter.uid, reason="A slip.")
        with on(day + GRACE):
            assert submit(quarter).number == 2


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(days, days, st.one_of(st.none(), days), st.one_of(st.none(), days), days)
def test_a_day_is_early_in_time_late_or_closed_and_only_one_of_these(
    opens: date, closes: date, late_until: date | None, sent_back: date | None, today: date
) -> None:
    opens, closes = sorted((opens, closes))
    window = Window(opens, closes, late_until, sent_back)
    rules = [problem.rule for problem in window.problems(today)]
    expected = (
        "return.early" if today < opens else "" if today <= closes else
        "return.late" if today <= window.last_day else "return.closed"
    )  # fmt: skip
    assert rules == ([expected] if expected else []) and window.last_day >= closes
    assert bool(late_problems(closes, today)) == (today < closes)


def ended_on(quarter: Quarter, day: date) -> None:
    """An agreement that both signed in January."""
    with on(date(2025, 1, 2)):
        signed_agreement(quarter, end_date=day)


def rows() -> int:
    with scope.every("the test counts what left"):
        return SubmissionRow.objects.count()


class TestEndedAgreement:
    def test_an_agreement_that_ended_within_the_round_says_its_day(self, quarter: Quarter) -> None:
        ended_on(quarter, date(2025, 5, 31))
        with refused("return.agreement_ended") as found:
            submit(quarter)
        assert "31 May 2025" in found[0].message
        with scope.of(quarter.lead):
            assert "31 May 2025" in queries.preview(quarter.lead, quarter.uid).why_no_rows

    def test_whoever_knows_it_sends_figures_only(self, quarter: Quarter) -> None:
        ended_on(quarter, date(2025, 5, 31))
        assert submit(quarter, figures_only=True).figures and rows() == 0

    def test_another_in_its_place_lets_rows_leave(self, quarter: Quarter) -> None:
        ended_on(quarter, date(2025, 5, 31))
        signed_agreement(quarter)
        submit(quarter)
        assert rows() > 0

    def test_one_that_ended_before_the_round_or_was_never_signed_is_none(self, quarter: Quarter) -> None:
        ended_on(quarter, date(2025, 3, 31))
        assert submit(quarter)

    def test_who_said_so_is_not_asked_again(self) -> None:
        assert ended_problems(date(2025, 5, 31), True) == [] == ended_problems(None, False)
