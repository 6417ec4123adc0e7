"""Both sides talk about relevance once a year, and each writes its own words."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.deeds import Conflict
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.returns import relevance
from cairn.returns.actions import relevance as actions
from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import refused_rules

HELD = date(2025, 7, 1)


def talk(by: Actor, quarter: Quarter, words: str, **more: Any) -> None:
    said = {"year": 2025, "held_date": HELD, **more}
    with scope.of(by):
        actions.record(by=by, contract_uid=str(quarter.contract.uid), words=words, **said)


def test_each_side_writes_its_own_words_and_both_read_all(quarter: Quarter) -> None:
    talk(quarter.lead, quarter, "More people ask for it.", version=0)
    with pytest.raises(Conflict):
        talk(quarter.commissioner, quarter, "We buy it again.", version=0)
    talk(quarter.commissioner, quarter, "We buy it again.")
    talk(quarter.lead, quarter, "Many more ask for it.")
    for by in (quarter.lead, quarter.commissioner):
        with scope.of(by):
            (one,) = relevance.of(by, str(quarter.contract.uid))
        assert (one.provider_words, one.commissioner_words) == ("Many more ask for it.", "We buy it again.")
        assert one.years == "2025 to 2026" and one.words_of("provider") == one.provider_words


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ({"words": " ", "held_date": date(2025, 8, 1)}, ["words.missing", "talk.future"]),
        ({"words": "Needed", "year": 2023}, ["talk.year"]),
        ({"words": "Needed", "year": 2024, "held_date": date(2024, 5, 1)}, ["talk.outside"]),
    ],
)
def test_a_conversation_is_of_its_year_and_its_contract(quarter: Quarter, said: Any, rules: list[str]) -> None:
    with pytest.raises(Refused) as wrong:
        talk(quarter.lead, quarter, **said)
    assert refused_rules(wrong) == rules


def test_partners_and_outsiders_take_no_part(quarter: Quarter, oakfield: Party, harbour: Party) -> None:
    for by in (quarter.anchor.data_lead, oakfield.data_lead, harbour.support_worker):
        with pytest.raises(NotFound):
            talk(by, quarter, "Not ours")
