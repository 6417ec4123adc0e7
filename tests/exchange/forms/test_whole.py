"""A file of forms from receipt to record: nothing is written before somebody agrees, and what is sent twice is one."""

from cairn.collection.models import CollectedForm
from tests.exchange.forms.conftest import Programme


def test_good_forms_are_taken_when_somebody_agrees(programme: Programme) -> None:
    seen = programme.send(programme.csv(programme.rows(5)))
    assert (seen.state, seen.groups, seen.counts["good"]) == ("checked", (), 5)
    assert not CollectedForm.objects.exists()
    taken = programme.take(seen)
    assert (taken.state, taken.counts["taken"], taken.row.form) == ("taken", 5, "sp-long")
    assert CollectedForm.objects.filter(submission=taken.row, state="sent").count() == 5
    assert len(taken.row.sha256) == 64 and taken.row.number.startswith("R")
