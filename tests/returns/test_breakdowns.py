"""Breakdowns by what organisations made themselves and by what is worked out; means with their interval and what was left out."""

from dataclasses import astuple
from datetime import date

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.cases.actions import assessments, steps
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import Episode
from cairn.contracts.actions import measures
from cairn.contracts.actions.measures import NewMeasure
from cairn.insight import figures
from cairn.insight.mapped import Told
from cairn.kernel.periods import Period
from cairn.presentation import returns as presentation
from cairn.returns import queries
from cairn.returns.actions import review
from cairn.returns.views import FigureView
from cairn.scales.actions import permissions
from cairn.services.actions import ladders
from cairn.services.actions.ladders import NewLadder
from cairn.services.models import Rung, Service
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, rows_of, submit

SWEMWBS = [NewMeasure("swemwbs_change", measure_class="primary_outcome")]
BROKEN_DOWN = [
    *[NewMeasure("contacts", by=by) for by in ("quarter", "contract", "provider", "service")],
    *[NewMeasure("needs_presented", by=by) for by in ("need", "need_area", "quarter", "contract", "provider", "ward")],
]


def agreed(quarter: Quarter, new: list[NewMeasure]) -> None:
    with scope.of(quarter.commissioner):
        measures.agree(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), measures=new)


def read(quarter: Quarter, measure: str) -> dict[str, FigureView]:
    with scope.of(quarter.lead):
        found = queries.answer(quarter.lead, quarter.uid).figures
    return {figure.code.partition("=")[0] + ":" + figure.label: figure for figure in found if figure.measure == measure}


def assessed(quarter: Quarter) -> None:
    """Ada from 14 to 21; Ben has a review and no start."""
    by = quarter.harbour.service_manager
    with scope.of(by):
        permissions.record(
            by=by,
            scale="swemwbs",
            holder="Harbour",
            reference="X",
            granted_date=date(2025, 1, 1),
            uses_printed_form=True,
        )
        episodes = {episode.client.name: str(episode.uid) for episode in Episode.objects.select_related("client")}
        assessments.record(
            by=by,
            assessments=[
                NewAssessment(
                    episode_uid=episodes[name], scale="swemwbs", assessed_date=on, answers=[answer] * 7, stage=stage
                )
                for name, on, answer, stage in (
                    ("Ada", date(2025, 4, 10), 2, "start"),
                    ("Ada", date(2025, 6, 10), 3, "review"),
                    ("Ben", date(2025, 6, 11), 3, "review"),
                )
            ],
        )


def test_a_mean_change_says_n_and_what_was_left_out_in_words(quarter: Quarter) -> None:
    agreed(quarter, SWEMWBS)
    assessed(quarter)
    figure = read(quarter, "swemwbs_change")[":Change in mental wellbeing (SWEMWBS)"]
    assert (figure.n, figure.measure_class, figure.kind, figure.decimals) == (1, "primary_outcome", "paired_change", 2)
    assert figure.value is not None and figure.value > 0 and figure.low is None
    assert sum(figure.left_out.values()) == 1
    assert next(iter(figure.left_out)).startswith("There is no first reading to compare with")


def test_it_is_frozen_with_what_was_left_out_and_its_rows_carry_scores_and_no_demographics(
    quarter: Quarter, agreement: object
) -> None:
    agreed(quarter, SWEMWBS)
    assessed(quarter)
    submission = submit(quarter)
    frozen = next(figure for figure in submission.figures if figure["measure"] == "swemwbs_change")
    assert frozen["left_out"] and frozen["n"] == 1
    (row,) = [row for row in rows_of(submission) if row.table == "assessment_pair"]
    assert set(row.shared) == {
        "fact", "gender", "ethnicity_group", "episode", "scale", "second_date", "change", "first_score",
        "second_score", "baseline_missing_reason",
    }  # fmt: skip
    with scope.of(quarter.lead):
        assert row.shared["episode"] not in {str(episode.uid) for episode in Episode.objects.all()}
    assert read(quarter, "swemwbs_change")[":Change in mental wellbeing (SWEMWBS)"].left_out


def test_breakdowns_name_needs_services_providers_quarters_and_contracts(quarter: Quarter) -> None:
    agreed(quarter, BROKEN_DOWN)
    found = {name: figure.value for name, figure in read(quarter, "needs_presented").items() if figure.code}
    assert found["quarter:2025-Q2"] == 2
    assert found["provider:Harbour Trust"] == 2
    assert found[f"contract:{quarter.contract.uid}"] == 2
    needs = {name for name in found if name.startswith("need:")}
    assert len(needs) == 2 and not needs & {"need:debt", "need:loneliness"}
    assert sum(value or 0 for name, value in found.items() if name.startswith("need_area:")) == 2


def test_every_group_of_every_breakdown_freezes_as_many_rows_as_it_counts(quarter: Quarter, agreement: object) -> None:
    agreed(quarter, BROKEN_DOWN)
    submission = submit(quarter)
    rows = rows_of(submission)
    broken_down = [figure for figure in submission.figures if figure["measure"] == "needs_presented" and figure["code"]]
    assert len(broken_down) >= 6
    for figure in broken_down:
        key = f"{figure['measure']}:{figure['code']}"
        assert figure["n"] == sum(1 for row in rows if key in row.counted_in), key


def test_rungs_are_named_as_their_provider_named_them(quarter: Quarter) -> None:
    agreed(quarter, [NewMeasure("steps_reached", by="rung")])
    by = quarter.harbour.service_manager
    with scope.of(by):
        service = str(Service.objects.get().uid)
        ladders.add(by=by, ladders=[NewLadder(service, "Getting out", ("At the door", "Into a taxi"))])
        rung = Rung.objects.get(label="Into a taxi")
        episode = Episode.objects.get(client__name="Ada")
        steps.record(
            by=by, steps=[NewStep(episode_uid=str(episode.uid), rung_uid=str(rung.uid), step_date=date(2025, 5, 1))]
        )
    assert read(quarter, "steps_reached")["rung:Into a taxi"].value == 1


def test_outcomes_are_frozen_with_the_tools_that_told_of_them_and_no_points_leave(
    quarter: Quarter, agreement: object
) -> None:
    new = [NewMeasure("outcome_improved_share", by=by, measure_class="primary_outcome") for by in ("", "outcome")]
    agreed(quarter, new)
    assessed(quarter)
    told = (Told("prevention-first/healthier_lifestyles", "swemwbs", 1, "prevention-first/1/whole_tool"),)
    assert read(quarter, "outcome_improved_share")[":Share of outcomes improved"].told == told

    submission = submit(quarter)
    frozen = [figure for figure in submission.figures if figure["measure"] == "outcome_improved_share"]
    assert [figure.get("told") for figure in frozen] == [[list(astuple(told[0]))], None]
    assert "told" not in next(figure for figure in submission.figures if figure["measure"] == "needs_met")
    (row,) = [row for row in rows_of(submission) if row.table == "outcome_change"]
    assert {"answers", "first_score", "second_score", "change"}.isdisjoint(row.shared)
    kept = read(quarter, "outcome_improved_share")[":Share of outcomes improved"]
    assert (kept.told, kept.numerator, kept.denominator) == (told, 1, 1)
    facts = {fact["key"]: fact["value"] for fact in presentation.row(kept).facts}
    assert "whole score (our own judgement)" in facts["Healthier lifestyles"]
    assert "never added up or averaged" in facts["Why not in points"]


def test_what_was_accepted_is_what_the_commissioners_own_mart_counts(partnered: Quarter, agreement: object) -> None:
    def shared() -> float | None:
        with scope.of(partnered.commissioner):
            result = figures.compute(
                "referrals_received",
                by=partnered.commissioner,
                scope="shared",
                period=Period(date(2025, 4, 1), date(2025, 6, 30)),
            )
        return result.rows[0].value if result.rows else None

    submit(partnered)
    assert shared() is None
    decide(partnered)
    assert shared() == 7


def test_a_provider_that_may_review_returns_still_decides_none_of_its_own(quarter: Quarter) -> None:
    submit(quarter)
    by = quarter.harbour.system
    with scope.of(by), pytest.raises(queries.NotFound):
        review.accept(by=by, return_uid=quarter.uid)
    with scope.of(by), pytest.raises(NotAllowed):
        queries.preview(quarter.harbour.trustee, quarter.uid)
