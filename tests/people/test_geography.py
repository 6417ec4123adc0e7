"""Sector, district and ward of a postcode."""

import csv
from pathlib import Path

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.models import AuditEvent, AuditSubject
from cairn.people import geography
from cairn.people.actions import clients
from cairn.people.actions import geography as geography_actions
from cairn.people.actions.clients import NewClient
from cairn.people.geography import Area, build
from cairn.people.models import Client
from tests.conftest import Party


def rows(name: str) -> list[tuple[str, ...]]:
    with (geography.HERE / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def test_a_whole_postcode_has_all_three_areas() -> None:
    area = geography.look_up("B29 6QJ")
    assert (area.sector, area.district, area.version) == ("B29 6", "B29", geography.VERSION)
    assert geography.ward_name(area.ward) == "Weoley & Selly Oak"


def test_part_of_a_postcode_has_what_follows_from_it() -> None:
    assert geography.look_up("B29 6") == geography.look_up("B29 6QJ")
    assert geography.look_up("B29") == Area("", "B29", "", geography.VERSION)
    assert geography.look_up("") == Area()


def test_outside_birmingham_a_postcode_keeps_its_sector_and_is_unmapped() -> None:
    assert geography.look_up("SW1A 1AA") == Area("SW1A 1", "SW1A", "", geography.VERSION)
    assert geography.ward_name("W99") == "W99"


def test_the_files_are_what_their_source_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "HERE", tmp_path)
    build.main()
    for name in ("sectors.csv", "wards.csv"):
        assert (tmp_path / name).read_bytes() == (geography.HERE / name).read_bytes()


def test_most_of_birmingham_is_mapped_and_every_ward_is_one_of_the_69() -> None:
    mapped = {ward for _, ward in rows("sectors.csv") if ward}
    assert len(rows("sectors.csv")) == 263 and len(geography.wards()) == 69
    assert mapped <= set(geography.wards())
    assert sum(bool(ward) for _, ward in rows("sectors.csv")) == 142


@pytest.mark.parametrize(
    ("point", "is_in"), [((0.5, 0.5), True), ((1.5, 1.5), False), ((3, 1), False), ((2.5, 2.5), True)]
)
def test_a_hole_in_a_polygon_is_outside_it(point: tuple[float, float], is_in: bool) -> None:
    outline = [[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    assert build.inside(point, [outline, hole]) is is_in


def test_areas_of_an_old_look_up_are_derived_again_in_batches(
    in_harbour: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geography_actions, "BATCH", 2)
    new = [NewClient(name=f"P{n}", postcode="B29 6QJ") for n in range(3)]
    clients.add(by=in_harbour.support_worker, clients=[*new, NewClient(name="None")])
    Client.objects.filter(name__in=["P0", "P1", "P2"]).update(geography="old", ward="gone", sector="gone")
    assert geography_actions.recompute(by=in_harbour.service_manager) == 3
    assert set(Client.objects.values_list("geography", "sector")) == {(geography.VERSION, "B29 6"), ("", "")}
    events = AuditEvent.objects.filter(type="people.areas_recomputed")
    assert events.count() == 2
    assert AuditSubject.objects.filter(event_id__in=events.values_list("pk"), kind="client").count() == 3
    assert geography_actions.recompute(by=in_harbour.service_manager) == 0


def test_one_organisation_never_derives_for_another(harbour: Party, oakfield: Party) -> None:
    with scope.of(oakfield.system):
        clients.add(by=oakfield.support_worker, clients=[NewClient(name="A", postcode="B29 6QJ")])
        Client.objects.update(geography="old")
    with scope.of(harbour.system):
        assert geography_actions.recompute(by=harbour.service_manager) == 0


def test_only_a_manager_derives_areas_again(in_harbour: Party) -> None:
    with pytest.raises(NotAllowed):
        geography_actions.recompute(by=in_harbour.support_worker)
