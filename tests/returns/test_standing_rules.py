"""Who stands alone, and that what is decided leaves nobody so: the rules, held to many made-up contracts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.cases.extracts.columns import columns_of
from cairn.definitions import registry
from cairn.returns.individual import coarse, columns, standing
from cairn.returns.individual.standing import AGGREGATE, COARSEN, WITHHOLD, Handling

CODES = {
    name: tuple(entry.code for entry in registry.get("codes", name).entries)
    for name in (*columns.CORE, *columns.OPTIONAL)
}
PLACES = ("B29 6QJ", "B29 6AA", "B29 7QJ", "B1 1AY", "not_collected", "no_fixed_address", "not_known")
PEOPLE = st.dictionaries(
    st.uuids().map(str),
    st.fixed_dictionaries(
        {
            "gender": st.sampled_from(CODES["gender"][:3]),
            "age_band": st.sampled_from(CODES["age_band"]),
            "ethnicity": st.sampled_from(CODES["ethnicity"]),
            "disability": st.sampled_from(CODES["disability"]),
            "religion": st.sampled_from(CODES["religion"][:4]),
            "ward": st.sampled_from(("E05011118", "E05011119", "not_known")),
            "postcode": st.sampled_from(PLACES),
        }
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.integers(0, 6))
def test_after_the_least_that_hides_everybody_nobody_stands_alone(
    people: dict[str, dict[str, str]], threshold: int
) -> None:
    handled = standing.proposed(people, {}, threshold)
    assert standing.after(people, handled, threshold) == frozenset()
    untouched = people.keys() - handled.keys()
    assert not untouched & standing.few_of(people, threshold)  # nobody who stood alone is left as they were
    assert not (people.keys() - standing.few_of(people, threshold)) & handled.keys()  # and nobody else is touched


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.integers(0, 6), st.sampled_from(sorted(CODES | {"ward": (), "postcode": ()})))
def test_a_step_for_all_alike_never_makes_anybody_else_stand_alone(
    people: dict[str, dict[str, str]], threshold: int, name: str
) -> None:
    before = standing.few_of(people, threshold)
    for to in coarse.steps(name):
        after = standing.after(people, standing.alike({}, before, Handling(COARSEN, {name: to})), threshold)
        assert after <= before


@given(PEOPLE, st.integers(0, 6))
def test_whoever_stands_alone_is_told_with_how_many_and_only_they(
    people: dict[str, dict[str, str]], threshold: int
) -> None:
    found = standing.alone(people, threshold)
    for who, values in people.items():
        same = sum(standing.key_of(values) == standing.key_of(other) for other in people.values())
        assert (who in found) == (same <= max(1, threshold))
        assert who not in found or found[who].alike == same
    for who, one in found.items():
        for name in one.because:
            key = standing.key_of(people[who], name)
            assert sum(key == standing.key_of(other, name) for other in people.values()) > max(1, threshold)


def test_the_only_one_is_alone_even_where_nothing_is_hidden() -> None:
    assert standing.few_of({"a": {"gender": "man"}}, 0) == {"a"}
    two = {"a": {"gender": "man"}, "b": {"gender": "man"}}
    assert standing.few_of(two, 0) == frozenset() == standing.few_of(two, 1)
    assert standing.few_of(two, 2) == {"a", "b"}


def test_a_full_postcode_counts_by_its_district() -> None:
    people = {"a": {"postcode": "B29 6QJ"}, "b": {"postcode": "B29 7AA"}, "c": {"postcode": "B1 1AY"}}
    assert standing.few_of(people, 1) == {"c"}


def test_who_is_sent_in_figures_only_hides_nobody() -> None:
    people = {who: {"gender": "man"} for who in "ab"}
    for choice in (AGGREGATE, WITHHOLD):
        assert standing.after(people, {"a": Handling(choice)}, 1) == {"b"}


def test_a_later_step_keeps_the_earlier_ones_unless_it_goes_further() -> None:
    first = standing.alike({}, ["a"], Handling(COARSEN, {"age_band": "withheld", "ethnicity": "group"}))
    both = standing.alike(first, ["a"], Handling(COARSEN, {"age_band": "broad", "ethnicity": "withheld"}))
    assert both["a"].coarser == {"age_band": "withheld", "ethnicity": "withheld"}
    assert standing.alike(both, ["a"], Handling(AGGREGATE))["a"] == Handling(AGGREGATE)


@given(st.sampled_from(sorted(CODES)), st.data())
def test_every_answer_at_every_step_reads_in_words(name: str, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(CODES[name]))
    for to in ("", *coarse.steps(name)):
        said = coarse.broader(name, value, to)
        assert coarse.words(name, said) != said and coarse.step_words(name, "Field", to or coarse.WITHHELD)
        assert coarse.broader(name, said, to) == said  # said twice it is no broader


def test_places_become_broader_and_what_is_no_place_stays() -> None:
    for value, sector, district in (
        ("B29 6QJ", "B29 6", "B29"), ("B29 6", "B29 6", "B29"), ("B29", "B29", "B29"), ("B1 1AY", "B1 1", "B1"),
        ("not_collected", "not_collected", "not_collected"),
    ):  # fmt: skip
        assert coarse.broader("postcode", value, "sector") == sector
        assert coarse.broader("postcode", value, "district") == district
    assert coarse.broader("postcode", "B29 6QJ", "withheld") == "not_said"
    assert coarse.next_step("postcode", "") == "sector" and coarse.next_step("postcode", "withheld") == ""
    assert coarse.words("nationality", "british;irish") == "British, Irish"


def test_in_a_table_of_the_mart_a_broader_answer_is_withheld() -> None:
    row = {"gender": "man", "age_band": "25-34", "ethnicity": "roma", "ethnicity_group": "white", "sector": "B29 6",
           "district": "B29", "score": 3}  # fmt: skip
    made = coarse.in_mart(row, {"age_band": "broad", "ethnicity": "group", "postcode": "district"})
    assert made == {**row, "age_band": "withheld", "ethnicity": "withheld", "sector": "withheld"}
    assert coarse.in_mart(row, {"postcode": "withheld"})["district"] == "withheld"
    assert coarse.in_mart(row, {"ethnicity_group": "withheld"})["ethnicity"] == "withheld"
    for name in ("age_band", "ethnicity", "gender", "disability"):
        assert "withheld" in CODES[name]  # a mart knows only the codes of its lists
    assert {"sector", "district", "ward"} <= {column.name for column in columns_of("assessment")}


def test_of_places_only_the_finest_named_leaves() -> None:
    assert columns.of_person({"district", "sector", "ward", "gender"}) == ("gender", "ward", "sector")
    assert columns.of_person({"readings"}) == ()
    assert columns.leaving({"readings"}).keys() == {"assessment"}
    assert list(columns.leaving({"referrals", "gender"})) == ["person", "referral"]
