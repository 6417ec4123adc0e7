"""What a service asks besides, with reasons; and its own list of levels of support."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.services import asking as reading
from cairn.services import rules_asking
from cairn.services.actions import asking, services
from cairn.services.actions.services import NewService
from cairn.services.rules_asking import LevelFacts
from tests.conftest import Party


@pytest.fixture
def service(in_harbour: Party) -> Any:
    return services.add(by=in_harbour.service_manager, services=[NewService(name="Getting out")]).one


def names(party: Party, service: Any) -> list[tuple[str, bool]]:
    return [(one.name, one.is_used) for one in reading.levels_of(party.service_manager, service.uid)]


def arrange(party: Party, service: Any, *facts: LevelFacts, **more: Any) -> Any:
    return asking.arrange_levels(by=party.service_manager, service_uid=service.uid, levels=facts, **more)


def test_what_is_switched_on_has_its_reason_and_what_is_left_out_is_asked_no_longer(
    in_harbour: Party, service: Any
) -> None:
    by = in_harbour.service_manager

    def choose(**questions: str) -> Any:
        return asking.choose(by=by, service_uid=service.uid, questions=questions)

    choose(religion=" Feasts. ", nationality="Rights.")
    choose(religion="Prayers.", interpreter="So.")
    done = choose(religion="Prayers.", interpreter="So.")
    assert done.event_uid
    found = [(one.question, one.reason) for one in reading.questions_of(by, [service.uid])]
    assert found == [("religion", "Prayers."), ("interpreter", "So.")]
    last = choose()
    undo(by=by, event_uid=last.event_uid)
    assert len(reading.questions_of(by, [service.uid])) == 2


def test_a_question_without_a_reason_or_off_the_list_is_refused(in_harbour: Party, service: Any) -> None:
    wrong = {"religion": " ", "hair": "x", "nationality": "y" * 301}
    with pytest.raises(Refused) as refused:
        asking.choose(by=in_harbour.service_manager, service_uid=service.uid, questions=wrong)
    found = [(problem.rule, problem.field) for problem in refused.value.problems]
    assert found == [
        ("question.unknown", "questions"), ("question.reason", "reason-religion"), ("text.long", "reason-nationality"),
    ]  # fmt: skip


def test_levels_are_added_renamed_put_in_order_and_retired(in_harbour: Party, service: Any) -> None:
    arrange(in_harbour, service, LevelFacts(name="Low"), LevelFacts(name="High"), LevelFacts(name="Odd"))
    low, high, _ = reading.levels_of(in_harbour.service_manager, service.uid)
    swapped = LevelFacts(uid=high.uid, name="Low"), LevelFacts(uid=low.uid, name="High", words="daily")
    arrange(in_harbour, service, *swapped)
    assert names(in_harbour, service) == [("Low", True), ("High", True), ("Odd", False)]
    found = reading.levels_of(in_harbour.service_manager, service.uid, only_used=True)
    assert [(one.uid, one.words) for one in found] == [(high.uid, ""), (low.uid, "daily")]
    assert reading.level(in_harbour.service_manager, low.uid).name == "High"


def test_all_that_is_wrong_with_a_list_is_said(in_harbour: Party, service: Any) -> None:
    facts = [LevelFacts(name=""), LevelFacts(name="Low", words="x" * 301), LevelFacts(name="low ")]
    with pytest.raises(Refused) as refused:
        arrange(in_harbour, service, *facts)
    assert [problem.field for problem in refused.value.problems] == ["name-0", "words-1", "name-2"]
    many = [LevelFacts(name=str(n)) for n in range(rules_asking.MOST_LEVELS + 1)]
    assert [problem.rule for problem in rules_asking.level_problems(many)] == ["level.many"]


def test_a_second_manager_sees_the_first_ones_list(in_harbour: Party, service: Any) -> None:
    arrange(in_harbour, service, LevelFacts(name="Low"), version=1)
    with pytest.raises(Conflict):
        arrange(in_harbour, service, LevelFacts(name="High"), version=1)


def test_only_a_manager_and_only_of_the_own_service(in_harbour: Party, service: Any, oakfield: Party) -> None:
    with pytest.raises(NotAllowed):
        asking.choose(by=in_harbour.support_worker, service_uid=service.uid, questions={})
    arrange(in_harbour, service, LevelFacts(name="Low"))
    (low,) = reading.levels_of(in_harbour.service_manager, service.uid)
    other = services.add(by=in_harbour.service_manager, services=[NewService(name="Other")]).one
    with pytest.raises(NotFound):
        arrange(in_harbour, other, LevelFacts(uid=low.uid, name="Low"))
    with scope.of(oakfield.system), pytest.raises(NotFound):
        arrange(oakfield, service, LevelFacts(name="Low"))
