"""A locked scale is asked when a permission holds on the day and its words are there, on paper or entered; else never."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.scales import queries, rules
from cairn.scales.actions import permissions, wordings
from cairn.scales.actions.wordings import NewWording
from cairn.scales.rules import Held, Wording
from tests.conftest import Party

DAY = date(2026, 4, 1)
LOCKED = registry.get("scale", "swemwbs")
IDS = [item.id for item in LOCKED.scored]
ALL = {id: {"text": f"Item {n} ({id}): the holder's words go here"} for n, id in enumerate(IDS, 1)}
days = st.integers(-400, 400).map(lambda n: DAY + timedelta(n))


@st.composite
def permissions_held(draw: st.DrawFn) -> list[Held]:
    def one() -> Held:
        since = draw(days)
        length = draw(st.none() | st.integers(1, 300))
        return Held(since, None if length is None else since + timedelta(length), draw(st.booleans()))

    return [one() for _ in range(draw(st.integers(0, 4)))]


@given(permissions_held(), st.sets(st.sampled_from(IDS)), days)
def test_it_opens_only_with_a_permission_that_holds_and_words_for_every_item(
    held: list[Held], entered: set[str], day: date
) -> None:
    wording = Wording(items={id: ALL[id] for id in entered})
    problem = rules.gate(LOCKED, held, wording, day)
    holding = [one for one in held if one.since <= day and (one.until is None or day < one.until)]
    worded = len(entered) == len(IDS) or any(one.uses_printed_form for one in holding)
    assert (problem is None) == (bool(holding) and worded)
    if problem:
        assert problem.rule == ("scale.unworded" if holding else "scale.locked") and problem.fix
    if problem and holding:
        missing = [item for item in LOCKED.scored if item.id not in entered]
        assert all(item.topic in problem.message for item in missing)


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(["", "  ", "words"])))
def test_blank_words_are_no_words(texts: dict[str, str]) -> None:
    wording = Wording(items={id: {"text": text} for id, text in texts.items()})
    assert {item.id for item in rules.unworded(LOCKED, wording)} == {id for id in IDS if texts.get(id) != "words"}


def test_a_pattern_is_never_asked_and_a_withdrawn_version_neither() -> None:
    template = next(one for one in registry.all("scale") if one.template)
    found = rules.gate(template, [Held(DAY, None, True)], None, DAY)
    assert found and found.rule == "scale.template" and "of your own" in found.fix
    gone = rules.gate(replace(registry.get("scale", "phq9"), status="withdrawn"), [], None, DAY)
    assert gone and gone.rule == "scale.withdrawn"


def test_english_words_fill_gaps_and_never_change_what_the_file_says() -> None:
    free = registry.get("scale", "phq9")
    first = free.items[0]
    own = Wording(items={first.id: {"text": "changed", "choices": {"0": "changed"}}}, choices={"0": "changed"})
    assert rules.worded(free, own) == free


def test_an_entered_wording_names_items_ends_and_answers() -> None:
    said = {
        **ALL,
        IDS[0]: {"text": "First", "choices": {"1": "its own lowest"}},
        IDS[1]: {"text": "Second", "low_label": "L"},
    }
    made = rules.worded(LOCKED, Wording(items=said, choices={"5": "highest", "1": "lowest"}))
    assert [item.text for item in made.items[:2]] == ["First", "Second"] and made.items[1].low_label == "L"
    assert [choice.label for choice in made.answers(made.items[0])] == ["its own lowest", None, None, None, None]
    assert [choice.label for choice in made.answers(made.items[2])] == ["lowest", None, None, None, "highest"]


def translation(**changes: object) -> Wording:
    free = registry.get("scale", "phq9")
    items = {item.id: {"text": f"ur {item.number}"} for item in free.items}
    labels = {str(choice.value): f"ur answer {choice.value}" for choice in free.answers(free.scored[0])}
    return replace(Wording("urdu", items, labels, "supplied"), **changes)  # type: ignore[arg-type]


def test_a_translation_is_whole_with_every_item_and_every_named_answer() -> None:
    free, whole = registry.get("scale", "phq9"), translation()
    assert rules.is_whole(free, whole)
    assert not rules.is_whole(free, replace(whole, choices=dict(list(whole.choices.items())[1:])))
    assert not rules.is_whole(free, replace(whole, items=dict(list(whole.items.items())[1:])))
    made = rules.worded(free, whole)
    assert made.items[0].text == "ur 1" and made.answers(made.items[0])[0].label == "ur answer 0"
    assert made.answers(made.items[0])[0].points == free.answers(free.items[0])[0].points


def permit(by: Actor, on_paper: bool = False, expiry: date | None = None) -> None:
    permissions.record(
        by=by, scale="swemwbs", holder="Warwick", reference="W", granted_date=DAY, expiry_date=expiry,
        uses_printed_form=on_paper,
    )  # fmt: skip


def test_asked_has_the_organisations_words_and_says_what_is_missing(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    assert (locked := queries.asked(by, "swemwbs", DAY).locked) and locked.rule == "scale.locked"
    permit(by)
    assert (locked := queries.asked(by, "swemwbs", DAY).locked) and "7 of its items" in locked.message
    wordings.write(by=by, wordings=[NewWording(scale="swemwbs", items=ALL)])
    asked = queries.asked(in_harbour.support_worker, "swemwbs", DAY)
    assert asked.locked is None and asked.scale.items[0].text == ALL[IDS[0]]["text"]
    assert "swemwbs" in {one.id for one in queries.usable(by, DAY)}


def test_a_language_without_a_whole_translation_is_asked_in_english(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    assert queries.asked(by, "phq9", DAY, language="urdu").language == "english"
    words = translation()
    wordings.write(
        by=by,
        wordings=[
            NewWording(scale="phq9", items=words.items, choices=words.choices, language="urdu", source="The holder")
        ],
    )
    asked = queries.asked(by, "phq9", DAY, language="urdu")
    assert (asked.language, asked.scale.items[0].text) == ("urdu", "ur 1")
    english = queries.asked(by, "phq9", DAY)
    assert (english.language, english.scale) == ("english", registry.get("scale", "phq9"))


def test_a_permission_is_warned_of_for_sixty_days_and_a_renewal_ends_the_warning(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    permit(by, on_paper=True, expiry=DAY + timedelta(100))

    def stands(day: date) -> tuple[str, int | None]:
        view = queries.view(by, LOCKED, day)
        return view.state, view.days_left

    assert stands(DAY + timedelta(39)) == ("permitted", None)
    assert stands(DAY + timedelta(40)) == ("ending", 60)
    assert stands(DAY + timedelta(100)) == ("ended", None)
    permit(by, on_paper=True)
    assert stands(DAY + timedelta(40)) == ("permitted", None)


def test_only_whole_scales_are_usable_and_patterns_never(in_harbour: Party) -> None:
    usable = {one.id for one in queries.usable(in_harbour.support_worker, DAY)}
    assert usable == {one.id for one in registry.all("scale") if not one.licence.locked and not one.template}


def test_what_nobody_defined_is_not_there(in_harbour: Party) -> None:
    with pytest.raises(registry.NotDefined):
        queries.asked(in_harbour.support_worker, "bathroom", DAY)
