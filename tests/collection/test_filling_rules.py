"""What counts of the answers to a form while it is filled in, and how far each part is."""

from cairn.collection import rules
from cairn.collection.columns import columns_of
from cairn.collection.questions import tasks
from cairn.collection.rules_filling import blocking, kept, mark, progress, settled, to_confirm
from cairn.definitions import registry
from tests.collection.forms import whole

FORM = registry.get("form", "sp-long")
COLUMNS, TASKS = columns_of(FORM), {task.id: task for task in tasks(FORM)}
MISSED = {"MaxIncome_1a": "Yes", "ActualOutcome_1a": "No", "OngoingSupport_1a": "Yes", "Reason_1a_Primary": "c1"}


def state(answers: dict[str, str], task: str, seen: tuple[str, ...] = (), confirmed: tuple[str, ...] = ()) -> str:
    problems = rules.unconfirmed(rules.check(FORM, answers), confirmed)
    return progress(TASKS[task], answers, seen, problems).state


def test_what_the_answers_before_do_not_lead_to_is_dropped_one_after_the_other() -> None:
    assert settled(COLUMNS, MISSED) == MISSED
    assert settled(COLUMNS, {**MISSED, "MaxIncome_1a": "No"}) == {"MaxIncome_1a": "No"}
    assert settled(COLUMNS, {**MISSED, "ActualOutcome_1a": "Yes"}).keys() == MISSED.keys() - {"Reason_1a_Primary"}
    assert settled(COLUMNS, {"NoColumn": "x", "Age": ""}) == {}


def test_absence_never_blocks_a_page_and_what_is_not_valid_does() -> None:
    names = {column.name for column in TASKS["person"].columns}
    assert blocking(rules.check(FORM, {}), names) == []
    wrong = blocking(rules.check(FORM, {"Age": "old", "MaxIncome_1a": "Maybe"}), names)
    assert [one.field for one in wrong] == ["Age"], "another page says the other one"


def test_how_far_a_part_is() -> None:
    answers = whole(FORM)
    assert state({}, "person") == "empty"
    assert state({"Age": "44"}, "person") == "part"
    assert state(answers, "person") == "record"
    assert state(answers, "person", seen=("person",)) == "done"
    assert state({**answers, "Age": "x"}, "person") == "wrong"
    assert state({**answers, "SupportPlan": "No"}, "plan", seen=("plan",)) == "ask"
    assert state({**answers, "SupportPlan": "No"}, "plan", ("plan",), ("no-plan:SupportPlan",)) == "done"
    assert state({}, "positive_contribution", seen=("positive_contribution",)) == "empty"


def test_only_questions_that_are_asked_are_counted() -> None:
    one = progress(TASKS["economic_wellbeing"], {"MaxIncome_1a": "Yes"}, (), ())
    assert (one.given, one.asked) == (1, 5), "three needs, and achieved and ongoing of the first"


def test_what_was_said_to_be_right_is_asked_again_once_its_answer_changes() -> None:
    before, after = {"SupportPlan": "No", "Age": "12"}, {"SupportPlan": "No", "Age": "13"}
    assert kept(["no-plan:SupportPlan", "child:Age"], before, after) == ["no-plan:SupportPlan"]
    asked = to_confirm(rules.check(FORM, whole(FORM, SupportPlan="No")), ())
    assert [rules.key(one) for one in asked] == ["no-plan:SupportPlan"]
    assert to_confirm(rules.check(FORM, whole(FORM, SupportPlan="No")), ["no-plan:SupportPlan"]) == []


def test_a_page_is_known_by_what_it_was_drawn_from() -> None:
    assert mark({"a": "1", "b": "2"}) == mark({"b": "2", "a": "1"}) != mark({"a": "1"})
