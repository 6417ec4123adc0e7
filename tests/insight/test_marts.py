"""A mart follows the feed: what it holds is always what would be built from nothing."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cairn.access import feed
from cairn.insight import figures, gather, marts
from cairn.insight.mart import files, refresh, sources
from cairn.insight.mart.sources import Source, connect
from cairn.kernel.extracts import Column, Extract
from cairn.kernel.periods import Period
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.scales.actions import permissions
from cairn.services.actions import services
from tests.cases.conftest import Ground, open_episode, visited
from tests.insight.histories import History
from tests.thorough import seeds

Q2 = Period.parse("2025-Q2")


def of(ground: Ground) -> int:
    return ground.party.organisation.pk


def place(ground: Ground) -> Path:
    return files.folder(str(ground.party.organisation.uid), "own")


def allow_swemwbs(ground: Ground) -> None:
    permissions.record(
        by=ground.manager,
        scale="swemwbs",
        holder="The owner",
        reference="X",
        granted_date=date(2024, 1, 1),
        uses_printed_form=True,
    )


@pytest.mark.parametrize("seed", seeds(4))
def test_the_mart_kept_by_the_feed_equals_one_rebuilt_from_nothing(ground: Ground, seed: int) -> None:
    allow_swemwbs(ground)
    history, done = History(ground, seed), Counter[str]()
    marts.refresh(of(ground))

    for _ in range(12):
        rare = history.random.random() < 0.25
        names = [name for name in history.deeds if rare or name not in ("service", "erase", "tie")]
        done.update(history.do(names) for _ in range(history.random.randrange(1, 12)))
        done[f"by {marts.refresh(of(ground)).how}"] += 1
        if history.random.random() < 0.3:
            assert marts.verify(of(ground)) == ()

    assert marts.verify(of(ground)) == ()
    assert done["by delta"] >= 3
    assert len(set(done) & set(history.deeds)) >= 9, "a history of few kinds of deed proves little"


def test_verify_sees_a_mart_that_missed_something(ground: Ground) -> None:
    open_episode(ground)
    marts.refresh(of(ground))
    type(ground.anwen).objects.filter(pk=ground.anwen.pk).update(gender="man")  # behind the feed's back

    [wrong] = [p for p in marts.verify(of(ground)) if p.message.startswith("The table episode")]

    assert wrong.rule == "mart.differs"


def test_nothing_is_done_when_nothing_happened(ground: Ground, django_assert_max_num_queries: Any) -> None:
    marts.refresh(of(ground))

    with django_assert_max_num_queries(5):
        assert marts.refresh(of(ground)).how == "nothing"


def test_a_deed_about_one_person_makes_a_delta_that_holds_that_person_whole(ground: Ground) -> None:
    anwen, _ = open_episode(ground), open_episode(ground, ground.bashir)
    assert marts.refresh(of(ground)).how == "rebuild"
    base = files.read(place(ground))
    visited(ground, anwen, date(2025, 5, 1), 1)

    done = marts.refresh(of(ground))

    manifest = files.read(place(ground))
    assert (done.how, done.subjects) == ("delta", 2)  # the person, and the activity
    assert manifest and base and manifest.base == base.base
    with duckdb.connect(place(ground) / manifest.delta, read_only=True) as delta:
        assert delta.execute("SELECT DISTINCT person FROM episode").fetchall() == [(str(ground.anwen.uid),)]


def test_a_change_to_a_service_rebuilds(ground: Ground) -> None:
    open_episode(ground)
    marts.refresh(of(ground))
    services.change(by=ground.manager, service_uid=ground.service.uid, version=None, commissioning_area="carers")

    assert marts.refresh(of(ground)).how == "rebuild"


def test_a_large_delta_is_folded_into_a_new_base(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    marts.refresh(of(ground))
    monkeypatch.setattr(refresh, "FOLD_AT_LEAST", 3)
    clients.add(by=ground.by, clients=[NewClient(name=f"Person {n}") for n in range(4)])

    assert marts.refresh(of(ground)).how == "rebuild"
    manifest = files.read(place(ground))
    assert manifest and manifest.delta == ""


def test_a_mart_of_other_columns_is_rebuilt_never_migrated(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    marts.refresh(of(ground))
    monkeypatch.setattr(gather, "fingerprint", lambda kind: "another program")

    assert marts.refresh(of(ground)).how == "rebuild"


def test_a_lost_or_torn_manifest_is_only_a_rebuild(ground: Ground) -> None:
    marts.refresh(of(ground))
    (place(ground) / files.MANIFEST).write_text('{"seq": 1')

    assert marts.refresh(of(ground)).how == "rebuild"


def test_nothing_that_nobody_points_at_stays_behind(ground: Ground) -> None:
    episode = open_episode(ground)
    for day in (1, 2, 3):
        visited(ground, episode, date(2025, 5, day), day)
        marts.refresh(of(ground))

    manifest = files.read(place(ground))
    assert manifest
    assert {path.name for path in place(ground).iterdir()} == {files.MANIFEST, "lock", manifest.base, manifest.delta}


def test_a_reader_keeps_what_it_opened_while_the_mart_moves_on(ground: Ground) -> None:
    open_episode(ground)
    marts.refresh(of(ground))
    reader = duckdb.connect(place(ground) / files.read(place(ground)).base, read_only=True)  # type: ignore[union-attr]
    open_episode(ground, ground.bashir)
    marts.rebuild(of(ground))

    assert reader.execute("SELECT count(*) FROM episode").fetchall() == [(1,)]
    again = connect([Source(str(ground.party.organisation.uid))])
    assert again.execute("SELECT count(*) FROM episode").fetchall() == [(2,)]


def test_a_connection_is_kept_until_its_files_change(ground: Ground) -> None:
    source = [Source(str(ground.party.organisation.uid))]
    marts.refresh(of(ground))
    first = connect(source)
    assert connect(source) is first
    open_episode(ground)
    marts.refresh(of(ground))

    assert connect(source) is not first
    sources.close_all()
    assert connect(source).execute("SELECT count(*) FROM episode").fetchall() == [(1,)]


def held_words(root: Path) -> str:
    """Everything that any file holds: its bytes, and every value of every table of a database."""
    said = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            said.append(path.read_bytes().decode("latin-1"))
            if path.suffix == ".duckdb":
                with duckdb.connect(path, read_only=True) as database:
                    tables = [name for (name,) in database.execute("SHOW TABLES").fetchall()]
                    said += [str(database.execute(f"SELECT * FROM {name}").fetchall()) for name in tables]
    return "".join(said)


def test_an_erased_person_is_nowhere_in_the_files(
    ground: Ground, marts_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    anwen = open_episode(ground)
    marts.refresh(of(ground))
    visited(ground, anwen, date(2025, 5, 1), 1)
    marts.refresh(of(ground))
    figures.compute("people_supported", by=ground.manager, period=Q2)  # a connection is open
    uids = [str(ground.anwen.uid), str(anwen.uid)]
    assert all(uid in held_words(marts_root) for uid in uids)

    with django_capture_on_commit_callbacks(execute=True):
        erase(by=ground.manager, client_uid=ground.anwen.uid, reason="client_asked")

    assert not any(uid in held_words(marts_root) for uid in uids)
    assert marts.verify(of(ground)) == ()


def test_a_mart_that_no_store_could_rebuild_is_rebuilt_by_the_feed(ground: Ground, marts_root: Path) -> None:
    open_episode(ground)
    marts.refresh(of(ground))
    erase(by=ground.manager, client_uid=ground.anwen.uid, reason="client_asked")  # nothing runs after this commit

    assert marts.refresh(of(ground)).how == "rebuild"
    assert str(ground.anwen.uid) not in held_words(marts_root)


def test_the_cursor_is_the_head_of_the_chain(ground: Ground) -> None:
    open_episode(ground)

    assert marts.refresh(of(ground)).seq == feed.head(of(ground))


@pytest.mark.parametrize(
    "source",
    [
        "people.DatedStatus.code",
        "people.Client.birth_date",
        "people.Client.name",
        "people.Client.postcode",
        "cases.Note.text",
    ],
)
def test_an_extract_of_what_may_not_leave_stops_the_start(source: str) -> None:
    subject = Column("subject", "string", "people.Client.uid")
    bad = Extract("bad", (subject, Column("x", "string", source)), lambda organisation, subjects: [])

    with pytest.raises(gather.MayNotLeave):
        gather.check(bad)


def test_an_extract_names_its_subject_first() -> None:
    with pytest.raises(gather.MayNotLeave):
        gather.check(Extract("bad", (Column("x", "string", "people.Client.uid"),), lambda organisation, subjects: []))
