"""From the codes that the record keeps to those of a form."""

import pytest

from cairn.collection import mapping
from cairn.definitions import registry


@pytest.mark.parametrize(
    ("code", "becomes", "by_rule"),
    [
        ("white_british", "a1", False), ("mixed_caribbean", "b1", False), ("bangladeshi", "c3", False),
        ("african", "d2", False), ("chinese", "e1", True), ("gypsy_or_traveller", "a3", True), ("roma", "a3", True),
        ("arab", "e2", True), ("refused", "f", False), ("not_asked", None, True),
    ],
)  # fmt: skip
def test_groups_of_2021_in_the_list_of_2001(code: str, becomes: str | None, by_rule: bool) -> None:
    found = mapping.ethnicity_2001(code)
    assert (found.code, bool(found.rule)) == (becomes, by_rule)


def test_a_gender_in_somebodys_own_words_is_never_guessed() -> None:
    found = mapping.gender("self_described")
    assert found.code == "N"
    assert "never guessed" in found.rule
    assert (mapping.gender("man").code, mapping.gender("woman").code) == ("M", "F")


def test_21_is_generic_as_a_primary_and_complex_needs_as_a_secondary_group() -> None:
    assert (mapping.primary_group("generic").code, mapping.primary_group("complex").code) == ("21", None)
    assert (mapping.secondary_group("generic").code, mapping.secondary_group("complex").code) == (None, "21")
    assert mapping.primary_group("7") == mapping.Mapped("7")


def test_what_the_record_does_not_tell_apart_is_asked() -> None:
    assert mapping.prior_accommodation("social_rent").code is None
    assert mapping.economic_status("self_employed").code is None
    assert mapping.disability("limited_a_little").code == "Yes"
    assert mapping.faith("sikh").code == "sikh"
    assert mapping.faith("a code of another list") == mapping.UNKNOWN


@pytest.mark.parametrize("crosswalk", registry.all("crosswalk"), ids=lambda one: one.id)
def test_every_code_is_crossed_and_every_loss_is_said(crosswalk: registry.Crosswalk) -> None:
    codes = registry.get("codes", crosswalk.from_codes).codes
    assert {crossing.of for crossing in crosswalk.crossings} == set(codes)
    targets = [crossing.to for crossing in crosswalk.crossings if not crossing.rule]
    assert len(targets) == len(set(targets))
