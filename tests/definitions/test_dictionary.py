"""The common dictionary of needs: what the build refuses to do without."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cairn.definitions import dictionary, registry
from cairn.definitions.checking import check
from cairn.definitions.library import Library

Break = Callable[[str, str, str], list[str]]
NEWEST = registry.get("needs")


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """Change a text in one part of the newest version, and hear what the check says of the dictionary."""
    root = registry.PACKAGE.root
    for kind in ("needs", "frameworks", "scales", "codes", "measures"):
        shutil.copytree(root / kind, tmp_path / kind)

    def _broken(part: str, old: str, new: str) -> list[str]:
        path = tmp_path / "needs" / "common" / str(NEWEST.version) / part
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        said = [one for one in check(Library(tmp_path)) if not one.message.startswith("mart table")]
        return [one.message for one in said if one.rule != "not_locked"]

    return _broken


def without(part: str, id: str) -> str:
    """The text of one need in a part, from its id to the next."""
    path = registry.PACKAGE.root / "needs" / "common" / str(NEWEST.version) / part
    return "  - id: " + next(one for one in path.read_text("utf-8").split("  - id: ") if one.startswith(f"{id}\n"))


def test_the_dictionary_as_it_is_holds(broken: Break) -> None:
    assert broken("01_money.yaml", "Debt", "Debt") == []


def test_it_has_fifty_to_seventy_needs_and_every_one_that_version_one_had() -> None:
    assert dictionary.FEWEST <= len(NEWEST.needs) <= dictionary.MOST
    first = registry.get("needs", "common", 1)
    assert {need.id for need in first.needs} <= {need.id for need in NEWEST.needs}
    assert len(first.needs) == 36


@pytest.mark.parametrize("topic", dictionary.TOPICS)
def test_every_topic_asked_for_is_covered(topic: str) -> None:
    assert {need.id for need in NEWEST.needs} >= set(dictionary.TOPICS[topic])


def test_a_topic_that_is_gone_fails_the_build(broken: Break) -> None:
    words = broken("04_health.yaml", without("04_health.yaml", "smoking"), "")
    assert any("the topic `smoking` is not covered" in one for one in words)
    assert any("`smoking` of version 1 is gone" in one for one in words)


def test_too_few_and_too_many_fail_the_build(broken: Break, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "MOST", len(NEWEST.needs) - 1)
    assert any(f"{len(NEWEST.needs)} needs, and a dictionary has" in one for one in broken("00_about.yaml", "C", "C"))
    monkeypatch.setattr(dictionary, "MOST", 70)
    monkeypatch.setattr(dictionary, "FEWEST", len(NEWEST.needs) + 1)
    assert any("a dictionary has" in one for one in broken("00_about.yaml", "C", "C"))


@pytest.mark.parametrize(
    ("part", "old", "new", "wrong"),
    [
        ("08_safety.yaml", 'supporting_people: "4c(ii)"', "supporting_people: no match",
         "no need maps to `supporting-people/4c(ii)`"),
        ("01_money.yaml", 'definition: "Owes money and cannot keep up with what is owed."',
         'definition: "INCOME is lower than what is due, or is at risk"', "definition is the same as need 1 has"),
        ("01_money.yaml", 'counts_example: "Eats once a day at the end of the month so that the children can eat twice."',
         'counts_example: "Has a full cupboard and lives on biscuits."', "an example is the same"),
        ("04_health.yaml", 'met_when: "Has not smoked for four weeks."',
         'met_when: "Smokes half of what they did at the start, or has set a date to stop with a service."',
         "`smoking` is part met and met by the same test"),
        ("04_health.yaml", "see getting out and about", "see the list of walks", "“see the list of walks” names no need"),
        ("01_money.yaml", "formerly: diet", "formerly: bread", "`bread` is no other need of this dictionary"),
        ("01_money.yaml", "formerly: diet", "formerly: food", "`food` is no other need of this dictionary"),
        ("10_caring.yaml", "areas:", "areas:\n  - {id: spare, label: Spare}", "`spare` is no area of any need"),
    ],
)  # fmt: skip
def test_what_is_lost_or_alike_fails_the_build(broken: Break, part: str, old: str, new: str, wrong: str) -> None:
    assert any(wrong in one for one in broken(part, old, new))


def test_a_citizen_outcome_that_no_need_serves_fails_the_build(broken: Break) -> None:
    part = "10_caring.yaml"
    path = registry.PACKAGE.root / "needs" / "common" / str(NEWEST.version) / part
    whole = path.read_text("utf-8")
    words = broken(part, whole, whole.replace("carers_supported", "no match"))
    assert words == [one for one in words if "no need maps to `prevention-first/carers_supported`" in one] != []


def test_outcomes_that_are_not_the_citizens_need_no_need(broken: Break) -> None:
    groups = {"prevention-first": {"community_assets": "communities", "maximised_income": "citizen"}}
    assert list(dictionary.lost(NEWEST, (), groups)) == []
    assert list(dictionary.lost(registry.get("needs", "common", 1), (NEWEST,), groups)) == []
