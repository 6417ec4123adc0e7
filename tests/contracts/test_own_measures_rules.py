"""A measure of one's own: whatever is put together reads back as it was said, and what cannot be counted is refused."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.contracts import own_building, own_measures, own_wording
from cairn.contracts import rules_own_measures as rules
from cairn.contracts.measuring import KINDS, SUBJECTS, Subject, may_name, title
from cairn.contracts.rules_own_measures import TESTS, Plan, Said
from cairn.definitions import mart, registry
from cairn.definitions.references import References
from cairn.kernel import canonical
from cairn.questionnaire import conditions as tree
from tests.thorough import examples

VALUES: dict[str, tuple[str, ...]] = {
    name: ("one", "two", "three")
    for subject in SUBJECTS.values()
    for name, kind in subject.columns.items()
    if kind not in ("number", "flag")
} | {"scale": ("swemwbs", "phq9", "lifesat")}
REFERENCES = References(registry.PACKAGE)
NAMES = {name: {value: value.capitalize() for value in values} for name, values in VALUES.items()}


def said(subject: Subject, *, but: frozenset[str] = frozenset()) -> Any:
    """Any condition that a subject takes."""
    found = []
    for name, kind in subject.columns.items():
        if name in but:
            continue
        sort = rules.sort_of(kind)
        if sort == "flag":
            found.append(st.sampled_from(["yes", "no"]).map(lambda test, name=name: Said(name, test)))
        elif sort == "number":
            numbers = st.integers(-99, 99) | st.floats(-99, 99).map(lambda one: round(one, 2))
            ends = st.tuples(st.sampled_from(["at_least", "at_most"]), numbers)
            found.append(ends.map(lambda one, name=name: Said(name, one[0], number=float(one[1]))))
        else:
            ticked = st.lists(st.sampled_from(VALUES[name]), min_size=1, unique=True).map(tuple)
            tests = st.sampled_from(["in", "not_in"])
            found.append(st.tuples(tests, ticked).map(lambda one, name=name: Said(name, one[0], one[1])))
            found.append(st.sampled_from(["known", "not_known"]).map(lambda test, name=name: Said(name, test)))
    return st.one_of(found)


@st.composite
def plans(draw: Any) -> Plan:
    subject = draw(st.sampled_from(list(SUBJECTS.values())))
    kind = draw(st.sampled_from(subject.kinds))
    value = draw(st.sampled_from([name for name, _ in subject.numbers])) if kind in ("average", "change") else ""
    where = tuple(draw(st.lists(said(subject, but=frozenset({"scale", "score"})), max_size=3)))
    if subject.needs_scale or value == "score":
        where = (Said("scale", "in", ("phq9",)), *where)
    joined = draw(st.sampled_from(["all", "any"])) if len(where) > 1 and not value else "all"
    if subject.needs_scale:
        joined = "all"
    parts = (
        tuple(draw(st.lists(said(subject, but=frozenset({"score"})), min_size=1, max_size=3)))
        if kind == "share"
        else ()
    )
    by = tuple(name for name in subject.groups if draw(st.booleans()))
    return Plan(
        label="ESOL here", subject=subject.id, kind=kind, value=value, where=where, joined=joined, parts=parts,
        parts_joined=draw(st.sampled_from(["all", "any"])) if len(parts) > 1 else "all", by=by,
        better=draw(st.sampled_from(["higher", "lower", "none"])), not_shown="Why they came",
    )  # fmt: skip


@settings(deadline=None, max_examples=examples(150))
@given(plans())
def test_a_plan_becomes_a_sound_measure_and_reads_back_as_it_was_said(plan: Plan) -> None:
    assert rules.faults(plan, VALUES) == [] and rules.lacking(plan, ["People supported"]) == []
    measure = own_building.built(
        plan, "own-0123456789ab", 1, words=own_wording.sentence(plan, NAMES), source="Made here"
    )
    assert own_building.plan_of(measure) == plan
    kept = json.loads(canonical.dumps(own_measures.stored(measure)))
    assert own_measures.read(kept, measure.id, 1) == measure
    columns = mart.TABLES[measure.table]
    assert {mart.column_of(name, measure.period_date) for name in measure.may_group_by} <= set(columns)
    assert "contract" in measure.not_additive_over
    lost = [words for _, words in REFERENCES.lost(measure) if "no value of" not in words]
    assert lost == []


def every_condition() -> list[tuple[str, Said]]:
    """Each column of each subject by each of its tests."""
    return [
        (subject.id, Said(name, test, VALUES.get(name, ())[:2] if test in ("in", "not_in") else (), number))
        for subject in SUBJECTS.values()
        if not subject.needs_scale
        for name, kind in subject.columns.items()
        for test in TESTS[rules.sort_of(kind)]
        for number in ([3.0, 0.5] if test in ("at_least", "at_most") else [None])
        if name != "score"
    ]


def test_each_condition_there_is_reads_back_and_has_its_words() -> None:
    for subject, one in every_condition():
        plan = Plan(label="It", subject=subject, kind=SUBJECTS[subject].kinds[-1], where=(one,), parts=(one,))
        plan = plan if plan.kind == "share" else replace(plan, parts=())
        assert rules.faults(plan, VALUES) == []
        words = own_wording.sentence(plan, NAMES)
        measure = own_building.built(plan, "own-0123456789ab", 1, words=words, source="Here")
        assert own_building.plan_of(measure) == plan
        assert "None" not in words and "  " not in words


def test_no_other_condition_is_read_as_one_of_these() -> None:
    with pytest.raises(ValueError, match="no condition of a measure"):
        own_building._said(tree.Not(tree.Equals("state", "met")))


def broken(**changes: Any) -> set[str]:
    return {
        one.rule.removeprefix("own_measure.") for one in rules.faults(replace(Plan(label="ESOL"), **changes), VALUES)
    }


@pytest.mark.parametrize(
    "column", ["person", "uid", "activity", "activity_date", "contracts", "provider", "ward", "x", ""]
)
def test_no_condition_names_a_person_a_record_a_day_a_place_or_what_is_not_there(column: str) -> None:
    assert broken(where=(Said(column, "in", ("a",)),)) == {"column"}
    assert broken(kind="share", parts=(Said(column, "in", ("a",)),)) == {"column"}
    assert "by" in broken(by=(column,)) or column == "ward"


def test_no_table_lets_a_condition_name_whose_or_which_record_it_is() -> None:
    named = {(name, kind) for one in SUBJECTS.values() for name, kind in one.columns.items()}
    assert {kind for name, kind in named if name != "service"}.isdisjoint({"uid", "uids", "area", "date", "numbers"})
    assert not may_name("person", "uid") and not may_name("uid", "uid") and may_name("service", "uid")
    assert {kind for one in SUBJECTS.values() for kind in one.kinds} == set(KINDS)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"label": "  "}, "label"),
        ({"label": "x" * 101}, "label_long"),
        ({"label": "=1+1"}, "label_odd"),
        ({"label": "@SUM(A1)"}, "label_odd"),
        ({"label": "<script>alert(1)</script>"}, "label_odd"),
        ({"label": "ESOL \u202egnp.exe"}, "label_odd"),
        ({"label": "ESOL\x00"}, "label_odd"),
        ({"not_shown": "x" * 601}, "not_shown_long"),
        ({"not_shown": "a\u200bb"}, "not_shown_odd"),
        ({"subject": "person"}, "subject"),
        ({"kind": "average"}, "kind"),
        ({"better": "best"}, "better"),
        ({"subject": "referrals", "kind": "average", "value": "uid"}, "value"),
        ({"kind": "share"}, "parts"),
        ({"subject": "changes", "kind": "change", "value": "change"}, "scale"),
        ({"subject": "readings", "kind": "average", "value": "score"}, "scale"),
        ({"where": (Said("gender", "at_least", number=1),)}, "test"),
        ({"where": (Said("gender", "in"),)}, "values"),
        ({"where": (Said("gender", "in", ("four",)),)}, "value_unknown"),
        ({"where": (Said("gender", "in", ("one",) * 61),)}, "values_many"),
        ({"where": (Said("gender", "known"),) * 11}, "many"),
        ({"subject": "heads", "kind": "heads", "where": (Said("heads", "at_least"),)}, "number"),
        ({"subject": "heads", "kind": "heads", "where": (Said("heads", "at_most", number=float("nan")),)}, "number"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_where_it_was_said(changes: dict[str, Any], rule: str) -> None:
    assert rule in broken(**changes)


def test_two_measures_that_read_alike_are_not_published_side_by_side() -> None:
    plan = Plan(label="people  SUPPORTED", not_shown="x")
    assert [one.rule for one in rules.lacking(plan, ["People supportéd"])] == ["own_measure.label_taken"]
    assert [one.rule for one in rules.lacking(replace(plan, not_shown=" "), [])] == ["own_measure.not_shown"]


def test_scores_of_one_tool_are_put_together_and_of_several_never() -> None:
    tools = Said("scale", "in", ("phq9", "swemwbs"))
    plan = Plan(label="Mood", subject="readings", kind="average", value="score", where=(tools,))
    assert [one.field for one in rules.faults(plan, VALUES)] == ["where"]
    assert rules.faults(replace(plan, where=(replace(tools, values=("phq9",)),)), VALUES) == []
    either = (replace(tools, values=("phq9",)), Said("gender", "known"))
    assert rules.one_scale(replace(plan, where=either, joined="any")) == ""


def test_a_version_tells_in_sentences_what_is_otherwise() -> None:
    plan = Plan(label="ESOL", where=(Said("activity_type", "in", ("one",)),), by=("gender",), not_shown="Levels")

    def made(one: Plan) -> Any:
        return own_building.built(one, "own-0123456789ab", 1, words=own_wording.sentence(one, NAMES), source="Here")

    after = replace(
        plan, label="English", where=(Said("activity_type", "in", ("one", "two")),), by=("ethnicity_group",),
        better="none", not_shown="",
    )  # fmt: skip
    told = own_wording.differences(made(plan), made(after))
    assert len(told) == 6 and "“One” or “Two”" in told[1] and "“Levels”, and is “nothing”" in told[5]
    assert own_wording.differences(made(plan), made(plan)) == []
    same = replace(made(plan), where=made(after).where)
    assert own_wording.differences(made(plan), same) == ["What it counts has changed, though it reads the same."]


def test_every_column_that_can_be_named_has_its_words_and_its_tests() -> None:
    for one in SUBJECTS.values():
        for name in (*one.columns, *one.groups):
            assert title(name)[0].isupper()
        assert all(TESTS[rules.sort_of(kind)] for kind in one.columns.values())
