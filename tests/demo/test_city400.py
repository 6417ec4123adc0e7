"""A city of many contracts, small: it lived through its year, and what was accepted adds up and stays."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.contracts import many
from cairn.contracts.models import (
    Agreement,
    Contract,
    ContractPartner,
    ContractTopic,
    FinanceFact,
    Group,
    Investment,
    PaymentTerm,
    RelevanceTalk,
    SmallGrant,
    TemplateChange,
)
from cairn.definitions import registry
from cairn.insight import figures, together
from cairn.insight.together import Holder
from cairn.interfaces.cli.demo.city400 import plan
from cairn.interfaces.cli.demo.city400_building import build, year_of
from cairn.interfaces.cli.main import main
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.returns import building, derive, finding, queries, reckoning
from cairn.returns.actions import notes, overrides, review, submissions
from cairn.returns.models import (
    CaseStudyUse,
    Chase,
    FigureNote,
    FigureRating,
    Return,
    ReviewMeeting,
    Submission,
    SubmissionRow,
)
from tests.towns import NOW, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]
CONTRACTS, PEOPLE, SEED = 12, 60, 3
YEAR = year_of(NOW.date())
MEASURES = registry.all("measure")


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), clock.fixed(NOW), taken_back():
        build(contracts=CONTRACTS, people=PEOPLE, seed=SEED, say=lambda line: None)
        yield


@pytest.fixture
def _django_db_helper(city: object) -> Iterator[None]:
    with taken_back():
        yield


def test_one_seed_gives_one_plan_with_every_odd_case() -> None:
    first = plan(400, 1, date(2026, 2, 14))
    assert first == plan(400, 1, date(2026, 2, 14)) != plan(400, 2, date(2026, 2, 14))
    assert len(first.contracts) == len({each.reference for each in first.contracts}) == 400
    assert 150 <= len(first.providers) == len({one.slug for one in first.providers}) <= 200
    assert len({each.area for each in first.contracts}) == 6
    for odd in ("partners", "pays_second", "is_grant", "lot", "ends", "targets"):
        assert 0 < sum(bool(getattr(each, odd)) for each in first.contracts) < 400
    assert 0 < sum(not each.is_signed for each in first.contracts) < 40


def test_four_quarters_and_the_year_were_asked_of_every_contract_that_ran() -> None:
    asked = dict(Return.objects.values_list("round__kind").annotate(n=Count("pk")))
    assert asked == {"quarterly": 4 * CONTRACTS, "annual": CONTRACTS}
    assert ContractPartner.objects.filter(agreed_date__isnull=False).exists()
    assert Contract.objects.filter(end_date__lt=YEAR.end).count() == 1
    assert Agreement.objects.filter(provider_signed_date=None).count() == 1


def test_no_page_about_words_and_money_is_empty() -> None:
    """Lots, topics, small grants, groups, money, payment, answers, stories, meetings, conversations, chases, a colour by hand."""
    for model in (ContractTopic, SmallGrant, Group, Investment, FinanceFact, PaymentTerm, CaseStudyUse, ReviewMeeting,
                  RelevanceTalk, Chase, FigureRating):  # fmt: skip
        assert model.objects.exists(), model.__name__
    assert Contract.objects.exclude(lot="").exists()
    assert set(TemplateChange.objects.values_list("state", flat=True)) == {"decided", "consulting"}
    assert any(line["words"] for sent in Submission.objects.exclude(narrative=[]) for line in sent.narrative)


def test_returns_were_late_questioned_corrected_sent_back_and_opened_again() -> None:
    sent = Submission.objects.all()
    assert sent.filter(is_late=True).exists()
    assert FigureNote.objects.filter(kind="query").exists()
    assert sent.filter(decision="rejected").exists()
    assert sent.filter(number__gt=1, is_accepted=True).exists()
    assert Return.objects.exclude(state="accepted").exists()
    assert not SubmissionRow.objects.filter(
        submission__answer__round__contract__agreements__provider_signed_date=None
    ).exists()


def test_totals_are_the_sum_of_what_was_accepted_and_every_submission_verifies() -> None:
    found = reckoning.reckon()
    assert found.problems == () and found.rounds == 5 + 2
    assert found.totals > 50
    one = Submission.objects.filter(is_accepted=True).first()
    assert one
    one.figures[0]["value"] += 1
    Submission.objects.filter(pk=one.pk).update(figures=one.figures)
    assert {problem.rule for problem in reckoning.reckon().problems} == {"submission.hash"}


def periods() -> list[tuple[Period, str]]:
    return [(period, kind) for kind in ("quarterly", "annual") for period in building.periods_asked(kind)]


def test_every_return_is_built_as_its_page_computes_it() -> None:
    for period, kind in periods():
        for one in building.build(period, kind, as_now=True):
            row = Return.objects.select_related("round__contract__provider").get(uid=one.uid)
            by = system(row.round.contract.provider)
            with scope.of(by), figures.one_reading():
                found = derive.compute(finding.asked(by, row), finding.carried(row), finding.overrides_of(row))
            assert one.figures == found, one.contract_reference


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_measure_by_any_dimension_is_the_same_together_and_one_by_one(data: st.DataObject) -> None:
    measure = data.draw(st.sampled_from(MEASURES))
    by = data.draw(st.sampled_from(["", *measure.may_group_by]))
    first = data.draw(st.dates(YEAR.start, NOW.date()))
    period = Period(first, data.draw(st.dates(first, NOW.date())))
    contracts = list(Contract.objects.select_related("provider"))
    sources = many.sources(contracts)
    uids: dict[tuple[int, str], set[str]] = {}
    for contract in contracts:
        for source in sources[contract.pk]:
            uids.setdefault((source.organisation_id, source.organisation_uid), set()).add(str(contract.uid))
    holders = [Holder(id_, uid, frozenset(named)) for (id_, uid), named in uids.items()]
    together.refresh(holders)
    found = together.compute(holders, [(measure, by)], period)
    for contract in contracts:
        lead, where = system(contract.provider), {"contract": str(contract.uid)}
        with scope.of(lead):
            alone = figures.compute(
                measure.id, by=lead, period=period, group_by=(by,) if by else (), where=where, version=measure.version
            )
        mine = found.of(str(contract.uid), str(contract.provider.uid), measure, by)
        assert (mine.rows, mine.told) == (alone.rows, alone.told)
        assert by or (mine.left_out, mine.left_out_words) == (alone.left_out, alone.left_out_words)


def test_within_one_basis_every_surface_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Return.objects.filter(state="accepted", round__kind="quarterly").select_related("round__contract")[0]
    sides = [system(Organisation.objects.get(pk=pk)) for pk in (answer.provider_id, answer.commissioner_id)]
    kept = answer.submissions.get(is_accepted=True).figures
    stands = sorted((f["measure"], f["code"], str(f["value"]), f["n"]) for f in kept)
    for by in sides:
        with scope.of(by):
            seen = queries.answer(by, str(answer.uid)).figures
        assert sorted((f.measure, f.code, str(f.value), f.n) for f in seen) == stands
    period = Period(answer.round.observed_from_date, answer.round.observed_to_date)
    assert main(["return", "build", "--all", "--round", f"{period.start}..{period.end}", "--json"]) == 0
    said = next(one for one in json.loads(capsys.readouterr().out)["returns"] if one["return"] == str(answer.uid))
    assert said["basis"] == "accepted"
    assert sorted((f["measure"], f["code"] or "", str(f["value"]), f["n"]) for f in said["figures"]) == stands


def test_a_locked_return_stays_whoever_tries() -> None:
    answer = Return.objects.filter(state="accepted").select_related("round__contract")[0]
    provider, council = (system(Organisation.objects.get(pk=pk)) for pk in (answer.provider_id, answer.commissioner_id))
    uid, before = str(answer.uid), list(answer.submissions.values_list("sha256", "is_accepted"))
    with scope.of(provider):
        measure = finding.carried(answer)[0].measure
        for attempt in (
            lambda: submissions.submit(by=provider, return_uid=uid),
            lambda: overrides.put(
                by=provider, return_uid=uid, measure=measure, value=1, reason="We would rather have one."
            ),
            lambda: notes.comment(by=provider, answer_uid=uid, measure=measure, words="Another word."),
        ):
            with pytest.raises(Refused):
                attempt()
    with scope.of(council), pytest.raises(Refused):
        review.reject(by=council, return_uid=uid, reason="We have thought again.")
    assert list(answer.submissions.values_list("sha256", "is_accepted")) == before
