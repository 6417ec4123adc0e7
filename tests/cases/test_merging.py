"""Two records of one person become one, and part again: every row moves, none is lost, and all comes back."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from cairn.access import chain, reads
from cairn.access.actions.undo import take_back, undo
from cairn.access.actors import NotAllowed
from cairn.access.models import Revision
from cairn.cases import queries as cases
from cairn.cases.actions import activities, notes, plans
from cairn.cases.actions.activities import NewActivity
from cairn.cases.actions.notes import NewNote
from cairn.cases.actions.plans import NewPlan
from cairn.cases.models import Attendance, Episode, Need, Note, SupportPlan
from cairn.kernel import merging as kernel
from cairn.kernel.problems import Refused
from cairn.people import matching, merging, moving, pairs, queries
from cairn.people.actions import circle, clients, communication, statuses
from cairn.people.actions import erasure as erasing
from cairn.people.actions import merging as actions
from cairn.people.actions.circle import NewRelated
from cairn.people.actions.clients import NewClient
from cairn.people.actions.statuses import NewStatus
from cairn.people.models import AlikePair, Client, Communication, DatedStatus, RelatedPerson
from tests.cases.conftest import START, TODAY, Ground, came, open_episode
from tests.cases.test_erasure import everything, lived, subjects

OPERATIONAL = {"access.AuditEvent", "access.AuditSubject", "access.Revision", "access.ChainHead"}


def standing() -> dict[str, Any]:
    """Every row of every table but those of the log, without its version."""
    return {
        model._meta.label: sorted(
            sorted((key, str(value)) for key, value in row.items() if key != "version") for row in model._base_manager.values()
        )
        for model in apps.get_models()
        if model._meta.label not in OPERATIONAL
    }  # fmt: skip


def merge(ground: Ground, joined: bool = True, **sides: str) -> str:
    """Bashir turns out to be Anwen."""
    seen = merging.preview(ground.manager, ground.anwen.uid, ground.bashir.uid)
    pairs_ = [pair.gone_uid for pair in seen.joins] if joined else []
    said = {**seen.chosen, **sides}
    done = actions.merge(
        by=ground.manager, kept_uid=ground.anwen.uid, gone_uid=ground.bashir.uid, sides=said, joined=pairs_
    )
    return done.event_uid


def rows_of(client: Client) -> dict[str, int]:
    """How many rows of each model point at somebody."""
    found = {
        f"{model._meta.label}.{key.name}": model._base_manager.filter(**{key.name: client.pk}).count()
        for model, key in moving.pointing(Client)
    }
    return {name: count for name, count in found.items() if count}


@pytest.mark.parametrize("joined", [True, False])
def test_every_row_moves_and_an_undo_puts_every_row_back(unlocked: Ground, joined: bool) -> None:
    lived(unlocked, unlocked.anwen)
    lived(unlocked, unlocked.bashir)
    before = standing()
    event = merge(unlocked, joined)
    assert rows_of(unlocked.bashir) == {}
    assert Episode.objects.filter(client=unlocked.anwen).count() == (1 if joined else 2)
    assert not matching.likely(unlocked.by, name="Bashir")
    undo(by=unlocked.manager, event_uid=event)
    assert standing() == before
    assert chain.verify(unlocked.party.organisation.pk) == []


def test_every_kind_of_row_that_points_at_a_person_says_what_becomes_of_it() -> None:
    pointing = {model._meta.label for model, _ in moving.pointing(Client)}
    assert pointing - set(kernel.kinds()) == set(), "say in your room's merging what becomes of these"
    assert set(kernel.kinds()) <= {model._meta.label for model in apps.get_models()}


def test_the_record_that_is_left_holds_nothing_and_is_found_nowhere(ground: Ground) -> None:
    open_episode(ground, ground.bashir)
    clients.change(by=ground.by, client_uid=ground.bashir.uid, version=None, phone="0121 496 0000", postcode="B29 6QJ")
    merge(ground)
    shell = Client.objects.get(pk=ground.bashir.pk)
    assert (shell.name, shell.phone, shell.birth_date, shell.postcode, shell.match_keys) == ("", "", None, "", "")
    assert (shell.merged_into, shell.reference) == (ground.anwen, ground.bashir.reference)
    with pytest.raises(queries.Merged) as where:
        queries.get(ground.by, shell.uid)
    assert where.value.into == str(ground.anwen.uid)
    kept = queries.get(ground.by, ground.anwen.uid)
    assert queries.by_uids(ground.by, [shell.uid]) == [kept]
    assert [card.uid for card in queries.find(ground.by, shell.reference)] == [str(kept.uid)]
    assert shell not in queries.matching(ground.by, shell.reference)
    assert [row.client_uid for row in cases.caseload(ground.by).rows] == [str(kept.uid)]
    assert (kept.phone, kept.postcode, kept.name) == ("0121 496 0000", "B29 6QJ", "Bashir")  # written last


def test_what_is_known_stands_before_what_is_not_and_the_reader_chooses_the_rest(ground: Ground) -> None:
    clients.change(by=ground.by, client_uid=ground.anwen.uid, version=None, gender="woman", phone="0121 496 0001")
    clients.change(by=ground.by, client_uid=ground.bashir.uid, version=None, gender="not_known", phone="0121 496 0002")
    seen = merging.preview(ground.manager, ground.anwen.uid, ground.bashir.uid)
    assert seen.differing == ("name", "phone")
    assert (seen.chosen["gender"], seen.chosen["phone"], seen.chosen["name"]) == ("kept", "gone", "gone")
    merge(ground, name="kept", phone="kept")
    kept = queries.get(ground.by, ground.anwen.uid)
    assert (kept.name, kept.phone, kept.gender) == ("Anwen", "0121 496 0001", "woman")
    assert queries.find(ground.by, "Anwen") and not queries.find(ground.by, "Bashir")


class TestWhatCannotBeBoth:
    def test_two_open_episodes_of_one_service_become_one_from_the_earlier_day(self, ground: Ground) -> None:
        stays = open_episode(ground, start=START)
        earlier = open_episode(ground, ground.bashir)
        Episode.objects.filter(pk=earlier.pk).update(start_date=date(2025, 4, 2), age_band="40_to_44")
        merge(ground)
        (row,) = Episode.objects.all()
        assert (row.pk, row.start_date, row.age_band) == (stays.pk, date(2025, 4, 2), "40_to_44")

    def test_two_lines_of_one_register_become_one_and_who_came_came(self, ground: Ground) -> None:
        first, second = open_episode(ground), open_episode(ground, ground.bashir)
        names = [came(first, state="did_not_attend"), came(second, note="Sang")]
        walk = NewActivity(activity_type_uid=str(ground.walk.uid), activity_date=START, attendances=names)
        activities.record(by=ground.by, activities=[walk])
        merge(ground, joined=False)
        (line,) = Attendance.objects.all()
        assert (line.client, line.state, Note.objects.get().client) == (ground.anwen, "attended", ground.anwen)

    def test_two_statuses_from_one_day(self, ground: Ground) -> None:
        for client, code in ((ground.anwen, "student"), (ground.bashir, "looking")):
            statuses.add(by=ground.by, statuses=[NewStatus(str(client.uid), "employment", code, START)])
        seen = merging.preview(ground.manager, ground.anwen.uid, ground.bashir.uid)
        (moves,) = seen.moving
        assert (moves.words, moves.alike) == ("1 dated status", 1) and "from one day" in moves.rule
        merge(ground)
        assert DatedStatus.objects.get().code == "student"

    def test_two_plans_of_one_day_keep_the_words_of_both_and_one_plan_stands(self, ground: Ground) -> None:
        for client, matters in ((ground.anwen, "Her sister"), (ground.bashir, "The garden")):
            episode = open_episode(ground, client)
            plan = NewPlan(episode_uid=str(episode.uid), plan_date=TODAY, review_date=date(2025, 9, 1), matters=matters)
            plans.agree(by=ground.by, plans=[plan])
        merge(ground)
        plan_row = SupportPlan.objects.get()
        assert (plan_row.matters, plan_row.is_current) == ("Her sister\n\nThe garden", True)

    def test_ways_to_speak_with_them_are_put_together(self, ground: Ground) -> None:
        communication.change(
            by=ground.by, client_uid=ground.anwen.uid, safe_contact="Mornings", formats=["large_print"]
        )
        communication.change(by=ground.by, client_uid=ground.bashir.uid, language="polish", safe_contact="By text")
        merge(ground)
        said = Communication.objects.get()
        assert (said.language, said.safe_contact, said.formats) == ("polish", "Mornings\n\nBy text", ["large_print"])

    def test_nobody_stands_in_their_own_circle(self, ground: Ground) -> None:
        link = NewRelated(client_uid=str(ground.anwen.uid), relation="friend", other_uid=str(ground.bashir.uid))
        circle.add(by=ground.by, related=[link])
        event = merge(ground)
        assert not RelatedPerson.objects.exists()
        undo(by=ground.manager, event_uid=event)
        assert RelatedPerson.objects.get().other == ground.bashir


class TestUndoneLater:
    def test_what_was_changed_since_keeps_the_change_and_goes_back_all_the_same(self, ground: Ground) -> None:
        about = {"client_uid": str(ground.bashir.uid)}
        note = notes.write(by=ground.by, notes=[NewNote(**about, text="Before")]).one
        clients.change(by=ground.by, client_uid=ground.bashir.uid, version=None, phone="0121 496 0008")
        event = merge(ground)
        Note.objects.filter(pk=note.pk).update(text="After", version=9)
        clients.change(by=ground.by, client_uid=ground.anwen.uid, version=None, phone="0121 496 0009")
        assert take_back(by=ground.manager, event_uid=event).left == 2
        note.refresh_from_db()
        assert (note.text, note.client) == ("After", ground.bashir)
        kept, back = Client.objects.get(pk=ground.anwen.pk), Client.objects.get(pk=ground.bashir.pk)
        assert (kept.name, kept.phone) == ("Anwen", "0121 496 0009")
        assert kept.search_text.startswith("anwen") and kept.search_text.endswith("01214960009")
        assert matching.likely(ground.by, name="Anwen") and queries.find(ground.by, "anwen")
        assert (back.name, back.merged_into) == ("Bashir", None)

    def test_what_was_recorded_since_stays_or_goes_with_its_episode(self, ground: Ground) -> None:
        episode = open_episode(ground, ground.bashir)
        event = merge(ground)
        kept = {"client_uid": str(ground.anwen.uid)}
        notes.write(by=ground.by, notes=[NewNote(**kept, text="Since")])
        episode.refresh_from_db()
        visit = NewActivity(activity_type_uid=str(ground.visit.uid), activity_date=TODAY, attendances=[came(episode)])
        activities.record(by=ground.by, activities=[visit])
        undo(by=ground.manager, event_uid=event)
        assert Note.objects.get(text="Since").client == ground.anwen
        assert Attendance.objects.get().client == ground.bashir

    def test_a_row_removed_since_stays_removed(self, ground: Ground) -> None:
        status = statuses.add(
            by=ground.by, statuses=[NewStatus(str(ground.bashir.uid), "employment", "looking", START)]
        ).one
        event = merge(ground)
        DatedStatus.objects.filter(pk=status.pk).delete()
        assert take_back(by=ground.manager, event_uid=event).left == 1
        assert not DatedStatus.objects.exists()

    def test_twice_is_refused(self, ground: Ground) -> None:
        event = merge(ground)
        undo(by=ground.manager, event_uid=event)
        with pytest.raises(Refused):
            undo(by=ground.manager, event_uid=event)


class TestErasing:
    def test_whoever_stays_takes_the_other_record_along(self, unlocked: Ground) -> None:
        lived(unlocked, unlocked.anwen)
        lived(unlocked, unlocked.bashir)
        reads.log(by=unlocked.by, kind="client", uid=unlocked.bashir.uid)
        merge(unlocked)
        erasing.erase(by=unlocked.manager, client_uid=unlocked.anwen.uid, reason="client_asked")
        left = everything()
        assert "ecret" not in left and "Bashir" not in left
        assert str(unlocked.bashir.uid) not in left.replace(subjects(), "")
        assert list(Client.objects.values_list("name", flat=True)) == ["Cerys"]
        assert chain.verify(unlocked.party.organisation.pk) == []

    def test_the_record_that_is_left_is_nobody_to_erase(self, ground: Ground) -> None:
        merge(ground)
        with pytest.raises(queries.NotFound):
            erasing.erase(by=ground.manager, client_uid=ground.bashir.uid, reason="client_asked")

    def test_after_an_undo_nothing_of_either_stays_with_the_other(self, ground: Ground) -> None:
        notes.write(by=ground.by, notes=[NewNote(client_uid=str(ground.bashir.uid), text="Secret words")])
        undo(by=ground.manager, event_uid=merge(ground))
        erasing.erase(by=ground.manager, client_uid=ground.bashir.uid, reason="client_asked")
        held = [str(row) for row in Revision.objects.filter(payload__isnull=False).values_list("payload", flat=True)]
        assert "Secret" not in everything() and not any("Bashir" in each for each in held)


def test_two_merges_one_after_the_other_leave_no_chain(ground: Ground) -> None:
    actions.merge(by=ground.manager, kept_uid=ground.bashir.uid, gone_uid=ground.cerys.uid)
    merge(ground)
    assert {row.merged_into for row in queries.shells_of(ground.by, ground.anwen)} == {ground.anwen}
    assert [row.pk for row in queries.shells_of(ground.by, ground.anwen)] == [ground.bashir.pk, ground.cerys.pk]


def test_only_a_manager_merges_and_only_what_there_is(ground: Ground) -> None:
    both = {"kept_uid": ground.anwen.uid, "gone_uid": ground.bashir.uid}
    with pytest.raises(NotAllowed):
        actions.merge(by=ground.by, **both)
    for more in ({"sides": {"name": "neither"}}, {"sides": {"shoe": "kept"}}, {"joined": ["junk"]}):
        with pytest.raises(Refused):
            actions.merge(by=ground.manager, **both, **more)
    with pytest.raises(Refused):
        actions.merge(by=ground.manager, kept_uid=ground.anwen.uid, gone_uid=ground.anwen.uid)
    with pytest.raises(queries.NotFound):
        merging.preview(ground.manager, ground.anwen.uid, ground.anwen.uid)


def test_the_need_that_two_episodes_share_is_what_all_judgements_add_up_to(unlocked: Ground) -> None:
    lived(unlocked, unlocked.anwen)
    lived(unlocked, unlocked.bashir)
    other = Need.objects.get(client=unlocked.bashir, need="debt")
    Need.objects.filter(pk=other.pk).update(presented_date=date(2025, 4, 1))
    merge(unlocked)
    need = Need.objects.get(need="debt")
    assert (need.client, need.presented_date, need.judgements.count()) == (unlocked.anwen, date(2025, 4, 1), 2)


class TestPairs:
    def test_a_look_through_everybody_lists_them_and_forgets_no_word(self, ground: Ground) -> None:
        from cairn.desk import jobs
        from cairn.people.actions import pairing

        twin = clients.add(by=ground.by, clients=[NewClient(name="Anwenn", birth_date=date(1980, 5, 1))]).one
        empty = pairs.listed(ground.by, 1, 20)
        assert (empty.pairs, empty.looked_at, empty.is_looking) == ((), None, False)
        pairing.ask(by=ground.by)
        pairing.ask(by=ground.by)
        assert pairs.listed(ground.by, 1, 20).is_looking
        done = jobs.work_one()
        assert done and done.state == "done" and jobs.work_one() is None
        (pair,) = pairs.listed(ground.by, 9, 20).pairs
        assert {pair.one.uid, pair.other.uid} == {str(ground.anwen.uid), str(twin.uid)} and pair.strength == "strong"
        assert [match.client_uid for match in pairs.of_person(ground.by, ground.anwen)] == [str(twin.uid)]
        made = actions.keep_apart(by=ground.by, pairs=[(twin.uid, ground.anwen.uid)])
        pairing.ask(by=ground.by)
        jobs.work_one()
        assert pairs.listed(ground.by, 1, 20).pairs == () and pairs.of_person(ground.by, ground.anwen) == []
        undo(by=ground.by, event_uid=made.event_uid)
        assert pairs.of_person(ground.by, ground.anwen) != []
        with pytest.raises(Refused):
            actions.keep_apart(by=ground.by, pairs=[(twin.uid, twin.uid)])

    def test_a_merge_leaves_no_pair_of_one(self, ground: Ground) -> None:
        actions.keep_apart(by=ground.by, pairs=[(ground.anwen.uid, ground.bashir.uid)])
        actions.keep_apart(by=ground.by, pairs=[(ground.cerys.uid, ground.bashir.uid)])
        merge(ground)
        (row,) = AlikePair.objects.all()
        assert {row.client, row.other} == {ground.anwen, ground.cerys} and row.is_apart


def test_a_preview_says_how_many_of_each_kind_move(unlocked: Ground) -> None:
    lived(unlocked, unlocked.bashir)
    seen = merging.preview(unlocked.manager, unlocked.anwen.uid, unlocked.bashir.uid)
    words = {moving_.words for moving_ in seen.moving}
    assert {"1 episode", "2 needs", "1 reading", "3 notes", "1 concern", "1 file"} <= words
    worker = dataclasses.replace(unlocked.manager, permissions=unlocked.by.permissions)
    assert not any(
        "concern" in one.words for one in merging.preview(worker, unlocked.anwen.uid, unlocked.bashir.uid).moving
    )
