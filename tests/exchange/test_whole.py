"""A spreadsheet from the file to the record, and back: nothing before it is agreed, nothing twice, nothing half."""

from datetime import date
from typing import Any

import pytest

from cairn.access import feed
from cairn.access.actors import NotAllowed
from cairn.access.models import Revision
from cairn.cases.actions import notes
from cairn.cases.actions.notes import NewNote
from cairn.cases.models import Episode, Referral
from cairn.desk import jobs as desk_jobs
from cairn.desk.models import Job
from cairn.exchange import jobs, queries
from cairn.exchange.actions import imports
from cairn.exchange.clients import committing, mending, staging
from cairn.exchange.clients.mapping import chosen_sheet
from cairn.exchange.models import Import, ImportChunk, ImportedClient
from cairn.kernel.problems import Refused
from cairn.people.actions import clients
from cairn.people.models import Client
from tests.exchange.conftest import GOOD, HEADINGS, book, brought, checked, received


def quiet(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def people(how_many: int) -> list[list[Any]]:
    return [[f"Person {number}", *GOOD[1:2], date(1950, 1, 1 + number % 28), *GOOD[3:]] for number in range(how_many)]


def test_a_good_row_becomes_a_person_with_an_open_episode(ground):
    before = feed.head(ground.manager.organisation_id)
    row = checked(ground, book(GOOD), service="Getting out")
    assert (row.totals["good"], row.totals["errors"]) == (1, 0)
    assert feed.head(ground.manager.organisation_id) == before, "nothing is written until agreed"
    done = brought(ground, row)
    person = Client.objects.get(name="Zoë Green")
    assert (person.birth_date, person.gender, person.ethnicity) == (date(1980, 3, 31), "woman", "white_british")
    assert (person.postcode, person.sector, person.phone) == ("B29 6QJ", "B29 6", "0121 496 0000")
    episode = Episode.objects.get(client=person)
    assert (episode.start_date, episode.end_date, episode.referral.state) == (date(2025, 4, 7), None, "accepted")
    assert (done.state, done.totals["made"], done.totals["episodes"]) == ("done", 1, 1)
    assert not any(ImportChunk.objects.values_list("rows", flat=True)), "what is on record is staged no more"


def test_support_that_has_ended_is_closed_with_its_reason(ground):
    columns = ["Name", "Service", "Worker", "Referral date", "Start date", "End date", "Reason for closure"]
    worker = ground.by.name
    told = ["Zoë Green", "getting OUT", worker, "01/03/2025", "01/04/2025", "01/05/2025", "Lost contact"]
    brought(ground, checked(ground, book(told, columns=columns)))
    episode = Episode.objects.get(client__name="Zoë Green")
    assert (episode.end_date, episode.closure_reason, episode.worker_uid) == (
        date(2025, 5, 1),
        "disengaged",
        ground.by.uid,
    )
    assert episode.referral.received_date == date(2025, 3, 1)


def test_two_columns_make_one_name_and_a_group_stays_a_group(ground):
    columns = ["Forename", "Surname", "Ethnicity", "Disability"]
    brought(ground, checked(ground, book(["Zoë", "Green", "White", "Yes"], columns=columns)))
    person = Client.objects.get(name="Zoë Green")
    assert (person.ethnicity_group, person.ethnicity, person.condition, person.condition_limits) == (
        "white", "not_asked", "yes", "not_known",
    )  # fmt: skip


def test_rows_with_errors_stay_behind_and_come_back_with_what_to_mend(ground):
    row = brought(ground, checked(ground, book(GOOD, ["", "", *GOOD[2:]]), service="Getting out"))
    assert row.totals["made"] == 1
    (sheet,) = queries.book(ground.manager, row)
    (left,) = mending.rows(row, queries.findings(row), sheet, queries.mapping(row))
    assert left[3] == "F"
    assert left[-1].startswith("A3: There is nothing to know the person by.")


def test_rows_that_look_like_somebody_stay_behind_unless_they_are_to_come(ground):
    clients.add(by=ground.by, clients=[clients.NewClient(name="Zoë Green")])
    left = brought(ground, checked(ground, book(GOOD, ["Al", *GOOD[1:]]), service="Getting out"))
    assert (left.totals["made"], Client.objects.filter(name="Zoë Green").count()) == (1, 1)
    (sheet,) = queries.book(ground.manager, left)
    assert [row[0] for row in mending.rows(left, queries.findings(left), sheet, queries.mapping(left))] == ["Zoë"]
    row = checked(ground, book(GOOD), service="Getting out")
    assert brought(ground, row, alike="bring").totals["made"] == 1
    assert Client.objects.filter(name="Zoë Green").count() == 2


def test_nothing_to_bring_in_is_refused(ground):
    row = checked(ground, book(["", "", *GOOD[2:]]), service="Getting out")
    with pytest.raises(Refused):
        imports.agree(by=ground.manager, row=row)


def test_it_can_be_agreed_to_only_once(ground):
    row = checked(ground, book(GOOD), service="Getting out")
    imports.agree(by=ground.manager, row=row)
    with pytest.raises(Refused):
        imports.agree(by=ground.manager, row=row)
    with pytest.raises(Refused):
        imports.drop(by=ground.manager, row=row)
    assert Job.objects.filter(kind=imports.COMMIT).count() == 1


def test_who_may_not_manage_services_may_not_bring_in(ground):
    with pytest.raises(NotAllowed):
        imports.receive(by=ground.by, name="x.csv", data=b"Name\nZoe\n")
    assert not queries.visible_to(ground.by).exists()


def test_a_worker_that_is_killed_begins_again_where_it_stopped(ground, monkeypatch):
    monkeypatch.setattr(staging, "SIZE", 5)
    row = checked(ground, book(*people(17)), service="Getting out")
    imports.agree(by=ground.manager, row=row)
    row = queries.get(ground.manager, row.uid)
    real, calls = committing.bring_in, []

    def dies(by, rows):
        calls.append(len(rows))
        made = real(by, rows)
        if len(calls) == 3:
            raise KeyboardInterrupt  # after the actions have written, before the chunk is marked
        return made

    monkeypatch.setattr(committing, "bring_in", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(ground.manager, row, quiet)
    whole = ImportedClient.objects.filter(of=row).count()
    assert whole == 10
    assert Client.objects.filter(name__startswith="Person").count() == whole, "a chunk is whole or absent"
    done = jobs.run(ground.manager, queries.get(ground.manager, row.uid), quiet)
    assert (done.state, done.totals["made"]) == ("done", 17)
    assert Client.objects.filter(name__startswith="Person").count() == 17


def test_a_reference_taken_since_the_check_keeps_only_its_row_out(ground):
    row = checked(ground, book(["A1", "Ada"], ["A2", "Bo"], columns=["Ref", "Name"]))
    clients.add(by=ground.by, clients=[clients.NewClient(name="Somebody", reference="A1")])
    done = brought(ground, row)
    assert (done.totals["made"], done.totals["refused"]) == (1, [2])
    (sheet,) = queries.book(ground.manager, done)
    assert [left[:2] for left in mending.rows(done, queries.findings(done), sheet, queries.mapping(done))] == [
        ["A1", "Ada"]
    ]


def test_the_worker_does_it_as_whoever_asked(ground):
    row = checked(ground, book(GOOD), service="Getting out")
    imports.agree(by=ground.manager, row=row)
    job = desk_jobs.work_one()
    assert (job.state, queries.get(ground.manager, row.uid).state) == ("done", "done")
    assert job.payload["user"] == ground.manager.uid
    imports.ask_back(by=ground.manager, row=queries.get(ground.manager, row.uid))
    assert desk_jobs.work_one().state == "done"
    assert not Client.objects.filter(name="Zoë Green").exists()


def test_a_job_that_failed_is_shown_as_stopped_and_goes_on(ground, monkeypatch):
    row = checked(ground, book(GOOD), service="Getting out")
    imports.agree(by=ground.manager, row=row)
    with monkeypatch.context() as broken:
        broken.setattr(committing, "commit", lambda *_: 1 / 0)
        assert desk_jobs.work_one().state == "failed"
    assert queries.view(ground.manager, row.uid).state == "stopped"
    imports.go_on(by=ground.manager, row=queries.get(ground.manager, row.uid))
    assert desk_jobs.work_one().state == "done"
    with pytest.raises(Refused):
        imports.go_on(by=ground.manager, row=queries.get(ground.manager, row.uid))


def test_many_rows_are_checked_by_the_worker(ground, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    row = received(ground, book(*people(5)))
    imports.begin_check(by=ground.manager, row=row, rows=5)
    assert queries.get(ground.manager, row.uid).state == "checking"
    assert desk_jobs.work_one().state == "done"
    assert queries.get(ground.manager, row.uid).totals["rows"] == 5


def test_it_is_taken_back_whole_and_nothing_of_them_stays(ground):
    before = (Client.objects.count(), Referral.objects.count(), ImportedClient.objects.count())
    row = brought(ground, checked(ground, book(*people(60)), service="Getting out"))
    ids = list(Client.objects.filter(name__startswith="Person").values_list("pk", flat=True))
    imports.ask_back(by=ground.manager, row=row)
    gone = jobs.undo(ground.manager, queries.get(ground.manager, row.uid), quiet)
    assert (Client.objects.count(), Referral.objects.count(), ImportedClient.objects.count()) == before
    assert (gone.state, gone.totals["taken_back"], gone.totals["kept"]) == ("taken_back", 60, 0)
    assert set(Revision.objects.filter(client_id__in=ids).values_list("payload", "salt")) == {(None, "")}
    with pytest.raises(Refused):
        imports.ask_back(by=ground.manager, row=gone)


def test_who_was_touched_since_stays_and_is_counted(ground):
    row = brought(ground, checked(ground, book(*people(3)), service="Getting out"))
    one = Client.objects.get(name="Person 1 Green")
    notes.write(by=ground.by, notes=[NewNote(client_uid=str(one.uid), text="Words")])
    imports.ask_back(by=ground.manager, row=row)
    gone = jobs.undo(ground.manager, queries.get(ground.manager, row.uid), quiet)
    assert list(Client.objects.filter(name__startswith="Person")) == [one]
    assert Episode.objects.filter(client=one).exists()
    assert (gone.totals["taken_back"], gone.totals["kept"]) == (2, 1)


def test_the_next_file_with_the_same_headings_is_understood_like_the_last(ground):
    columns = ["Who", "When"]
    row = received(ground, book(["Zoë Green", "01/04/2025"], columns=columns))
    mapping = queries.mapping(row)
    mapping.columns, mapping.everyone = {"Who": "name", "When": "start_date"}, {"service": "Getting out"}
    imports.remap(by=ground.manager, row=row, mapping=mapping, names=columns)
    again = queries.mapping(received(ground, book(["Al Okafor", "01/05/2025"], columns=["When", "Who"])))
    assert again.columns == {"When": "start_date", "Who": "name"}
    assert again.everyone == {"service": "Getting out"}
    other = queries.mapping(received(ground, book(["Al", "x"], columns=["Who", "Whither"])))
    assert other.columns == {"Who": "", "Whither": ""}


def test_another_organisation_sees_nothing_of_it(ground, oakfield):
    row = received(ground, book(GOOD))
    with pytest.raises(queries.NotFound):
        queries.get(oakfield.service_manager, row.uid)
    assert queries.every(oakfield.service_manager) == []
    assert [one.uid for one in queries.every(ground.manager)] == [str(row.uid)]


def test_staged_rows_come_back_as_they_were(ground):
    row = checked(ground, book(GOOD), service="Getting out")
    (chunk,) = ImportChunk.objects.filter(of=row)
    (staged,) = chunk.rows
    assert staging.client(staged).birth_date == date(1980, 3, 31)
    assert staging.support(staged).start_date == date(2025, 4, 7)
    assert chosen_sheet(queries.book(ground.manager, row), "no such").name == "People"
    assert Import.objects.get().headings
    assert len(HEADINGS) == len(GOOD)
