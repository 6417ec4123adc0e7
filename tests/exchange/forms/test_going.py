"""What goes when its time is over, or when somebody who may be in it is erased."""

from datetime import timedelta

import pytest

from cairn.collection.models import CollectedForm
from cairn.desk import jobs, received
from cairn.exchange import upkeep
from cairn.exchange.actions import forms
from cairn.exchange.forms import files
from cairn.kernel import clock
from cairn.people.actions import clients, erasure
from cairn.people.actions.clients import NewClient
from tests.exchange.forms.conftest import Programme


def test_erasing_anybody_takes_every_file_and_every_row_that_came_back(programme: Programme) -> None:
    manager = programme.party.service_manager
    somebody = clients.add(by=manager, clients=[NewClient(name="Bo Walsh", reference="P-0000009")]).one
    rows = programme.rows(3)
    rows[1]["Gender"] = "perhaps"
    taken = programme.take(programme.send(programme.csv(rows)), good_rows=True)
    waiting = programme.send(programme.csv(rows))
    erasure.erase(by=manager, client_uid=somebody.uid, reason="client_asked")
    gone, stays = programme.view(waiting.row), programme.view(taken.row)
    assert (gone.state, gone.is_kept, gone.groups) == ("dropped", False, ())
    assert (stays.state, stays.is_kept, stays.has_rejects) == ("taken", False, False)
    assert CollectedForm.objects.filter(state="sent").count() == 2, "of others nothing goes"


def test_what_was_taken_of_a_file_that_is_gone_has_its_receipt(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cairn.exchange.forms.passing.BATCH", 2)
    monkeypatch.setattr(forms, "FEW", 1)
    seen = programme.send(programme.csv(programme.rows(3)))
    forms.agree(by=programme.by, row=seen.row)
    real, calls = forms.taking.take, []
    monkeypatch.setattr(
        forms.taking, "take", lambda *a, **n: real(*a, **n) if not calls.append(1) and len(calls) < 2 else 1 / 0
    )
    jobs.work_one()
    received.let_go(programme.by.organisation_id)
    forms.go_on(by=programme.by, row=files.get(programme.by, seen.uid))
    done = programme.view(seen.row)
    assert (done.state, done.counts["taken"], done.counts["rejected"]) == ("taken", 2, 1)


def test_a_file_that_nobody_agreed_to_goes_after_its_day(programme: Programme) -> None:
    seen = programme.send(programme.csv(programme.rows(1)))
    upkeep.tidy(seen.row.upload.kept_until)  # type: ignore[union-attr]
    assert programme.view(seen.row).state == "checked"
    upkeep.tidy(seen.row.upload.kept_until + timedelta(1))  # type: ignore[union-attr]
    assert (programme.view(seen.row).state, programme.view(seen.row).is_kept) == ("dropped", False)
    assert clock.today() < seen.row.upload.kept_until  # type: ignore[union-attr]
