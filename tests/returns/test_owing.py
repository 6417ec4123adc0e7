"""Who owes what of a return: nudges by name, on the colleague's Today until they are done."""

import pytest

from cairn.access import scope
from cairn.access.actions.undo import take_back
from cairn.access.actors import Actor
from cairn.cases.models import Referral
from cairn.contracts.models import Agreement
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.people.models import Client
from cairn.returns import missing, owing
from cairn.returns.actions import nudging
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import refused_rules, submit


@pytest.fixture
def worker(quarter: Quarter, agreement: Agreement) -> Actor:
    """Sees to everybody of Harbour's; Ada was not asked about her gender."""
    by = quarter.harbour.support_worker
    with scope.of(by):
        Referral.objects.filter(client__in=quarter.people.values()).update(worker_uid=by.uid)
        Client.objects.filter(pk=quarter.people["Cleo"].pk).update(gender="not_asked")
    return by


def tasks(quarter: Quarter, worker: Actor) -> list[tuple[str, str]]:
    found = [(task.key, task.owner_uid) for task in missing.tasks(quarter.lead, quarter.uid)]
    return [each for each in found if each[1] == worker.uid]


def test_a_nudge_stands_with_the_colleague_until_it_is_done(quarter: Quarter, worker: Actor) -> None:
    with scope.of(quarter.lead):
        asked = [each for each in tasks(quarter, worker) if each[0] == "about:gender"]
        assert asked, "the lead sees what this colleague owes"
        made = nudging.nudge(by=quarter.lead, return_uid=quarter.uid, tasks=asked, words="Please")
        with pytest.raises(Refused) as refused:
            nudging.nudge(by=quarter.lead, return_uid=quarter.uid, tasks=asked)
        assert refused_rules(refused) == ["nudge.twice"]
        assert owing.standing(quarter.lead) == ()
    with scope.of(worker):
        (mine,) = owing.standing(worker)
        assert (mine.words, mine.what) == ("Please", "Gender not asked")
        _, rows = owing.lacking(worker, mine.uid)
        assert [row.name for row in rows] == ["Cleo"]
        Client.objects.filter(pk=quarter.people["Cleo"].pk).update(gender="woman")
        nudging.done(by=worker, nudge_uid=mine.uid)
        assert owing.standing(worker) == ()
        with pytest.raises(Refused):
            nudging.done(by=worker, nudge_uid=mine.uid)
    with scope.of(quarter.lead):
        (nudge,) = (one for each in owing.of(quarter.lead, quarter.uid).owed for one in each.nudges)
        assert nudge.done_at is not None and nudge.uid == str(made.one.uid)
    with scope.of(quarter.harbour.service_manager), pytest.raises(NotFound):
        owing.mine(quarter.harbour.service_manager, mine.uid)


def test_it_can_be_taken_back_and_goes_when_the_return_is_sent(quarter: Quarter, worker: Actor) -> None:
    with scope.of(quarter.lead):
        asked = tasks(quarter, worker)
        event = nudging.nudge(by=quarter.lead, return_uid=quarter.uid, tasks=asked).event_uid
        take_back(by=quarter.lead, event_uid=event)
        nudging.nudge(by=quarter.lead, return_uid=quarter.uid, tasks=asked)
    with scope.of(worker):
        found = owing.standing(worker)
        assert len(found) == len(asked)
    submit(quarter)
    with scope.of(worker):
        assert owing.standing(worker) == () and owing.lacking(worker, found[0].uid)[1] == ()
    with scope.of(quarter.lead), pytest.raises(Refused) as refused:
        nudging.nudge(by=quarter.lead, return_uid=quarter.uid, tasks=[], words="x" * 301)
    assert refused_rules(refused) == ["nudge.none", "nudge.words", "nudge.sent"]


def test_what_is_mended_since_is_not_asked_for(quarter: Quarter, worker: Actor) -> None:
    with scope.of(quarter.lead), pytest.raises(Refused) as refused:
        nudging.nudge(by=quarter.lead, return_uid=quarter.uid, tasks=[("about:ward", worker.uid)])
    assert refused_rules(refused) == ["nudge.gone"]


def test_completeness_rises_to_what_it_is_now(quarter: Quarter, worker: Actor) -> None:
    with scope.of(quarter.lead):
        found = owing.of(quarter.lead, quarter.uid)
    shares = [share for _, share in found.rise]
    assert shares == sorted(shares) and shares[-1] == found.missing.percent
    assert found.owed[0].uid == worker.uid and found.owed[0].things > 0
