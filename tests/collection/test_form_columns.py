"""A form's columns in the order of its file, and its pages."""

from datetime import date

import pytest

from cairn.collection import library
from cairn.collection.columns import columns_of, local_needs, reasons_of
from cairn.collection.questions import questionnaire, tasks
from cairn.definitions import registry
from cairn.definitions.references_forms import columns_known
from cairn.questionnaire.forms import shown_pages
from tests.collection.forms import LOCAL, REASON, whole

LONG = registry.get("form", "sp-long")
SHORT = registry.get("form", "sp-short")


def names(id: str) -> list[str]:
    return [column.name for column in columns_of(registry.get("form", id))]


def test_the_long_term_form_has_17_needs_in_five_domains_and_18_outcomes() -> None:
    columns = columns_of(LONG)
    assert [sum(need.domain == domain.id for need in LONG.needs) for domain in LONG.domains] == [3, 4, 4, 5, 1]
    assert sum(column.role == "need" for column in columns) == 17
    assert sum(column.role == "outcome" for column in columns) == 18
    assert sum(column.role == "ongoing" for column in columns) == 17
    assert [column.name for column in columns if column.part] == ["ActualOutcome_2a_i", "ActualOutcome_2a_ii"]


def test_the_short_term_form_asks_nothing_of_support_that_goes_on_and_more_of_homes_and_contact() -> None:
    columns = columns_of(SHORT)
    assert not [column for column in columns if column.role == "ongoing"]
    assert {column.name for column in columns} >= {"SettledAccommodation_4b_short", "ActualOutcome_2a_ii"}
    apart = [column.name for column in columns if "NA" in column.codes and column.role == "outcome"]
    assert apart == ["ActualOutcome_2a_ii", "ActualOutcome_2d_i", "ActualOutcome_2d_ii"]


def test_a_need_has_its_columns_side_by_side_in_the_historic_naming() -> None:
    found = names("sp-long")
    at = found.index("MaxIncome_1a")
    assert found[at : at + 6] == [
        "MaxIncome_1a", "ActualOutcome_1a", "OngoingSupport_1a", "Reason_1a_Primary", "Reason_1a_Others", "ManagingDebt_1b",
    ]  # fmt: skip
    assert found[:3] == ["FormID", "ClientRecordProviderID", "NationalProviderID"]


@pytest.mark.parametrize("id", ["sp-long", "sp-short", "sp-client-record"])
def test_a_column_has_one_name_and_definitions_know_it(id: str) -> None:
    for form in library.versions(id):
        found = [column.name for column in columns_of(form)]
        assert len(found) == len(set(found))
        assert set(found) == columns_known(form)


def test_local_needs_come_last_and_local_reasons_under_their_group() -> None:
    columns = columns_of(LONG, (LOCAL, REASON))
    assert [column.name for column in columns if column.is_local] == [
        "Garden_L1", "ActualOutcome_L1", "OngoingSupport_L1", "Reason_L1_Primary", "Reason_L1_Others",
    ]  # fmt: skip
    assert columns[-1].name == "Reason_L1_Others"
    assert [answer.code for answer in columns[-1].choices if answer.group == "external"][-1] == "eL1"
    assert local_needs((LOCAL, REASON)) == (LOCAL,)
    assert reasons_of(LONG) == LONG.reasons


def test_the_task_list_is_of_sections_and_domains_with_a_local_need_in_its_domain() -> None:
    found = tasks(LONG, (LOCAL,))
    assert [task.id for task in found] == ["provider", "plan", "person", *(domain.id for domain in LONG.domains)]
    [health] = [task for task in found if task.id == "be_healthy"]
    assert [page.id for page in health.pages][-3:] == ["L1", "L1:outcome", "L1:why"]
    record = registry.get("form", "sp-client-record")
    assert [task.id for task in tasks(record)] == [section.id for section in record.sections]


def test_a_page_is_shown_where_the_answers_lead_to_it() -> None:
    asked = questionnaire(LONG)
    answers = whole(LONG)
    shown = [page.id for page in shown_pages(asked, answers)]
    assert "1a" in shown and "1a:outcome" not in shown
    answers |= {"TrainingEducation_2a": "Yes", "ActualOutcome_2a_i": "Yes", "ActualOutcome_2a_ii": "No"}
    shown = [page.id for page in shown_pages(asked, answers)]
    assert {"2a", "2a:outcome", "2a:why"} <= set(shown)
    assert asked.pages[0].questions[0].id == "FormID"
    assert asked.question("ReviewDate").kind == "date"


def test_fields_that_hang_on_an_answer_have_a_page_of_their_own() -> None:
    pages = {page.id: [question.id for question in page.questions] for page in questionnaire(SHORT).pages}
    assert pages["plan:1"] == ["SupportPlan", "Died", "Partnership"]
    assert pages["plan:2"] == ["PartnerAgencies"]


@pytest.mark.parametrize(
    ("on", "version"),
    [("2007-05-30", None), ("2007-05-31", 1), ("2012-03-31", 1), ("2012-04-01", 2), ("2026-11-23", 2)],
)
def test_the_date_of_a_form_says_its_version(on: str, version: int | None) -> None:
    found = library.for_event("supporting-people", "departure", date.fromisoformat(on))
    assert (found and found.version) == version


def test_both_versions_of_the_short_form_ask_the_same_needs_and_another_header() -> None:
    first, second = library.versions("sp-short")
    assert first.needs == second.needs
    old, new = ({column.name for column in columns_of(form)} for form in (first, second))
    assert old - new == {"JointlyFunded"}
    assert new - old == {"Partnership", "PartnerAgencies", "IndividualBudget", "BudgetUsed", "RentDeposit"}


def test_a_programme_is_known_by_its_forms() -> None:
    found = library.of_programme("supporting-people")
    assert [(form.id, form.version) for form in found] == [
        ("sp-client-record", 1), ("sp-long", 1), ("sp-short", 1), ("sp-short", 2),
    ]  # fmt: skip
    assert library.of_programme("elsewhere") == ()
    assert library.ever_of("supporting-people") == found
    assert set(found) < set(library.every())


def test_every_question_that_needs_it_is_explained_by_an_example_that_counts_and_one_that_does_not() -> None:
    for need in (*LONG.needs, *SHORT.needs):
        assert need.guidance.says and need.guidance.counts and need.guidance.counts_not
