"""Memos and threads: who is told, who may read on, and what waits; handing a case over with words."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor
from cairn.access.queries import actor_for
from cairn.cases import queries as cases
from cairn.cases.actions import episodes, needs, notes
from cairn.cases.actions.episodes import Assignment
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.notes import Dealing, NewNote
from cairn.cases.models import Note
from cairn.cases.queries import notes as reading
from cairn.cases.queries.base import NotFound
from cairn.kernel.problems import Refused
from tests.cases.conftest import START, Ground, open_episode, refused
from tests.conftest import Party


@pytest.fixture
def colleague(ground: Ground) -> Actor:
    """Another support worker of Harbour Trust."""
    made = organisations.add_member(
        by=ground.party.system, email="second@harbour.example", name="Second", roles=["support_worker"], password="pass"
    )
    found = actor_for(made.user, ground.party.organisation.slug)
    assert found
    return found[0]


def write(by: Actor, ground: Ground, text: str = "Words", **more: Any) -> Note:
    return notes.write(by=by, notes=[NewNote(client_uid=str(ground.anwen.uid), text=text, **more)]).one


def read(by: Actor, ground: Ground, **more: Any) -> list[str]:
    found = reading.threads(by, ground.anwen.uid, **more).threads
    return [line.text for thread in found for line in (thread.first, *thread.answers)]


def test_a_memo_waits_for_whom_it_is_to_until_they_have_dealt_with_it(ground: Ground, colleague: Actor) -> None:
    memo = write(ground.by, ground, "Please ring", to_uid=colleague.uid)
    assert (memo.kind, memo.dealt_at) == ("memo", None) and memo.written_at is not None
    assert [one.text for one in cases.memos_waiting(colleague)] == ["Please ring"]
    assert cases.memos_waiting(ground.by) == []
    assert [one.text for one in reading.memos_sent(ground.by)] == ["Please ring"]
    dealt = notes.deal(by=colleague, memos=[Dealing(note_uid=str(memo.uid), version=memo.version)])
    assert cases.memos_waiting(colleague) == [] and reading.memos_sent(ground.by) == []
    assert [one.text for one in reading.memos_done(ground.by)] == ["Please ring"]
    undo(by=colleague, event_uid=dealt.event_uid)
    assert len(cases.memos_waiting(colleague)) == 1


def test_dealing_twice_is_once_and_only_whom_it_is_to_or_a_manager_may(ground: Ground, colleague: Actor) -> None:
    memo = write(ground.by, ground, to_uid=colleague.uid)
    said = [Dealing(note_uid=str(memo.uid))]
    assert refused(notes.deal, by=ground.by, memos=said) == [(0, "note_uid", "memo.not_yours")]
    assert notes.deal(by=ground.manager, memos=said).event_uid
    again = notes.deal(by=colleague, memos=said)
    assert again.event_uid == "" and [problem.severity for problem in again.problems] == ["warning"]
    plain = write(ground.by, ground)
    assert refused(notes.deal, by=ground.manager, memos=[Dealing(note_uid=str(plain.uid))]) == [
        (0, "note_uid", "memo.not_yours")
    ]


def test_answers_stand_under_what_they_answer_and_may_deal_with_it(ground: Ground, colleague: Actor) -> None:
    memo = write(ground.by, ground, "Ring her?", to_uid=colleague.uid)
    answer = write(colleague, ground, "Done", answers_uid=str(memo.uid), to_uid=ground.by.uid, deals=True)
    write(ground.by, ground, "Thank you", answers_uid=str(answer.uid))
    [thread] = reading.threads(ground.by, ground.anwen.uid).threads
    assert (thread.first.text, [one.text for one in thread.answers]) == ("Ring her?", ["Done", "Thank you"])
    assert thread.first.dealt_at is not None and cases.memos_waiting(colleague) == []
    assert reading.thread(ground.by, answer.uid) == thread


def test_the_same_note_sent_twice_is_written_once(ground: Ground) -> None:
    said = NewNote(client_uid=str(ground.anwen.uid), text="Once", uid="6b1f0a52-7a0e-4a2e-9a53-0f5b6e0c9f11")
    first = notes.write(by=ground.by, notes=[said])
    again = notes.write(by=ground.by, notes=[said])
    assert again.one == first.one and again.event_uid == "" and Note.objects.count() == 1


def test_restricted_notes_are_not_there_for_others_in_any_way(ground: Ground, colleague: Actor) -> None:
    memo = write(ground.by, ground, "In confidence", is_restricted=True, to_uid=ground.manager.uid)
    write(ground.by, ground, "Open")
    answer = write(ground.manager, ground, "Thank you", answers_uid=str(memo.uid), to_uid=ground.by.uid)
    assert answer.is_restricted, "an answer is as restricted as what it answers"
    assert read(colleague, ground) == ["Open"] and read(ground.party.data_lead, ground) == ["Open"]
    assert set(read(ground.by, ground)) == {"In confidence", "Thank you", "Open"}
    assert not reading.threads(colleague, ground.anwen.uid, kind="memo").threads
    for unreadable in (memo, answer):
        with pytest.raises(NotFound):
            reading.note(colleague, unreadable.uid)
        with pytest.raises(NotFound):
            reading.thread(colleague, unreadable.uid)
        wrong = [NewNote(client_uid=str(ground.anwen.uid), text="?", answers_uid=str(unreadable.uid))]
        assert refused(notes.write, by=colleague, notes=wrong) == [(0, "answers_uid", "answers_uid.unknown")]
    assert refused(notes.deal, by=colleague, memos=[Dealing(note_uid=str(memo.uid))]) == [
        (0, "note_uid", "note_uid.unknown")
    ]


def test_an_answer_to_somebody_is_read_by_them_though_what_it_answers_is_not(ground: Ground, colleague: Actor) -> None:
    first = write(ground.by, ground, "Between us", is_restricted=True)
    write(ground.by, ground, "You should know", answers_uid=str(first.uid), to_uid=colleague.uid)
    assert read(colleague, ground) == ["You should know"]
    [memo] = cases.memos_waiting(colleague)
    assert reading.thread(colleague, memo.uid).first.text == "You should know"


def test_what_is_wrong_with_a_memo_is_said_at_once(ground: Ground) -> None:
    wrong = [
        NewNote(client_uid=str(ground.anwen.uid), text="x", to_uid=ground.party.trustee.uid, need_uid="?", uid="?"),
        NewNote(client_uid=str(ground.anwen.uid), text="x" * 20_001, to_uid="nobody", answers_uid="?"),
    ]
    assert set(refused(notes.write, by=ground.by, notes=wrong)) == {
        (0, "to_uid", "note.to"), (0, "need_uid", "need_uid.unknown"), (0, "uid", "uid.refused"),
        (1, "text", "text.long"), (1, "to_uid", "note.to"), (1, "answers_uid", "answers_uid.unknown"),
    }  # fmt: skip


def test_a_note_about_a_need_is_within_its_episode_and_the_page_filters(ground: Ground) -> None:
    episode = open_episode(ground)
    other = open_episode(ground, ground.bashir)
    asked = [NewNeed(episode_uid=str(one.uid), need="debt", presented_date=START) for one in (episode, other)]
    debt, theirs = needs.present(by=ground.by, needs=asked).items
    note = write(ground.by, ground, "Letters", need_uid=str(debt.uid))
    assert note.episode == episode
    write(ground.by, ground, "Other")
    assert read(ground.by, ground, need_uid=str(debt.uid)) == ["Letters"]
    assert read(ground.by, ground, episode_uid=str(episode.uid)) == ["Letters"]
    wrong = [NewNote(client_uid=str(ground.anwen.uid), text="x", need_uid=str(theirs.uid))]
    assert refused(notes.write, by=ground.by, notes=wrong) == [(0, "need_uid", "need_uid.unknown")]
    places = reading.places(ground.by, ground.anwen.uid)
    assert (places.running, [uid for uid, _ in places.needs]) == ((str(episode.uid),), [str(debt.uid)])
    found = reading.threads(ground.by, ground.anwen.uid, most=1)
    assert len(found.threads) == 1 and found.is_more


def test_a_case_is_handed_over_with_words_in_one_deed(ground: Ground, colleague: Actor) -> None:
    episode = open_episode(ground)
    done = episodes.assign(
        by=ground.by,
        assignments=[Assignment(episode_uid=str(episode.uid), worker_uid=colleague.uid, note=" Key safe. ")],
    )
    [memo] = cases.memos_waiting(colleague)
    assert (memo.kind, memo.text, memo.author) == ("handover", "Key safe.", ground.by.name)
    undo(by=ground.by, event_uid=done.event_uid)
    episode.refresh_from_db()
    assert episode.worker_uid == ground.by.uid and not Note.objects.exists()


def test_a_handover_to_nobody_or_oneself_waits_for_nobody(ground: Ground) -> None:
    episode = open_episode(ground)
    for worker in ("", ground.by.uid):
        said = Assignment(episode_uid=str(episode.uid), worker_uid=worker, note="Moved away")
        episodes.assign(by=ground.by, assignments=[said])
    assert [(note.kind, note.to_uid) for note in Note.objects.all()] == [("handover", "")] * 2
    long = Assignment(episode_uid=str(episode.uid), worker_uid="", note="x" * 20_001)
    assert refused(episodes.assign, by=ground.by, assignments=[long]) == [(0, "note", "text.long")]


def test_nobody_reads_writes_or_deals_across_organisations(ground: Ground, oakfield: Party) -> None:
    memo = write(ground.by, ground, to_uid=ground.manager.uid)
    with scope.of(oakfield.system):
        by = oakfield.service_manager
        assert cases.memos_waiting(by) == []
        with pytest.raises(NotFound):
            reading.note(by, memo.uid)
        with pytest.raises(Refused):
            notes.deal(by=by, memos=[Dealing(note_uid=str(memo.uid))])
    with pytest.raises(NotFound):
        reading.note(ground.by, "no uid")
