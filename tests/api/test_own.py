"""What an organisation made or loaded itself is there for its own program, and for no other."""

from cairn.access import scope
from cairn.scales.actions import local, tariffs
from cairn.scales.actions.tariffs import NewTariff
from tests.api.conftest import Call, calling, key_of
from tests.conftest import Party
from tests.scales_room.test_local import publish


def test_an_own_scale_is_there_for_its_own_program_until_it_is_withdrawn(
    call: Call, harbour: Party, oakfield: Party
) -> None:
    with scope.of(harbour.service_manager):
        id = publish(harbour.service_manager)
    entry = {"scale": id, "answers": [4, 2]}
    assert id in {row["id"] for row in call("scales")[1] if row["own"]}
    assert call(f"scales/{id}")[0] == 200
    assert list(call("score", entry)[1]["subscales"].values()) == [4, 2]
    stranger = calling(key_of(oakfield.service_manager))
    assert [stranger(f"scales/{id}")[0], stranger("score", entry)[0]] == [404, 400]
    assert id not in {row["id"] for row in stranger("scales")[1]}
    with scope.of(harbour.service_manager):
        local.withdraw(by=harbour.service_manager, id=id, number=1)
    status, said = call("score", entry)
    assert (status, said["error"][0]["rule"]) == (400, "scale.withdrawn")


def test_a_table_that_was_loaded_scores_for_its_own_program(call: Call, harbour: Party, oakfield: Party) -> None:
    entry = {"scale": "icecap_a", "answers": [4, 4, 4, 4, 4]}
    assert call("score", entry)[1]["metric"] is None
    by = harbour.service_manager
    with scope.of(by):
        items = [item["id"] for item in call("scales/icecap_a")[1]["items"]]
        values = dict.fromkeys(items, (0, 0.1, 0.15, 0.2))
        tariffs.load(by=by, tariffs=[NewTariff(scale="icecap_a", values=values, source="invented for this test")])
    assert call("score", entry)[1]["metric"] == 1
    assert "table" in calling(key_of(oakfield.service_manager))("score", entry)[1]["reason"]
