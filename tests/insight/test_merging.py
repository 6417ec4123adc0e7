"""A merge and its undo leave every figure as it was; between them, the two count as one."""

from datetime import date
from typing import Any

from cairn.access.actions.undo import undo
from cairn.definitions import registry
from cairn.insight import figures
from cairn.insight.mart.verify import verify
from cairn.kernel.periods import Period
from cairn.people import merging
from cairn.people.actions import clients
from cairn.people.actions import merging as actions
from cairn.people.models import Client
from tests.cases.conftest import Ground
from tests.cases.conftest import unlocked as _unlocked
from tests.cases.test_erasure import lived

unlocked = _unlocked
PERIOD = Period(date(2025, 1, 1), date(2025, 12, 31))


def every_figure(ground: Ground) -> dict[str, Any]:
    """What each measure says, and whom it leaves out."""
    with figures.one_reading():
        return {name: _figure(ground, name) for name in sorted({one.id for one in registry.all("measure")})}


def _figure(ground: Ground, name: str) -> Any:
    found = figures.compute(name, by=ground.manager, period=PERIOD)
    return [(row.n, row.value, row.numerator, row.denominator) for row in found.rows], dict(found.left_out)


def merge(ground: Ground) -> str:
    seen = merging.preview(ground.manager, ground.anwen.uid, ground.bashir.uid)
    pairs = [pair.gone_uid for pair in seen.joins]
    both = {"kept_uid": ground.anwen.uid, "gone_uid": ground.bashir.uid}
    return actions.merge(by=ground.manager, **both, sides=seen.chosen, joined=pairs).event_uid  # type: ignore[arg-type]


def test_every_figure_is_as_it_was_after_a_merge_and_its_undo(unlocked: Ground) -> None:
    for client, gender in ((unlocked.anwen, "woman"), (unlocked.bashir, "man"), (unlocked.cerys, "woman")):
        clients.change(by=unlocked.by, client_uid=client.uid, version=None, gender=gender, postcode="B29 6QJ")
        lived(unlocked, Client.objects.get(pk=client.pk))
    before = every_figure(unlocked)
    event = merge(unlocked)
    assert _figure(unlocked, "people_supported")[0][0][1] == 2 and before["people_supported"][0][0][1] == 3
    undo(by=unlocked.manager, event_uid=event)
    assert every_figure(unlocked) == before
    assert verify(unlocked.party.organisation.pk, "own") == ()
