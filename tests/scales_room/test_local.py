"""An organisation's own scale: planned, drafted, published, changed only by a next version, withdrawn, and passed on."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.kernel import canonical
from cairn.kernel.problems import Refused
from cairn.scales import building, files, local, queries
from cairn.scales.actions import local as deeds
from cairn.scales.actions import trainings
from cairn.scales.building import Area, Plan, Stretch
from cairn.scales.differing import differences
from cairn.scales.models import LocalScale
from cairn.scales.scoring import score
from tests.conftest import Party
from tests.scales_room.test_permissions import DAY

LADDER = Plan(
    label="Garden ladder", low_label="Not yet", high_label="Fully there", recall="this week",
    areas=[Area(label="Confidence"), Area(label="Worry", better="lower", low_label="None", high_label="All the time")],
)  # fmt: skip


def draft(by: Actor, plan: Plan = LADDER) -> str:
    return str(deeds.draft(by=by, plan=plan).one.scale)


def publish(by: Actor, plan: Plan = LADDER) -> str:
    id = draft(by, plan)
    deeds.publish(by=by, id=id, number=1)
    return id


def rules(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.rule for one in refused.value.problems}


def file_of(id: str) -> bytes:
    row = LocalScale.objects.get(scale=id, scale_version=1)
    return files.written(row.definition, id, 1, "Harbour Trust")


class TestItsLife:
    def test_a_draft_is_found_by_nobody_but_its_makers(self, in_harbour: Party) -> None:
        id = draft(in_harbour.service_manager)
        with pytest.raises(registry.NotDefined):
            registry.get("scale", id)
        assert local.of(in_harbour.support_worker) == ()
        assert [one.state for one in local.versions(in_harbour.support_worker, id)] == ["draft"]

    def test_once_published_it_is_a_scale_like_others(self, in_harbour: Party) -> None:
        id = publish(in_harbour.service_manager)
        scale = registry.get("scale", id)
        assert scale == registry.get("scale", id, 1) == local.of(in_harbour.support_worker)[0]
        assert score(scale, [3, 7]).subscales == {"area_1": 3, "area_2": 7}
        assert queries.asked(in_harbour.support_worker, id, DAY).locked is None
        assert id in {one.id for one in queries.usable(in_harbour.support_worker, DAY)}
        assert id in {one.id for one in local.offered(in_harbour.support_worker)}
        assert id not in {one.id for one in registry.all("scale")}

    def test_what_is_published_is_never_changed(self, in_harbour: Party) -> None:
        by, id = in_harbour.service_manager, publish(in_harbour.service_manager)
        for deed in (
            lambda: deeds.draft(by=by, plan=LADDER, id=id, number=1),
            lambda: deeds.publish(by=by, id=id, number=1),
            lambda: deeds.drop(by=by, id=id, number=1),
        ):
            with pytest.raises(Refused) as refused:
                deed()
            assert rules(refused) == {"scale.published"}

    def test_a_next_version_keeps_the_ids_of_its_areas_and_gives_none_twice(self, in_harbour: Party) -> None:
        by, id = in_harbour.service_manager, publish(in_harbour.service_manager)
        deeds.next_version(by=by, id=id)
        with pytest.raises(Refused) as refused:
            deeds.next_version(by=by, id=id)
        assert rules(refused) == {"scale.draft"}
        plan = building.plan_of(local.versions(by, id)[0].scale)
        deeds.draft(by=by, plan=replace(plan, areas=[plan.areas[0], Area(label="Sleep")]), id=id, number=2)
        deeds.publish(by=by, id=id, number=2)
        new, old = (one.scale for one in local.versions(by, id))
        assert [item.id for item in new.items] == ["area_1", "area_3"]
        assert differences(old, new) == ["“Worry” is no longer asked.", "“Sleep” is new."]
        assert registry.get("scale", id).version == 2 and registry.get("scale", id, 1).items[1].topic == "Worry"

    def test_a_withdrawn_version_is_refused_for_answers_and_keeps_its_name(self, in_harbour: Party) -> None:
        by, id = in_harbour.service_manager, publish(in_harbour.service_manager)
        event = deeds.withdraw(by=by, id=id, number=1).event_uid
        locked = queries.asked(by, id, DAY).locked
        assert locked and locked.rule == "scale.withdrawn"
        assert queries.asked(by, id, DAY, version=1).locked
        assert registry.get("scale", id).label == "Garden ladder" and local.of(by) == ()
        with pytest.raises(Refused) as refused:
            trainings.practised(by=in_harbour.support_worker, scales=[id])
        assert rules(refused) == {"scale.withdrawn"}
        with pytest.raises(Refused) as refused:
            deeds.withdraw(by=by, id=id, number=1)
        assert rules(refused) == {"scale.not_published"}
        undo(by=by, event_uid=event)
        assert queries.asked(by, id, DAY).locked is None

    def test_two_who_change_one_draft_lose_nothing(self, in_harbour: Party) -> None:
        by, id = in_harbour.service_manager, draft(in_harbour.service_manager)
        seen = local.get(by, id, 1).version
        deeds.draft(by=by, plan=replace(LADDER, recall="today"), id=id, seen=seen)
        with pytest.raises(Conflict):
            deeds.draft(by=by, plan=replace(LADDER, recall="this year"), id=id, seen=seen)
        deeds.drop(by=by, id=id, number=1)
        with pytest.raises(NotFound):
            local.get(by, id, 1)
        with pytest.raises(NotFound):
            deeds.next_version(by=by, id=id)

    def test_a_worker_may_not_make_one_and_a_neighbour_not_use_it(self, in_harbour: Party, oakfield: Party) -> None:
        with pytest.raises(NotAllowed):
            draft(in_harbour.support_worker)
        id = publish(in_harbour.service_manager)
        with scope.of(oakfield.service_manager):
            assert registry.get("scale", id).label == "Garden ladder"  # a label for a figure, and no more than that
            locked = queries.asked(oakfield.service_manager, id, DAY).locked
            assert locked and locked.rule == "scale.unknown"
            assert local.versions(oakfield.service_manager, id) == []

    def test_outside_any_scope_a_figure_still_finds_its_label(self, harbour: Party) -> None:
        with scope.of(harbour.system):
            id = publish(harbour.service_manager)
        assert registry.get("scale", id).label == "Garden ladder"
        assert local.standing(harbour.system, registry.get("scale", "lifesat")) is None

    def test_readings_of_anothers_tool_wait_for_the_licence(self, in_harbour: Party) -> None:
        id = publish(in_harbour.service_manager, replace(LADDER, holder="Triangle Consulting"))
        locked = queries.asked(in_harbour.support_worker, id, DAY).locked
        assert locked and locked.rule == "scale.locked" and "Triangle" in locked.fix


class TestThePlan:
    def test_everything_that_is_wrong_is_said_at_once(self) -> None:
        plan = Plan(
            label=" ", short_label="x" * 41, low=5, high=1, labels={9: "much"}, change=0, allow_blank=3, raters=(),
            areas=[Area(label="Sleep"), Area(label="sleep "), Area(text="x" * 501)],
            bands=[Stretch(name="b", low=4, high=2), Stretch(name="a", low=1, high=5)],
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            building.built(plan, "own-0123456789ab", 1)
        assert rules(refused) == {
            "scale.name", "scale.long", "scale.ends", "scale.answer", "area.name", "area.twice", "band.ends",
            "band.overlap", "scale.blank", "scale.change", "scale.raters",
        }  # fmt: skip
        assert {"area_1_label", "area_2_label", "area_2_text"} <= {one.field for one in refused.value.problems}

    @pytest.mark.parametrize("char", ["\u202e", "\x01", "\x7f"])
    def test_a_character_that_nobody_sees_is_told_at_its_field(self, char: str) -> None:
        area = Area(label=f"Worry{char}", text=f"How{char}?")
        found = building.faults(Plan(label=f"x{char}", areas=[area], labels={3: f"half{char}"}))
        fields = {one.field for one in found if one.rule == "scale.unseen"}
        assert fields == {"label", "labels", "area_0_label", "area_0_text"}
        with pytest.raises(Refused):
            files.parsed(json.dumps({"label": f"x{char}"}).encode())

    def test_a_plan_may_be_unfinished_but_not_published(self, in_harbour: Party) -> None:
        by = in_harbour.service_manager
        for plan, rule in (
            (Plan(label="Empty"), "scale.empty"),
            (Plan(label="No ends", areas=[Area(label="A")]), "scale.anchors"),
        ):
            id = draft(by, plan)
            with pytest.raises(Refused) as refused:
                deeds.publish(by=by, id=id, number=1)
            assert rules(refused) == {rule}

    def test_too_many_areas_are_said(self) -> None:
        plan = Plan(label="Long", areas=[Area(label=str(n)) for n in range(61)])
        assert "scale.areas" in {one.rule for one in building.faults(plan)}

    def test_what_the_shape_refuses_is_said_too(self) -> None:
        plan = Plan(label="Odd", areas=[Area(label="A", kept={"low": 9, "high": 2})])
        with pytest.raises(Refused) as refused:
            building.built(plan, "own-0123456789ab", 1)
        assert rules(refused) == {"scale.shape"}

    def test_an_area_the_other_way_round_counts_from_the_other_end_of_a_total(self) -> None:
        scale = building.built(replace(LADDER, total="sum", allow_blank=1), "own-0123456789ab", 1)
        assert score(scale, [3, 7]).total == 3 + (1 + 10 - 7)
        assert score(scale, [None, 7]).total == 2 * 4
        assert "filled" in scale.missing.words

    @pytest.mark.parametrize("id", [one.id for one in registry.all("scale") if one.template])
    def test_each_pattern_begins_a_plan_that_loses_nothing(self, id: str) -> None:
        pattern = registry.get("scale", id)
        assert building.lost(pattern) == []
        made = building.built(building.from_template(pattern), "own-0123456789ab", 1)
        assert made.based_on == id and not made.template
        assert [item.topic for item in made.items] == [item.topic for item in pattern.items]

    def test_what_a_plan_cannot_hold_is_told(self) -> None:
        assert building.lost(registry.get("scale", "swemwbs"))
        assert "how its total is made" in building.lost(replace(PUBLISHED, rule="sum", factor=2))

    names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
    areas = st.builds(Area, label=names, text=st.just("") | names, better=st.sampled_from([None, "lower", "higher"]))

    @given(
        st.builds(
            Plan, label=names, low=st.integers(-5, 0), high=st.integers(1, 12), low_label=names, high_label=names,
            areas=st.lists(areas, max_size=5, unique_by=lambda area: area.label.casefold()),
            total=st.sampled_from(["each", "sum", "mean"]), better=st.sampled_from(["lower", "higher"]),
            change=st.none() | st.floats(0.5, 9), bands=st.just([]) | st.just([Stretch(name="b", low=1, high=2)]),
            holder=st.just("") | names,
        )
    )  # fmt: skip
    def test_a_scale_is_its_own_plan_again_and_its_own_file(self, plan: Plan) -> None:
        scale = building.built(plan, "own-0123456789ab", 1)
        assert building.built(building.plan_of(scale), scale.id, 1) == scale
        assert local.read(json.loads(canonical.dumps(local.stored(scale))), scale.id, 1, "draft") == scale
        assert differences(scale, scale) == []


class TestAsAFile:
    def test_it_is_the_same_scale_elsewhere_and_changed_there_it_is_another(
        self, harbour: Party, oakfield: Party
    ) -> None:
        with scope.of(harbour.system):
            id = publish(harbour.service_manager)
            data = file_of(id)
        by = oakfield.service_manager
        with scope.of(by):
            row = deeds.take_in(by=by, data=data).one
            assert (row.scale, row.scale_version, row.came_from) == (id, 1, "Harbour Trust")
            assert row.sha256 == json.loads(data)["sha256"] and local.of(by)[0].id == id
            with pytest.raises(Refused) as refused:
                deeds.take_in(by=by, data=data)
            assert rules(refused) == {"file.known"}
            own = deeds.next_version(by=by, id=id).one
            assert own.scale != id and local.scale_of(own).based_on == id

    def test_an_undo_withdraws_what_may_have_been_answered_and_it_can_come_again(
        self, harbour: Party, oakfield: Party
    ) -> None:
        with scope.of(harbour.system):
            data = file_of(publish(harbour.service_manager))
        by = oakfield.service_manager
        with scope.of(by):
            done = deeds.take_in(by=by, data=data)
            undo(by=by, event_uid=done.event_uid)
            assert local.every(by)[0].state == "withdrawn"
            assert deeds.take_in(by=by, data=data).one.state == "published"

    def test_another_content_under_a_known_id_is_refused(self, harbour: Party, oakfield: Party) -> None:
        with scope.of(harbour.system):
            id = publish(harbour.service_manager)
            told = {**json.loads(file_of(id))["scale"], "label": "Forged"}
        forged = {"cairn_scale": 1, "from": "X", "scale": told, "sha256": canonical.sha256(told)}
        with scope.of(oakfield.system), pytest.raises(Refused) as refused:
            deeds.take_in(by=oakfield.service_manager, data=canonical.dumps(forged))
        assert rules(refused) == {"file.other"}

    def test_nobody_else_writes_the_next_version_of_a_scale_that_was_made_here(
        self, harbour: Party, oakfield: Party
    ) -> None:
        maker, other = harbour.service_manager, oakfield.service_manager
        with scope.of(maker):
            id = publish(maker)
            data = file_of(id)
        told = {**json.loads(data)["scale"], "version": 2, "label": "Forged"}
        forged = canonical.dumps({"cairn_scale": 1, "from": "X", "scale": told, "sha256": canonical.sha256(told)})
        with scope.of(other):
            deeds.take_in(by=other, data=data)
            for _ in ("before the makers draft it", "and after"):
                with pytest.raises(Refused) as refused:
                    deeds.take_in(by=other, data=forged)
                assert rules(refused) == {"file.other"}
                with scope.of(maker):
                    if len(local.versions(maker, id)) == 1:
                        deeds.next_version(by=maker, id=id)
        with scope.of(maker):
            deeds.publish(by=maker, id=id, number=2)
            assert registry.get("scale", id, 2).label == registry.get("scale", id).label == "Garden ladder"


PUBLISHED = building.built(LADDER, "own-0123456789ab", 1)
TOLD = {**local.stored(PUBLISHED), "id": PUBLISHED.id, "version": 1}
PART = {"id": "part", "label": "A part", "items": ["area_1"], "rule": "sum"}


def sealed(**changes: object) -> bytes:
    told = {name: value for name, value in {**TOLD, **changes}.items() if value is not None}
    return canonical.dumps({"cairn_scale": 1, "from": 7, "scale": told, "sha256": canonical.sha256(told)})


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "file.json"), (b"\xff\xfe", "file.json"), (b"[" * 100_000, "file.deep"), (b'{"a":NaN}', "file.json"),
        (b'{"a":1e999}', "file.json"), (b'{"a":' + b"9" * 6000 + b"}", "file.json"), (b'{"a":1,"a":2}', "file.json"),
        (b'"' + b"x" * 10_001 + b'"', "file.json"), (b" " * 500_001, "file.large"), (b"[" + b"1," * 30_000 + b"1]", "file.large"),
        (rb'{"a":"half \ud800"}', "file.json"), (rb'{"a\u0000":1}', "file.json"), (rb'["\u0000"]', "file.json"),
        (b"[]", "file.scale"), (b'{"cairn_scale":1}', "file.scale"), (b'{"cairn_scale":2,"scale":{}}', "file.form"),
        (canonical.dumps({"cairn_scale": 1, "scale": TOLD, "sha256": "0"}), "file.altered"),
    ],
)  # fmt: skip
def test_what_is_no_scale_is_refused_in_plain_words(data: bytes, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        files.read(data)
    assert rules(refused) == {rule} and all(one.fix for one in refused.value.problems)


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"id": "swemwbs", "version": 0, "status": "draft"}, {"id", "version", "status"}),
        ({"items": []}, {"items"}), ({"high": 10**8}, {"high"}), ({"template": True}, {"status"}),
        ({"items": [{**TOLD["items"][0], "low": -(10**6)}]}, {"items.0.low"}),
        ({"label": None, "joy": 1}, {"label", "joy"}), ({"rule": "magic"}, {"rule"}),
        ({"bands": [{"id": "b"}]}, {f"bands.0.{name}" for name in ("label", "of", "source", "sure", "bands")}),
        ({"profile": ["nothing"]}, {"scale"}),
        # a number written as text is none: it would pass every bound unseen
        ({"low": "-9999999"}, {"low"}), ({"factor": "inf"}, {"factor"}), ({"low": True}, {"low"}),
        ({"items": [{**TOLD["items"][0], "low": "-9999999"}]}, {"items.0.low"}),
        # an id is written into SQL
        ({"items": [{**TOLD["items"][0], "id": 'a" FROM assessment; --'}]}, {"items.0.id"}),
        ({"subscales": [{**PART, "id": "part\n"}]}, {"subscales.0.id"}),
        # nor can it be scored or shown
        ({"decimals": 10**9, "factor": -1, "times": -1}, {"decimals", "factor"}), ({"raters": []}, {"raters"}),
        ({"items": [{**TOLD["items"][0], "extra": True}]}, {"items"}), ({"short_label": "x" * 301}, {"short_label"}),
        ({"items": [{**one, "number": 1} for one in TOLD["items"]]}, {"items"}),
        ({"low": 10, "items": [{"id": "a", "number": 1, "topic": "t"}]}, {"high"}),
        ({"subscales": [{**PART, "items": []}, {**PART, "decimals": -1}]}, {"subscales", "subscales.0.items", "subscales.1"}),
        ({"missing": {**TOLD["missing"], "allow": -1}}, {"missing.allow"}),
        ({"reliability": {"sd": 0, "reliability": 2, "group": "g", "source": "s", "sure": "own"}}, {"reliability"}),
        ({"bands": [{"id": "b", "label": "b", "of": "area_1", "source": "s", "sure": "own",
                     "bands": [{"name": "n", "low": 2, "high": 1}]}]}, {"bands.0"}),
    ],
)  # fmt: skip
def test_each_fault_of_a_file_is_said_at_its_place(changes: dict[str, object], places: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        files.read(sealed(**changes))
    assert {one.cell for one in refused.value.problems} == places


def test_a_file_that_is_right_is_read_as_it_was_published() -> None:
    found = files.read(sealed())
    assert found.scale == replace(PUBLISHED, status="published") and found.came_from == ""


def test_every_difference_between_versions_is_told_in_a_sentence() -> None:
    first, second = PUBLISHED.items
    otherwise = replace(
        second, topic="Fear", text="How much?", high=9, choices=(), better=None, outcome="supporting-people/1a"
    )
    after = replace(
        PUBLISHED, label="New", low=0, choices=(), items=(otherwise, first), rule="mean", raters=("client",)
    )
    told = " ".join(differences(PUBLISHED, after))
    for words in (
        "The name was “Garden ladder”, and is “New”.", "Answers went from 1 to 10, and go from 0 to 10.",
        "What the answers are called has changed.", "“Worry” is called “Fear”.", "“Fear” is asked in other words.",
        "The answers to “Fear” have changed.", "Which way is better in “Fear” has changed.",
        "“Fear” tells of another outcome.", "in another order", "How the total is made has changed.", "Who may rate has changed.",
    ):  # fmt: skip
        assert words in told
