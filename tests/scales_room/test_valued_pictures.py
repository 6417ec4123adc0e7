"""A score made of a table that the organisation loaded is drawn between that table's ends, not between those of an answer."""

import re
from datetime import timedelta
from types import SimpleNamespace

from cairn.interfaces.workspace.clients.views import measured
from tests.conftest import Party
from tests.scales_room.test_gate import DAY
from tests.scales_room.test_tariffs import load


def test_two_scores_of_a_loaded_table_stand_at_their_own_heights(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    load(by)
    found = [
        SimpleNamespace(
            uid=str(n), assessed_date=DAY + timedelta(days=90 * n), stage="start", rater="client", reason="", band="",
            answers=(1, 1, 1, 1, 1), total=None, metric=value, value=value,
        )
        for n, value in enumerate((0.25, 0.75))
    ]  # fmt: skip
    view = SimpleNamespace(
        scale="icecap_a", version=1, label="ICECAP-A", rater="client", readings=tuple(found), baseline="0", change=0.5
    )
    picture = measured(by, [view])[0].drawn.picture  # type: ignore[list-item]
    low, high = (float(y) for y in re.findall(r'<circle[^>]* cy="([\d.]+)"', picture))
    assert 14 < high < low < 240
