"""A spreadsheet from the file to the record, and back."""

from datetime import date

import pytest

from cairn.cases.models import Episode, Referral
from cairn.exchange import jobs, queries
from cairn.exchange.actions import imports
from cairn.exchange.models import ImportChunk
from cairn.kernel.problems import Refused
from cairn.people.models import Client
from tests.exchange.conftest import GOOD, book, brought, checked


def test_a_good_row_becomes_a_person_with_an_open_episode(ground):
    row = checked(ground, book(GOOD), service="Getting out")
    assert (row.totals["good"], row.totals["errors"]) == (1, 0)
    assert not Client.objects.filter(name="Zoë Green").exists(), "nothing is written until agreed"
    done = brought(ground, row)
    person = Client.objects.get(name="Zoë Green")
    assert (person.birth_date, person.gender, person.ethnicity) == (date(1980, 3, 31), "woman", "white_british")
    assert (person.postcode, person.sector, person.phone) == ("B29 6QJ", "B29 6", "0121 496 0000")
    episode = Episode.objects.get(client=person)
    assert (episode.start_date, episode.end_date, episode.referral.state) == (date(2025, 4, 7), None, "accepted")
    assert (done.state, done.totals["made"], done.totals["episodes"]) == ("done", 1, 1)
    assert not any(ImportChunk.objects.values_list("rows", flat=True)), "what is on record is staged no more"


def test_it_is_taken_back_whole(ground):
    before = (Client.objects.count(), Referral.objects.count())
    row = brought(ground, checked(ground, book(GOOD, ["Al", *GOOD[1:]]), service="Getting out"))
    imports.ask_back(by=ground.manager, row=row)
    gone = jobs.undo(ground.manager, queries.get(ground.manager, row.uid), lambda done, total: None)
    assert (Client.objects.count(), Referral.objects.count()) == before
    assert (gone.state, gone.totals["taken_back"], gone.totals["kept"]) == ("taken_back", 2, 0)


def test_nothing_to_bring_in_is_refused(ground):
    row = checked(ground, book(["", "", *GOOD[2:]]), service="Getting out")
    with pytest.raises(Refused):
        imports.agree(by=ground.manager, row=row)
