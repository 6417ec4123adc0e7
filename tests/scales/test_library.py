"""What the library promises of every instrument in it, one by one: nothing here names a score, everything holds for all."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import BandSet, Item, Scale
from cairn.kernel.problems import Refused
from cairn.scales.scoring import limits, score

ROWS = {row["id"]: row for row in json.loads((Path(__file__).parent / "data" / "rows.json").read_text("utf-8"))["rows"]}
SCALES = registry.all("scale")
TEMPLATES = {"ladder_10", "ladder_5", "questions", "vas", "carers_wellbeing_check"}
DIRECTIONS = {"higher better": "higher", "higher worse": "lower"}
FLAGGED = {"phq9": "i9", "core10": "i6"}
LOW = {"reqol10": "life_worth"}
HEADED = [scale for scale in SCALES if scale.headline and not (scale.tariff and scale.tariff.lacking)]
REVERSED = [scale for scale in SCALES if any(item.reverse for item in scale.items)]
BANDED = [(scale, one) for scale in SCALES for one in scale.bands]
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)

every = pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.id)
headed = pytest.mark.parametrize("scale", HEADED, ids=lambda scale: scale.id)
Answers = dict[str, int | None]


def _main(scale: Scale) -> tuple[list[Item], int]:
    """The items of the headline score, and how many of them may be blank."""
    part = next((part for part in scale.subscales if part.id == scale.main), None)
    if part and scale.rule == "each":
        return [scale.item(id) for id in part.items], part.allow
    return list(scale.scored), scale.missing.allow


def _full(scale: Scale, at: float = 0.5) -> Answers:
    """Every scored item answered, so far along its range."""
    ends = {item.id: scale.bounds(item) for item in scale.scored}
    return {id: low + round((high - low) * at) for id, (low, high) in ends.items()}


def _drawn(data: st.DataObject, scale: Scale) -> Answers:
    """Answers with as many blanks as the score bears."""
    items, allow = _main(scale)
    answers: Answers = {item.id: data.draw(st.integers(*scale.bounds(item))) for item in scale.scored}
    blanks = data.draw(st.lists(st.sampled_from([item.id for item in items]), max_size=allow, unique=True))
    return answers | dict.fromkeys(blanks)


def _worth(scale: Scale, item: Item, answer: int) -> float:
    """What an answer counts for by the definition alone, not by the engine."""
    low, high = scale.bounds(item)
    at = low + high - answer if item.reverse else answer
    if scale.tariff and scale.tariff.values:
        return dict(scale.tariff.values)[item.id][at - low]
    choice = {choice.value: choice for choice in scale.answers(item)}[at]
    return at if choice.points is None else choice.points


# The score.


@headed
@FEW
@given(data=st.data())
def test_a_score_lies_in_its_range_and_no_extra_question_moves_it(scale: Scale, data: st.DataObject) -> None:
    answers = _drawn(data, scale)
    found, (low, high) = score(scale, answers), limits(scale)
    assert found.value is not None
    assert low <= found.value <= high
    extras = {item.id: data.draw(st.integers(*scale.bounds(item))) for item in scale.items if item.extra}
    assert score(scale, answers | extras).value == found.value


@headed
@FEW
@given(data=st.data())
def test_a_score_moves_with_each_item_in_that_items_direction(scale: Scale, data: st.DataObject) -> None:
    answers, items = _drawn(data, scale), _main(scale)[0]
    item = data.draw(st.sampled_from(items))
    low, high = scale.bounds(item)
    rising = sorted(range(low, high + 1), key=lambda answer: _worth(scale, item, answer))
    scores = [(_worth(scale, item, answer), _value(scale, answers | {item.id: answer})) for answer in rising]
    for (worth, before), (more, after) in pairwise(scores):
        assert (before < after) if worth < more else (before == after)


def _value(scale: Scale, answers: Answers) -> float:
    found = score(scale, answers).value
    assert found is not None
    return found


@pytest.mark.parametrize("scale", REVERSED, ids=lambda scale: scale.id)
@FEW
@given(data=st.data())
def test_a_reversed_item_counts_from_its_other_end(scale: Scale, data: st.DataObject) -> None:
    plain = replace(scale, items=tuple(replace(item, reverse=False) for item in scale.items))
    answers = _drawn(data, scale)
    turned = dict(answers)
    for item in (item for item in scale.items if item.reverse):
        answer = answers[item.id]
        turned[item.id] = None if answer is None else sum(scale.bounds(item)) - answer
    assert score(scale, answers).value == score(plain, turned).value


@headed
def test_the_rule_for_blanks_holds_exactly_at_its_edge(scale: Scale) -> None:
    items, allow = _main(scale)
    allowed = _full(scale) | dict.fromkeys(item.id for item in items[:allow])
    assert score(scale, allowed).value is not None
    beyond = score(scale, _full(scale) | dict.fromkeys(item.id for item in items[: allow + 1]))
    assert beyond.value is None
    assert beyond.reason is not None
    assert scale.missing.words in beyond.reason


@every
def test_an_answer_out_of_range_is_refused_by_its_item(scale: Scale) -> None:
    for item in scale.items:
        low, high = scale.bounds(item)
        for wrong in {low - 1, high + 1} - {scale.missing.unknown}:
            with pytest.raises(Refused) as refusal:
                score(scale, _full(scale) | {item.id: wrong})
            assert [(p.rule, p.field) for p in refusal.value.problems] == [("out_of_range", item.id)]


@every
def test_too_many_answers_too_few_and_strangers_are_refused(scale: Scale) -> None:
    count, needed = len(scale.items), len(scale.scored)
    for answers in ([1] * (count + 1), [1] * (needed - 1), {"no_such_item": 1}):
        with pytest.raises(Refused):
            score(scale, answers)


@every
def test_what_means_not_known_is_an_answer_to_no_item(scale: Scale) -> None:
    spans = [scale.bounds(item) for item in scale.items]
    assert not any(low <= (scale.missing.unknown or -1) <= high for low, high in spans)


def test_not_known_is_a_code_of_honos_alone_and_is_never_added() -> None:
    assert {scale.id: scale.missing.unknown for scale in SCALES if scale.missing.unknown} == {"honos": 9}
    honos = registry.get("scale", "honos")
    assert score(honos, [4] * 10 + [9, 9]).value == 40
    assert score(honos, [4] * 9 + [9, 9, 9]).value is None
    with pytest.raises(Refused):
        score(honos, [4] * 11 + [8])


# Bands.


@pytest.mark.parametrize(("scale", "bands"), BANDED, ids=lambda one: f"{one.id}_{getattr(one, 'of', '')}".strip("_"))
def test_a_set_of_bands_names_every_score_that_can_be_once_and_nothing_beyond(scale: Scale, bands: BandSet) -> None:
    low, high = limits(scale, bands.of)
    assert (bands.bands[0].low, bands.bands[-1].high) == (low, high)
    assert all(one.high < other.low for one, other in pairwise(bands.bands))
    for value in _attainable(scale, bands.of):
        shown = _as_written(value, bands)
        assert sum(band.low <= shown <= band.high for band in bands.bands) == 1, value


def _as_written(value: float, bands: BandSet) -> float:
    """A score with as many decimals as the ends of the bands are printed with, halves upwards."""
    ends = [Decimal(str(end)).normalize() for band in bands.bands for end in (band.low, band.high)]
    step = min((end.as_tuple().exponent for end in ends if isinstance(end.as_tuple().exponent, int)), default=0)
    digits = Decimal(1).scaleb(min(step, 0))
    return float(Decimal(str(round(value, 4))).quantize(digits, ROUND_HALF_UP))


def _attainable(scale: Scale, of: str) -> set[float]:
    """Every score that some answers give, with every number of blanks that is borne."""
    if of in {item.id for item in scale.items}:
        low, high = scale.bounds(scale.item(of))
        return set(map(float, range(low, high + 1)))
    part = next((part for part in scale.subscales if part.id == of), None)
    items = [scale.item(id) for id in part.items] if part else list(scale.scored)
    rule, allow = (part.rule, part.allow) if part else (scale.rule, scale.missing.allow)
    least = max(1, len(items) - allow)
    scores = {_of(scale, rule, total, count, len(items)) for count, total in _sums(scale, items) if count >= least}
    return scores if part else {_headline(scale, of, value) for value in scores}


def _sums(scale: Scale, items: list[Item]) -> set[tuple[int, float]]:
    """How many are answered, and what they come to."""
    found: set[tuple[int, float]] = {(0, 0)}
    for item in items:
        low, high = scale.bounds(item)
        counts = [_worth(scale, item, answer) for answer in range(low, high + 1)]
        found |= {(count + 1, total + worth) for count, total in found for worth in counts}
    return found


def _of(scale: Scale, rule: str, total: float, count: int, items: int) -> float:
    if rule == "mean":
        return total / count
    return total if scale.missing.by == "left_out" else total / count * items


def _headline(scale: Scale, of: str, value: float) -> float:
    value *= scale.factor
    if of == "metric":
        return dict(scale.convert)[int(value)] if scale.convert else value * (scale.times or 1)
    return value


def test_where_sources_differ_the_recommended_set_comes_first_and_the_trap_is_not_shipped() -> None:
    first = {scale.id: scale.bands[0].id for scale in SCALES if len({one.id for one in scale.bands}) > 1}
    assert first == {
        "core10": "core_om",
        "k10": "abs",
        "reqol10": "reqol_guide",
        "ucla3": "steptoe_2013",
        "wemwbs": "thirds",
        "who5": "poor",
    }
    [swemwbs] = registry.get("scale", "swemwbs").bands
    assert not {19.25, 29.31} & {end for band in swemwbs.bands for end in (band.low, band.high)}


# The facts.


def test_every_row_of_the_reference_is_there_with_its_items_and_range() -> None:
    ids = {scale.id for scale in SCALES}
    assert ROWS.keys() <= ids
    for id, row in ROWS.items():
        scale = registry.get("scale", id)
        asked = {len(scale.items), len(scale.scored)}
        assert row["items"] in asked or id == "carers_wellbeing_check"
        if row["response"][0] is not None:
            assert (scale.low, scale.high) == tuple(row["response"])
        if row["score_range"] and scale.headline and not (scale.tariff and scale.tariff.lacking):
            assert limits(scale) == tuple(row["score_range"])
        if direction := DIRECTIONS.get(row["direction"]):
            assert scale.better == direction


def test_templates_and_direct_questions_are_there() -> None:
    assert {scale.id for scale in SCALES if scale.template} == TEMPLATES
    framework = registry.get("framework", "prevention-first")
    wanted = {f"outcome_{outcome.ref}" for outcome in framework.outcomes if outcome.group == "citizen"}
    assert {scale.id for scale in SCALES if scale.family == "outcome"} == wanted
    assert len(wanted) == 6
    for id in (*wanted, "accessibility", "care_experience"):
        scale = registry.get("scale", id)
        assert (scale.sure, scale.rule, scale.licence.locked) == ("own", "single", False)
        assert "Unvalidated" in (scale.note or "")


def _facts(thing: Any) -> Iterator[Any]:
    """Every part of a definition that says how sure it is."""
    if is_dataclass(thing):
        if hasattr(thing, "sure"):
            yield thing
        for field in fields(thing):
            yield from _facts(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _facts(one)


@every
def test_every_fact_names_its_source_and_how_sure_it_is(scale: Scale) -> None:
    facts = list(_facts(scale))
    assert len(facts) >= 3
    for fact in facts:
        assert fact.sure in get_args(Sure)
        assert len(fact.source) >= 10
        assert fact.sure == "memory" or not fact.source.endswith("as remembered")


@every
def test_what_is_locked_ships_no_wording_and_what_is_open_ships_all(scale: Scale) -> None:
    texts = [item.text for item in scale.items]
    if scale.licence.locked:
        assert texts == [None] * len(texts)
        assert all(len(item.topic.split()) <= 18 for item in scale.items)
    elif not scale.template:
        assert all(texts)


def test_only_open_licences_ship_their_wording() -> None:
    theirs = {scale.id for scale in SCALES if not scale.licence.locked and scale.licence.sure != "own"}
    assert theirs == {"phq9", "gad7", "core10", "ons4", "lifesat", "lonely_direct"}
    assert registry.get("scale", "gad7").choices[0].label == "Not at all"


@every
def test_staff_are_helped_before_while_asking_and_in_reading(scale: Scale) -> None:
    assert scale.guidance is not None
    for words in (scale.guidance.before, scale.guidance.asking, scale.guidance.reading):
        assert 30 <= len(words) <= 420


def test_stars_carry_readings_only() -> None:
    stars = [scale for scale in SCALES if scale.family == "star"]
    assert len(stars) == 8
    for star in stars:
        assert (star.rule, star.low, star.bands, star.choices) == ("each", 1, (), ())
        assert star.licence.locked
        assert {item.low_label or item.high_label or item.text for item in star.items} == {None}


def test_an_answer_about_ending_ones_life_raises_a_flag_at_its_least() -> None:
    assert {scale.id: flag.item for scale in SCALES for flag in scale.flags} == FLAGGED | LOW
    for id, item in FLAGGED.items():
        scale = registry.get("scale", id)
        assert score(scale, _full(scale, 0) | {item: 1}).flags
        assert not score(scale, _full(scale, 1) | {item: 0}).flags
    for id, item in LOW.items():  # where a high answer is the better one, it is the low ones
        scale = registry.get("scale", id)
        assert [bool(score(scale, _full(scale, 0) | {item: answer}).flags) for answer in (0, 1, 2)] == [
            True,
            True,
            False,
        ]
        assert not score(scale, _full(scale, 0) | {item: None}).flags


def test_a_table_that_is_not_in_hand_is_named_and_answers_are_still_shown() -> None:
    [lacking] = [scale for scale in SCALES if scale.tariff and scale.tariff.lacking]
    found = score(lacking, [4, 3, 2, 1, 4])
    assert (lacking.id, found.value) == ("icecap_a", None)
    assert "10.1002/hec.3014" in (found.reason or "")


@pytest.mark.parametrize("scale", [scale for scale in SCALES if scale.reliability], ids=lambda scale: scale.id)
def test_reliability_is_that_of_a_group_and_can_be(scale: Scale) -> None:
    known = scale.reliability
    assert known is not None
    low, high = limits(scale)
    assert 0 < known.reliability < 1
    assert 0 < known.sd < (high - low) / 2
    assert any(letter.isdigit() for letter in known.group) or known.sure == "memory"
