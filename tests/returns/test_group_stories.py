"""What groups tell fills their anchor's return; a story of theirs is told with consent, and gone from everywhere without it."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.models import Revision
from cairn.contracts.actions import contracts, group_applications, group_checks, group_reports, measures
from cairn.contracts.actions import groups as keeping
from cairn.contracts.actions.contracts import NewContract, Terms
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import GroupReport
from cairn.contracts.rules_groups import Decision, NewApplication, NewCheck, NewGroup, Telling
from cairn.definitions import registry
from cairn.intake import rules_telling, telling
from cairn.intake.actions import group_links
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.returns import adding, group_stories, queries, stories
from cairn.returns.actions import group_stories as actions
from cairn.returns.actions import review, rounds, submissions
from cairn.returns.actions import stories as using
from cairn.returns.models import CaseStudy
from tests.conftest import add_party
from tests.returns.conftest import QUARTER, YEAR, Quarter
from tests.returns.test_submitting import decide, submit

Q2 = Period.parse("2025-Q2")
STORY = "A chair by the window."
CARRIED = (
    "groups_supported", "groups_told", "group_attendances", "group_attendances_sampled", "group_newcomers",
    "group_easy_share", "groups_constituted", "group_policies", "group_applications_received",
    "group_applications_awarded", "group_applications_refused", "group_applications_elsewhere", "group_money_raised",
)  # fmt: skip


@pytest.fixture
def anchored(quarter: Quarter) -> Quarter:
    """Harbour is the anchor of three groups: two told, one of them of a sample."""
    by, lead, uid = quarter.commissioner, quarter.lead, str(quarter.contract.uid)
    with scope.of(by):
        contracts.change(by=by, contract_uid=uid, new=Terms("Getting out", *YEAR, has_small_grants=True))
        measures.agree(by=by, contract_uid=uid, measures=[NewMeasure(name) for name in CARRIED])
    with scope.of(lead):
        new = [NewGroup(name, date(2025, 1, 2)) for name in ("Choir", "Tea", "Walkers")]
        choir, tea, walkers = keeping.add(by=lead, contract_uid=uid, new=new).items
        for day, answer in ((date(2025, 1, 9), "not_yet"), (date(2025, 5, 9), "in_place")):
            answers = dict.fromkeys(("constitution", "safeguarding", "equality"), answer)
            group_checks.record(by=lead, checks=[NewCheck(str(tea.uid), day, answers)])
        full = Telling(heads=61, heads_new=4, asked=23, easy_to_come=18, story=STORY, story_consent="told")
        group_reports.write(by=lead, group_uid=tea.uid, period=Q2, said=full)
        some = Telling(heads=40, is_sample=True, times_met=12, times_counted=3)
        group_reports.write(by=lead, group_uid=choir.uid, period=Q2, said=some)
        applied = NewApplication(str(walkers.uid), date(2025, 5, 1), 900)
        row = group_applications.receive(by=lead, new=[applied]).one
        said = Decision(
            "turned_down", date(2025, 5, 9), "no_money", "", "Lottery", raised_pounds=5000, raised_date=date(2025, 6, 9)
        )
        group_applications.decide(by=lead, application_uid=row.uid, said=said)
    return quarter


def figures_of(quarter: Quarter, uid: str = "") -> dict[str, Any]:
    with scope.of(quarter.lead):
        found = queries.answer(quarter.lead, uid or quarter.uid)
        return {one.measure: one for group in found.groups for one in group.figures if not one.code}


def report_of(quarter: Quarter) -> GroupReport:
    with scope.of(quarter.lead):
        return GroupReport.objects.get(heads=61, replaced_by=None)


def test_each_answer_of_a_group_feeds_a_measure_of_the_anchors_return(anchored: Quarter) -> None:
    found = figures_of(anchored)
    assert {name: found[name].value for name in CARRIED} == {
        "groups_supported": 3, "groups_told": 2, "group_attendances": 61, "group_attendances_sampled": 40,
        "group_newcomers": 4, "group_easy_share": pytest.approx(18 / 23), "groups_constituted": 1, "group_policies": 2,
        "group_applications_received": 1, "group_applications_awarded": 0, "group_applications_refused": 1,
        "group_applications_elsewhere": 1, "group_money_raised": 5000,
    }  # fmt: skip
    sample, share = found["group_attendances_sampled"], found["group_easy_share"]
    assert (sample.n, sample.left_out) == (3, {"Meetings at which nobody counted": 9})
    assert (share.numerator, share.n) == (18, 23)
    assert (sample.sample, share.sample) == ("at 3 of 12 meetings", "18 of 23 asked")
    assert {one.sample for one in found.values() if one not in (sample, share)} == {""}
    assert adding.why_not(sample.measure_class, registry.get("measure", "group_attendances_sampled"))


def told(quarter: Quarter, by: Any = None) -> list[str]:
    by = by or quarter.lead
    with scope.of(by):
        return [one.words for one in stories.told_in(by, quarter.uid)]


def used(quarter: Quarter) -> GroupReport:
    row, lead = report_of(quarter), quarter.lead
    with scope.of(lead):
        study = actions.use(by=lead, report_uid=row.uid, title="A chair").one
        assert actions.use(by=lead, report_uid=row.uid, title="Again").one == study
        using.use(by=lead, return_uid=quarter.uid, study_uids=[str(study.uid)])
    submit(quarter)
    decide(quarter)
    assert told(quarter, quarter.commissioner) == [STORY]
    return row


def test_a_story_taken_back_is_gone_from_case_study_return_and_log(anchored: Quarter) -> None:
    row, lead = used(anchored), anchored.lead
    with scope.of(lead):
        actions.take_back(by=lead, report_uid=row.uid)
        assert GroupReport.objects.get(pk=row.pk).story == ""
        assert CaseStudy.objects.get().words == ""
        assert STORY not in str(list(Revision.objects.values_list("payload", flat=True)))
        with pytest.raises(Refused) as error:
            actions.use(by=lead, report_uid=row.uid, title="Once more", words="Anything")
    assert [one.rule for one in error.value.problems] == ["story.consent"]
    assert told(anchored) == told(anchored, anchored.commissioner) == [""]


def test_a_group_that_sends_again_without_consent_takes_its_story_back_itself(anchored: Quarter) -> None:
    row, lead = used(anchored), anchored.lead
    with scope.of(lead):
        made = group_links.make(by=lead, group_uids=[row.group.uid], period=Q2, languages=["english"]).one
    typed = {"heads": "61", "story": STORY, "story_consent": "anchor_only"}
    telling.keep(made.row, rules_telling.heard(typed, [], telling.helps()))
    telling.send(made.row)
    assert told(anchored, anchored.commissioner) == [""]
    with scope.of(lead):
        assert group_stories.study_of(lead, row.uid).words == ""  # type: ignore[union-attr]
        assert [one.story for one in GroupReport.objects.filter(group=row.group).order_by("pk")] == ["", STORY]


def test_a_return_of_an_anchor_inside_the_council_is_sent_and_accepted_by_its_two_hands(db: None) -> None:
    city = add_party("city", "The City", provider=True, roles=["contract_manager", "data_lead"])
    type(city.organisation).objects.filter(pk=city.organisation.pk).update(is_commissioner=True)
    buyer, lead = city.contract_manager, city.data_lead
    new = NewContract("C-1", "Inside", "carers", *YEAR, provider_slug="city", has_small_grants=True)
    with scope.of(buyer):
        uid = str(contracts.add(by=buyer, contracts=[new]).one.uid)
        measures.agree(by=buyer, contract_uid=uid, measures=[NewMeasure("group_attendances")])
        answer = rounds.add(by=buyer, contract_uid=uid, rounds=[QUARTER]).one.answer
    with scope.of(lead):
        [tea] = keeping.add(by=lead, contract_uid=uid, new=[NewGroup("Tea", date(2025, 1, 2))]).items
        group_reports.write(by=lead, group_uid=tea.uid, period=Q2, said=Telling(heads=9))
        submissions.submit(by=lead, return_uid=str(answer.uid))
    with scope.of(buyer):
        review.accept(by=buyer, return_uid=str(answer.uid))
        [group] = queries.answer(buyer, str(answer.uid)).groups
        assert [one.value for one in group.figures] == [9]
