"""A commissioner asks after what has not come; it stands until the return is sent."""

from datetime import UTC, datetime

import pytest

from cairn.access import scope
from cairn.contracts.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns import chases, finding, inbox
from cairn.returns.actions import chasing
from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import refused_rules, submit

LATE = datetime(2025, 8, 4, 9, tzinfo=UTC)


def ask(quarter: Quarter, words: str = "Please send it") -> None:
    with scope.of(quarter.commissioner):
        chasing.chase(by=quarter.commissioner, answer_uids=[quarter.uid], words=words)


def test_it_stands_with_the_provider_until_the_return_is_sent(quarter: Quarter) -> None:
    ask(quarter)
    with scope.of(quarter.lead):
        (standing,) = chases.standing(quarter.lead)
        assert (standing.words, standing.who, standing.seen_at) == ("Please send it", "Eastborough Council", None)
        chasing.seen(by=quarter.lead, answer_uid=quarter.uid)
    with scope.of(quarter.commissioner):
        (told,) = chases.of(quarter.commissioner, quarter.uid)
        assert told.seen_at is not None and told.stands
        assert chases.standing(quarter.commissioner) == ()
    submit(quarter)
    with scope.of(quarter.lead):
        assert chases.standing(quarter.lead) == ()
        assert not chases.of(quarter.lead, quarter.uid)[0].stands


def test_once_a_day_with_words_and_of_what_may_be_sent(quarter: Quarter) -> None:
    with pytest.raises(Refused) as refused:
        ask(quarter, " ")
    assert refused_rules(refused) == ["words.missing"]
    ask(quarter)
    with pytest.raises(Refused) as refused:
        ask(quarter)
    assert refused_rules(refused) == ["chase.twice"]
    submit(quarter)
    with pytest.raises(Refused) as refused, clock.fixed(LATE):
        ask(quarter)
    assert refused_rules(refused) == ["chase.sent"]
    with scope.of(quarter.commissioner), pytest.raises(Refused):
        chasing.chase(by=quarter.commissioner, answer_uids=[], words="Nobody")


def test_before_the_round_opens_nobody_is_asked(quarter: Quarter) -> None:
    with clock.fixed(datetime(2025, 6, 1, tzinfo=UTC)), pytest.raises(Refused) as refused:
        ask(quarter)
    assert refused_rules(refused) == ["chase.early"]


def test_of_many_chosen_those_that_cannot_be_asked_after_are_named_and_nothing_is_sent(quarter: Quarter) -> None:
    submit(quarter)
    with pytest.raises(Refused) as refused:
        ask(quarter)
    assert "E-1, Spring, has been sent." in refused.value.problems[0].message
    with scope.of(quarter.commissioner):
        assert chases.of(quarter.commissioner, quarter.uid) == ()


def test_another_commissioner_finds_no_such_return(quarter: Quarter, westborough: Party) -> None:
    by = westborough.contract_manager
    with scope.of(by), pytest.raises(NotFound):
        chasing.chase(by=by, answer_uids=[quarter.uid], words="Send it to us")


def test_words_are_suggested(quarter: Quarter) -> None:
    with scope.of(quarter.commissioner):
        row = finding.find(quarter.commissioner, quarter.uid)
    assert "is waited for" in chases.suggested([row], clock.today())
    assert "was due on 31 July 2025" in chases.suggested([row], LATE.date())
    assert chases.suggested([row, row], LATE.date()).startswith("Your return is late.")


def test_those_asked_after_today_are_left_out_of_all(quarter: Quarter) -> None:
    ask(quarter)
    with scope.of(quarter.commissioner):
        rows = inbox.rows(quarter.commissioner, inbox.Filter())
        assert list(chases.today_of(rows, clock.today())) == [{"answer_id": quarter.answer.pk}]
        assert not chases.today_of(rows, LATE.date())
