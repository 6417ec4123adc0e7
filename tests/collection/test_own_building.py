"""A form of one's own as it is built, step by step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.collection import own_building, own_forms, rules_own
from cairn.collection.columns import columns_of
from cairn.collection.own_building import MOST_PARTS, NewPart
from cairn.collection.own_differing import differences
from cairn.collection.rules import check
from cairn.definitions import registry
from cairn.definitions.references_forms import form_lost
from cairn.definitions.shapes.form import CollectionForm, When
from tests.collection.forms import whole
from tests.collection.own import garden, need


def refs(form: CollectionForm) -> list[tuple[str, str]]:
    return [(one.ref, one.number) for one in form.needs]


def names(form: CollectionForm) -> set[str]:
    return {column.name for column in columns_of(form)}


@pytest.mark.parametrize(
    ("when", "dates", "ongoing"),
    [
        ("entry", {"StartDate"}, True),
        ("departure", {"StartDate", "EndDate"}, False),
        ("review", {"StartDate", "ReviewDate"}, True),
    ],
)
def test_it_begins_with_the_dates_of_its_event(when: When, dates: set[str], ongoing: bool) -> None:
    form = own_building.begun("own-x", "Garden", when, True, "Eastborough")
    assert {"StartDate", "EndDate", "ReviewDate"} & names(form) == dates
    assert (form.date_column in dates, form.ongoing, form.needs, form.programme) == (True, ongoing, (), "own-x")
    assert own_building.needed_columns(form) >= {"FormID", "AdminAuth", "SPServiceID", "PersonCode", *dates}
    assert not list(form_lost(form, ()))


def test_a_form_that_was_built_can_be_filled_in_like_any_other() -> None:
    form = garden()
    assert (
        check(form, whole(form, Plant_N1="Yes", ActualOutcome_N1="No", OngoingSupport_N1="Yes", Reason_N1_Primary="c1"))
        == []
    )
    assert {one.rule for one in check(form, whole(form, Plant_N1="Yes"))} == {"needed"}


def test_a_copy_asks_what_the_other_asks_under_a_name_of_its_own() -> None:
    long = registry.get("form", "sp-long")
    copy = own_building.copied(long, "own-x", "Ours", "Eastborough")
    assert names(copy) == names(long) and len(copy.needs) == 17
    assert (copy.programme, copy.label, copy.publisher, copy.version) == ("own-x", "Ours", "Eastborough", 1)
    assert differences(long, copy) == [
        "It is called “Ours”; it was “Supporting People: outcomes for long-term services”.",
        "What it is for is said in other words.",
    ]


def test_needs_keep_their_reference_and_are_numbered_by_place() -> None:
    form = own_building.with_need(garden(), "", need("Water"))
    form = own_building.with_domain(form, "", "Be heard", "")
    form = own_building.with_need(form, "", need("Speak", domain="d2"))
    assert refs(form) == [("N1", "1a"), ("N2", "1b"), ("N3", "2a")]
    assert refs(own_building.moved(form, "need", "N2", -1)) == [("N2", "1a"), ("N1", "1b"), ("N3", "2a")]
    assert refs(own_building.moved(form, "domain", "d2", -1)) == [("N3", "1a"), ("N1", "2a"), ("N2", "2b")]
    assert own_building.moved(form, "need", "N1", -1) == own_building.moved(form, "domain", "d2", 1) == form
    assert refs(own_building.without_need(form, "N1")) == [("N2", "1a"), ("N3", "2a")]
    assert refs(own_building.without_domain(form, "d1")) == [("N3", "1a")]


def test_a_need_in_other_words_keeps_its_columns() -> None:
    form = own_building.with_need(garden(), "N1", need("Grow and share", NewPart("Grew"), NewPart("Shared", True)))
    assert {"Plant_N1", "ActualOutcome_N1_i", "ActualOutcome_N1_ii"} <= names(form)
    codes = {column.name: column.codes for column in columns_of(form)}
    assert codes["ActualOutcome_N1_ii"] == ("Yes", "No", "NA")
    assert [part.id for part in form.needs[0].parts] == ["i", "ii"]


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Grow something, and share it", "GrowSomethingAndShare_N2"),
        ("2 meals a day", "Need2MealsADay_N2"),
        ("Écouter", "Ecouter_N2"),
        ("種", "Need_N2"),
    ],
)
def test_a_column_is_named_after_the_first_words(label: str, column: str) -> None:
    assert column in names(own_building.with_need(garden(), "", need(label)))


def test_what_earlier_versions_had_is_given_to_nothing_new() -> None:
    taken = ("N2", "d2", "e7")
    form = own_building.with_domain(garden(), "", "Be heard", "", taken)
    assert [domain.id for domain in form.domains] == ["d1", "d3"]
    assert refs(own_building.with_need(form, "", need("Speak"), taken))[-1][0] == "N3"
    made = own_building.with_reasons(form, {"external": ["It rained", "It snowed"]}, (*taken, "e1"))
    assert made.reasons[0].code not in ("e1", "e7")


def test_a_reason_whose_words_stay_keeps_its_code() -> None:
    form = garden()
    kept, first = form.reasons[1].label, form.reasons[1].code
    made = own_building.with_reasons(form, {"client": ["New", kept], "service": []})
    assert [(one.group, one.label) for one in made.reasons] == [("client", "New"), ("client", kept)]
    assert made.reasons[1].code == first and made.reasons[0].code not in {one.code for one in form.reasons}


def test_questions_about_the_person_come_and_go_with_their_rules() -> None:
    form = garden()
    offered = {field.column for field in own_building.offered_fields(form)}
    assert {"Age", "ClientGroup_Primary", "Died"} <= offered and not offered & own_building.needed_columns(form)
    more = own_building.with_fields(form, ["Age", "ClientGroup_Primary", "Died"])
    assert {"older-group", "child"} <= {rule.id for rule in more.rules}
    assert "Gender" not in names(more)
    less = own_building.with_fields(more, [])
    assert {field.column for section in less.sections for field in section.fields} == own_building.needed_columns(less)
    assert {rule.id for rule in less.rules} == {"dates-in-order"}


def test_what_hangs_on_a_question_goes_with_it() -> None:
    copy = own_building.copied(registry.get("form", "sp-short"), "own-x", "Ours", "Eastborough")
    keep = {field.column for field in own_building.offered_fields(copy)} - {"Partnership"}
    left = names(own_building.with_fields(copy, keep))
    assert not {"Partnership", "PartnerAgencies"} & left and "BudgetUsed" in left


def test_a_rule_about_a_need_goes_with_it() -> None:
    copy = own_building.copied(registry.get("form", "sp-short"), "own-x", "Ours", "Eastborough")
    assert "work-now-and-ever" in {rule.id for rule in copy.rules}
    assert "work-now-and-ever" not in {rule.id for rule in own_building.without_need(copy, "1c").rules}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("domain"), st.sampled_from(["A", "B", "C"])),
        st.tuples(st.just("need"), st.sampled_from(["d1", "d2"])),
        st.tuples(st.sampled_from(["up", "down", "drop"]), st.sampled_from(["N1", "N2", "N3"])),
    ),
    max_size=10,
)


@given(STEPS)
def test_whatever_the_steps_it_is_stored_and_read_back_as_the_same(steps: list[tuple[str, str]]) -> None:
    form = garden()
    for what, which in steps:
        if what == "domain":
            form = own_building.with_domain(form, "", which, "")
        elif what == "need" and which in {domain.id for domain in form.domains}:
            form = own_building.with_need(form, "", need(f"Need {len(form.needs)}", domain=which))
        elif what == "drop":
            form = own_building.without_need(form, which)
        elif what in ("up", "down"):
            form = own_building.moved(form, "need", which, -1 if what == "up" else 1)
    assert own_forms.read(own_forms.stored(form), form.id, form.version, "draft") == form
    assert len(names(form)) == len(columns_of(form))
    assert not list(form_lost(form, ()))


def test_what_may_not_even_stand_in_a_draft() -> None:
    form = own_building.with_domain(
        own_building.with_domain(garden("x" * 201), "", "Be Outdoors", ""), "", "y" * 201, ""
    )
    form = own_building.with_need(form, "", need(" plant ", NewPart("z" * 201)))
    form = own_building.with_reasons(form, {"client": ["Rain", "rain"], "service": [f"Reason {n}" for n in range(60)]})
    found = {(one.rule, one.field) for one in rules_own.faults(form)}
    assert found == {
        ("form.many", "reasons"), ("text.long", "label"), ("text.long", "domain"), ("text.long", "part_1"),
        ("form.twice", "client"), ("form.twice", "domain"), ("form.twice", "need"),
    }  # fmt: skip
    assert rules_own.faults(garden()) == []
    hidden = own_building.with_need(garden(), "", need("Wat\u202eer", NewPart("Dra\x0bnk")))
    assert [(one.rule, one.field) for one in rules_own.faults(hidden)] == [
        ("form.unseen", "need"),
        ("form.unseen", "part_1"),
    ]
    assert MOST_PARTS == 3


def test_what_a_draft_lacks_before_it_can_be_published() -> None:
    assert rules_own.lacking(garden()) == []
    bare = own_building.without_need(garden(), "N1")
    assert [one.rule for one in rules_own.lacking(bare)] == ["form.empty"]
    more = own_building.with_reasons(own_building.with_domain(garden(), "", "Be heard", ""), {})
    assert [one.rule for one in rules_own.lacking(more)] == ["form.domain", "form.reasons"]


def test_two_versions_are_told_apart_in_sentences() -> None:
    old = own_building.with_need(own_building.with_domain(garden(), "", "Be heard", ""), "", need("Speak", domain="d2"))
    new = own_building.with_need(old, "N1", need("Plant", NewPart("Grew"), NewPart("Shared", True)))
    new = own_building.with_need(new, "N2", need("Speak up", domain="d1"))
    new = own_building.with_need(new, "", need("Vote", domain="d2"))
    new = own_building.moved(own_building.with_domain(new, "d2", "Have a say", ""), "domain", "d2", -1)
    new = own_building.with_reasons(new, {"client": [old.reasons[0].label, "New"]})
    new = own_building.with_fields(new, ["Age", "Gender", "Faith", "Service_Name", "ProviderName"])
    said = differences(old, new)
    assert said[:6] == [
        "Asks about the person: Faith.", "Asks no longer about the person: Ethnic group.",
        "“Be heard” is now called “Have a say”.",
        "The domains stand in another order.", "New need: Vote.", "What counts as achieved is otherwise for “Plant”.",
    ]  # fmt: skip
    assert said[6:9] == ["“Speak” now reads “Speak up”.", "“Speak up” moved to “Be outdoors”.", "New reason: New."]
    assert all(words.startswith("Reason gone: ") for words in said[9:])
    assert differences(old, old) == []
