"""Told of another service, or passed on: written once, asked about later, counted for each entry of the directory."""

from datetime import date, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.cases.actions import signpostings
from cairn.cases.actions.signpostings import Heard, NewSignposting
from cairn.cases.models import IncomingReferral, Signposting
from cairn.cases.queries import Asked, client_needs, timeline
from cairn.cases.queries import signpostings as queries
from cairn.cases.queries.shared_about import shared_about
from cairn.kernel import clock
from cairn.people.actions import consents
from cairn.people.consents import NewConsent
from cairn.services.actions import directory
from cairn.services.actions.directory import NewEntry
from tests.cases.conftest import DAY, TODAY, Ground, open_episode, owing, refused
from tests.cases.test_needs import presented
from tests.conftest import Party


def entry(ground: Ground, **facts: Any) -> str:
    new = NewEntry(**{"name": "Debt advice", "provider_name": "Citizens Advice", "needs": ("debt",), **facts})
    return str(directory.add(by=ground.by, entries=[new]).one.uid)


def told(ground: Ground, **facts: Any) -> Signposting:
    new = NewSignposting(
        **{"client_uid": str(ground.anwen.uid), "to_words": "The law centre", "made_date": DAY, **facts}
    )
    return signpostings.make(by=ground.by, signpostings=[new]).one


def hear(ground: Ground, row: Signposting, result: str, **facts: Any) -> Any:
    return signpostings.hear(by=ground.by, heard=[Heard(signposting_uid=str(row.uid), result=result, **facts)])


def test_told_for_a_need_it_stands_with_the_need_and_its_support(ground: Ground) -> None:
    need = presented(ground)
    told(ground, need_uid=str(need.uid), made_date=need.presented_date)
    row = told(ground, need_uid=str(need.uid), entry_uid=entry(ground), made_date=TODAY)
    assert (row.episode_id, row.to_words, row.result) == (need.episode_id, "", "not_known")
    (shown,) = client_needs(ground.by, ground.anwen.uid).needs
    assert (shown.signposted_to, shown.signposted_date) == ("Debt advice, Citizens Advice", TODAY)
    assert [one.to for one in queries.sent_of(ground.by, ground.anwen, need.uid)] == [
        "Debt advice, Citizens Advice", "The law centre",
    ]  # fmt: skip


def test_without_a_need_it_belongs_to_the_support_of_that_day_or_to_none(ground: Ground) -> None:
    assert told(ground).episode is None
    episode = open_episode(ground)
    assert told(ground, made_date=TODAY).episode_id == episode.pk


def test_everything_wrong_is_said_at_once(ground: Ground, oakfield: Party) -> None:
    need, closed = presented(ground), entry(ground, is_open=False)
    someone = {"client_uid": str(ground.anwen.uid)}
    found = refused(signpostings.make, by=ground.by, signpostings=[
        NewSignposting(**someone, kind="sent", to_words=" ", made_date=TODAY + timedelta(days=1), ask_again_date=DAY),
        NewSignposting(**someone, entry_uid=closed, need_uid=str(need.uid), made_date=need.presented_date - timedelta(days=1)),
        NewSignposting(client_uid="nobody", entry_uid="nothing", need_uid="nothing", to_words="x" * 301, words="x" * 2001),
        NewSignposting(client_uid=str(ground.bashir.uid), need_uid=str(need.uid), to_words="Theirs"),
    ])  # fmt: skip
    assert [(row, field) for row, field, _ in found] == [
        (2, "client_uid"), (2, "need_uid"), (2, "entry_uid"), (3, "need_uid"), (0, "kind"), (0, "to_words"), (0, "made_date"),
        (0, "ask_again_date"), (1, "entry_uid"), (1, "made_date"),
    ]  # fmt: skip
    assert not Signposting.objects.exists()
    with scope.of(oakfield.system):
        away = refused(
            signpostings.make, by=oakfield.support_worker, signpostings=[NewSignposting(**someone, to_words="x")]
        )
    assert [field for _, field, _ in away] == ["client_uid"]


def test_details_go_nowhere_without_a_yes(ground: Ground) -> None:
    there = {"kind": "passed_on", "client_uid": str(ground.anwen.uid), "to_words": "The law centre"}
    found = refused(signpostings.make, by=ground.by, signpostings=[NewSignposting(**there)])
    assert [field for _, field, _ in found] == ["agreed"]
    told(ground, kind="passed_on", agreed=True)
    said = NewConsent(client_uid=str(ground.anwen.uid), purpose="pass_on", state="given", how="spoken")
    consents.record(by=ground.by, consents=[said])
    told(ground, kind="passed_on", to_words="The clinic")
    passed = shared_about(ground.by, ground.anwen).passed
    assert {one.to for one in passed} == {"The law centre", "The clinic"}


def test_sent_twice_is_written_once_and_each_deed_is_undone(ground: Ground) -> None:
    uid = "7a6f1c9e-5a38-4b0b-9f0f-5a1f2b3c4d5e"
    new = NewSignposting(client_uid=str(ground.anwen.uid), to_words="Advice", uid=uid)
    done = signpostings.make(by=ground.by, signpostings=[new])
    again = signpostings.make(by=ground.by, signpostings=[new])
    assert (again.one, [one.rule for one in again.problems]) == (done.one, ["uid.again"])
    heard = hear(ground, done.one, "started")
    assert queries.one(ground.by, uid).result_date == TODAY
    undo(by=ground.by, event_uid=heard.event_uid)
    assert queries.one(ground.by, uid).result == "not_known"
    removed = signpostings.remove(by=ground.by, signposting_uid=uid)
    undo(by=ground.by, event_uid=removed.event_uid)
    assert queries.one(ground.by, uid).to == "Advice"


def test_what_came_of_it_is_checked_and_a_stale_page_writes_over_nothing(ground: Ground) -> None:
    row = told(ground)
    wrong = [
        Heard(signposting_uid=str(row.uid), result="won", result_date=DAY - timedelta(days=1)),
        Heard(signposting_uid="nothing", result="started"),
        Heard(signposting_uid=str(row.uid), result="started", result_date=TODAY + timedelta(days=1)),
    ]
    found = refused(signpostings.hear, by=ground.by, heard=wrong)
    assert [(at, field) for at, field, _ in found] == [
        (0, "result"), (0, "result_date"), (1, "signposting_uid"), (2, "result_date"),
    ]  # fmt: skip
    hear(ground, row, "waiting_list", ask_again_date=TODAY, words=" In August ", version=row.version)
    late = Heard(signposting_uid=str(row.uid), result="started", version=row.version)
    assert [rule for _, _, rule in refused(signpostings.hear, by=ground.by, heard=[late])] == ["edit.conflict"]
    assert queries.one(ground.by, row.uid).words == "In August"


def test_today_asks_when_it_is_due_until_it_is_known(ground: Ground) -> None:
    episode = open_episode(ground)
    row = told(ground, made_date=episode.start_date, ask_again_date=TODAY)
    told(ground, made_date=episode.start_date, ask_again_date=TODAY + timedelta(days=1))

    def asked(of: Any = None) -> list[str]:
        return [one.uid for one in owing(ground.by, of).stands.to_ask]

    assert asked() == asked([episode.worker_uid or ground.by.uid]) == [str(row.uid)]
    assert asked([ground.manager.uid]) == []
    hear(ground, row, "waiting_list", ask_again_date=TODAY)
    assert asked() == [str(row.uid)]
    hear(ground, Signposting.objects.get(pk=row.pk), "started", ask_again_date=TODAY)
    row.refresh_from_db()
    assert asked() == [] and row.ask_again_date is None


def test_what_another_organisation_here_answers_is_not_noted_by_hand(ground: Ground) -> None:
    row = told(ground, kind="passed_on", agreed=True)
    IncomingReferral.objects.create(
        organisation=ground.anwen.organisation, service=ground.service, origin="organisation", signposting=row,
        sender=ground.anwen.organisation, sender_client=ground.anwen, received_at=clock.now(), received_date=DAY,
    )  # fmt: skip
    assert queries.one(ground.by, row.uid).sent_uid
    for deed in (
        lambda: hear(ground, row, "started"),
        lambda: signpostings.remove(by=ground.by, signposting_uid=row.uid),
    ):
        with pytest.raises(signpostings.Refused, match="on_cairn"):
            deed()


def test_each_entry_says_how_many_were_told_and_took_it_up(ground: Ground) -> None:
    uid = entry(ground)
    rows = [told(ground, entry_uid=uid) for _ in range(4)]
    told(ground)
    for row, result in zip(rows, ("started", "turned_away", "waiting_list"), strict=False):
        hear(ground, row, result)
    assert queries.figures(ground.by) == {uid: queries.Figures(told=4, known=2, took_up=1)}
    assert queries.figures(ground.by, uid) == queries.figures(ground.by)


def test_the_line_of_a_life_says_both(ground: Ground) -> None:
    need = presented(ground)
    row = told(ground, need_uid=str(need.uid), entry_uid=entry(ground), made_date=date(2025, 6, 2))
    hear(ground, row, "started")
    told_of = [one for one in timeline(ground.by, ground.anwen, Asked(limit=20)).entries if "signpost" in one.what]
    assert [(one.what, one.name, one.state, one.to) for one in told_of] == [
        ("signposting_heard", "Debt advice", "started", ""), ("signposted", "Debt advice", "told", "Debt"),
    ]  # fmt: skip


def test_who_may_not_record_writes_nothing_and_a_stranger_sees_nothing(ground: Ground, oakfield: Party) -> None:
    row = told(ground)
    new = NewSignposting(client_uid=str(ground.anwen.uid), to_words="x")
    with pytest.raises(NotAllowed):
        signpostings.make(by=ground.party.data_lead, signpostings=[new])
    with scope.of(oakfield.system), pytest.raises(NotFound):
        queries.one(oakfield.support_worker, row.uid)
