"""An anchor's groups: added, looked at by a checklist, applying, telling; and who sees what of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.contracts import checklists, group_telling, groups, queries, rules_groups, told
from cairn.contracts.actions import contracts, group_applications, group_checks, group_reports, proposals
from cairn.contracts.actions import groups as actions
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.groups import Place
from cairn.contracts.grants import NewGrant
from cairn.contracts.models import Contract, Group, GroupCheck, SmallGrant
from cairn.contracts.rules_groups import Decision, NewApplication, NewCheck, NewGroup, Telling
from cairn.contracts.rules_proposals import NewLine
from cairn.definitions.shapes.checklist import Checklist
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from tests.conftest import Party, add_party
from tests.contracts.conftest import YEAR, a_contract

SINCE, DAY = date(2025, 1, 2), date(2025, 6, 2)
Q2 = Period.parse("2025-Q2")


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def pot(harbour: Party, eastborough: Party) -> Contract:
    return a_contract(eastborough.contract_manager, value_pounds=12_000, has_small_grants=True)


@pytest.fixture
def tea(harbour: Party, pot: Contract) -> Group:
    return add(harbour, pot, NewGroup("Tea Friends", SINCE, "E05011118", ("over_50",), "Tea."))[0]


def add(by: Party, pot: Contract, *new: NewGroup) -> tuple[Group, ...]:
    with scope.of(by.data_lead):
        return actions.add(by=by.data_lead, contract_uid=pot.uid, new=new).items


def rules(deed: Any) -> list[tuple[str, str, int | None]]:
    with pytest.raises(Refused) as error:
        deed()
    return [(one.rule, one.field, one.row) for one in error.value.problems]


def look(by: Party, group: Group, day: date, **answers: str) -> Any:
    with scope.of(by.data_lead):
        return group_checks.record(by=by.data_lead, checks=[NewCheck(str(group.uid), day, answers)]).one


def test_many_groups_are_added_at_once_and_what_is_wrong_is_said_of_its_line(harbour: Party, pot: Contract) -> None:
    add(harbour, pot, NewGroup("Tea Friends", SINCE), NewGroup("Walkers", SINCE))
    wrong = [
        NewGroup("tea friends ", SINCE), NewGroup("Mrs Jones", SINCE, "X1"), NewGroup("", date(2026, 1, 1)),
        NewGroup("Choir", SINCE, target_groups=("nobody",), group_id="?", what="x" * 501),
    ]  # fmt: skip
    assert rules(lambda: add(harbour, pot, *wrong)) == [
        ("group.taken", "name", 0), ("group.person", "name", 1), ("group.ward", "ward", 1), ("name.missing", "name", 2),
        ("known_date.future", "known_date", 2), ("group.register", "group_id", 3), ("text.long", "what", 3),
        ("target_groups.unknown", "target_groups", 3),
    ]  # fmt: skip
    assert rules(lambda: add(harbour, pot)) == [("groups.none", "names", None)]
    with scope.of(harbour.data_lead):
        assert [one.name for one in groups.listing(harbour.data_lead)] == ["Tea Friends", "Walkers"]


def test_the_same_form_sent_twice_adds_once(harbour: Party, pot: Contract) -> None:
    uid = "0b5f4c9e-6c39-4a3a-9a52-6f3d3a2b9c11"
    first = add(harbour, pot, NewGroup("Tea", SINCE, uid=uid))
    assert add(harbour, pot, NewGroup("Tea", SINCE, uid=uid)) == first


def test_a_group_is_its_anchors_alone(
    harbour: Party, oakfield: Party, eastborough: Party, westborough: Party, pot: Contract, tea: Group
) -> None:
    for by in (oakfield.data_lead, eastborough.contract_manager, westborough.contract_manager, harbour.support_worker):
        with scope.of(by):
            assert groups.listing(by) == ()
            with pytest.raises(NotFound):
                groups.find(by, tea.uid)
            with pytest.raises((NotFound, NotAllowed)):
                actions.add(by=by, contract_uid=pot.uid, new=[NewGroup("Other", SINCE)])
    with scope.of(eastborough.contract_manager):
        [line] = groups.anchors(eastborough.contract_manager)
        assert (line.groups, line.provider_name) == (1, "Harbour Trust")
        assert groups.names_of(eastborough.contract_manager, line.contract_uid) == (
            ("Tea Friends", "E05011118", ("over_50",)),
        )
    with scope.of(westborough.contract_manager):
        assert groups.anchors(westborough.contract_manager) == ()
        assert groups.names_of(westborough.contract_manager, str(pot.uid)) == ()


def test_a_group_is_changed_left_and_taken_up_again_and_a_second_editor_is_told(harbour: Party, tea: Group) -> None:
    by = harbour.data_lead
    with scope.of(by):
        actions.change(by=by, group_uid=tea.uid, to=NewGroup("Tea and Toast", DAY), version=1)
        with pytest.raises(Conflict):
            actions.change(by=by, group_uid=tea.uid, to=NewGroup("Tea", DAY), version=1)
        row = groups.find(by, tea.uid)
        assert (row.name, row.known_date) == ("Tea and Toast", SINCE)
        actions.leave(by=by, group_uid=tea.uid)
        assert groups.listing(by) == () and len(groups.listing(by, with_left=True)) == 1
        actions.come_back(by=by, group_uid=tea.uid, version=groups.find(by, tea.uid).version)
        assert len(groups.listing(by)) == 1


def test_between_two_looks_it_says_what_came_about_and_what_was_lost(harbour: Party, tea: Group) -> None:
    look(harbour, tea, SINCE, constitution="not_yet", bank_account="under_way", insurance="in_place", dbs="not_needed")
    look(
        harbour, tea, DAY, constitution="in_place", bank_account="in_place", insurance="not_yet", volunteers="in_place"
    )
    with scope.of(harbour.data_lead):
        newest, first = groups.standings(tea)
    assert newest.sentences == (
        "became constituted", "opened a bank account with two signatories", "no longer has: insurance",
    )  # fmt: skip
    assert (newest.in_place, newest.needed, first.sentences) == (3, 4, ())
    assert (first.in_place, first.needed) == (1, 3)


def test_a_look_on_the_same_day_takes_the_place_of_the_other_and_one_taken_out_counts_no_more(
    harbour: Party, tea: Group
) -> None:
    look(harbour, tea, SINCE, constitution="not_yet")
    look(harbour, tea, DAY, constitution="not_yet")
    again = look(harbour, tea, DAY, constitution="in_place")
    by = harbour.data_lead
    with scope.of(by):
        assert groups.standings(tea)[0].sentences == ("became constituted",)
        group_checks.withdraw(by=by, check_uid=again.uid, version=again.version)
        assert [one.checked_date for one in groups.standings(tea)] == [SINCE]
    assert rules(lambda: look(harbour, tea, date(2024, 1, 1), constitution="maybe", nothing="in_place")) == [
        ("check.early", "checked_date", 0), ("check.answer", "constitution", 0), ("check.answer", "nothing", 0),
    ]  # fmt: skip
    assert rules(lambda: look(harbour, tea, DAY)) == [("check.empty", "constitution", 0)]


def test_a_new_version_of_the_checklist_compares_only_what_both_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    one = checklists.newest()
    item = next(each for each in one.items if each.id == "constitution")
    fresh = type(item)(id="website", label="Website", words="One", kind="structure", came_about="has a website")
    two = Checklist(
        id="group", version=2, label="x", source="x", sure="own", words="x",
        items=(*(each for each in one.items if each.id != "insurance"), fresh),
    )  # fmt: skip
    monkeypatch.setattr(checklists, "of", lambda check: {1: one, 2: two}[check.checklist_version])

    class Check:
        def __init__(self, day: date, version: int, **answers: str) -> None:
            self.checked_date, self.checklist, self.checklist_version, self.answers = day, "group", version, answers

    old = Check(SINCE, 1, constitution="not_yet", insurance="in_place")
    new = Check(DAY, 2, constitution="in_place", website="in_place")
    assert [(c.item.id, c.is_gain) for c in checklists.changes(new, [old])] == [("constitution", True)]


def apply(by: Party, group: Group, **of: Any) -> Any:
    new = NewApplication(**{"group_uid": str(group.uid), "received_date": DAY, "asked_pounds": 900, **of})
    with scope.of(by.data_lead):
        return group_applications.receive(by=by.data_lead, new=[new]).one


def decide(by: Party, row: Any, decision: str, **of: Any) -> Any:
    given = {name: of.pop(name) for name in ("grant", "grant_uid", "version") if name in of}
    said = Decision(decision, of.pop("decided_date", DAY), **of)
    with scope.of(by.data_lead):
        return group_applications.decide(by=by.data_lead, application_uid=row.uid, said=said, **given).one


def test_an_award_records_its_grant_in_the_same_deed_or_takes_one_that_stands(harbour: Party, tea: Group) -> None:
    grant = NewGrant("Tea Friends", "Tea", "Hall hire.", 800, DAY, is_group=True)
    first = decide(harbour, apply(harbour, tea), "awarded", grant=grant)
    assert (first.grant.reference, first.grant.pounds) == ("G001", 800)
    with scope.of(harbour.data_lead):
        assert list(group_applications.free_grants(tea.contract)) == []
        assert groups.listing(harbour.data_lead)[0].given_pounds == 800
    second = apply(harbour, tea)
    assert rules(lambda: decide(harbour, second, "awarded")) == [("decision.grant", "pounds", None)]
    large = NewGrant("Tea Friends", "Tea", "Hall hire.", 11_900, DAY, is_group=True)
    assert [rule for rule, *_ in rules(lambda: decide(harbour, second, "awarded", grant=large))] == [
        "grant.large", "grant.pot",
    ]  # fmt: skip
    with scope.of(harbour.data_lead):
        group_applications.withdraw(by=harbour.data_lead, application_uid=first.uid)
        [free] = group_applications.free_grants(tea.contract)
    assert decide(harbour, second, "awarded", grant_uid=str(free.uid)).grant == free
    with scope.of(harbour.data_lead):
        assert SmallGrant.objects.count() == 1


def test_a_refusal_has_its_reason_and_the_group_may_be_helped_elsewhere(harbour: Party, tea: Group) -> None:
    row = apply(harbour, tea)
    early = date(2025, 6, 1)
    wrong = {"decided_date": early, "raised_pounds": 0, "reason_words": "x" * 501}
    assert rules(lambda: decide(harbour, row, "turned_down", **wrong)) == [
        ("decision.early", "decided_date", None), ("reason.missing", "reason", None), ("text.long", "reason_words", None),
        ("raised.pounds", "raised_pounds", None), ("raised.both", "raised_date", None),
    ]  # fmt: skip
    assert rules(lambda: decide(harbour, row, "dropped", reason="no_money")) == [("reason.stray", "reason", None)]
    assert rules(lambda: decide(harbour, row, "maybe", raised_date=DAY)) == [
        ("decision.unknown", "decision", None), ("raised.both", "raised_pounds", None),
    ]  # fmt: skip
    said = {"reason": "not_what_for", "supported_elsewhere": "Lottery", "raised_pounds": 5000, "raised_date": DAY}
    done = decide(harbour, row, "turned_down", **said)
    assert (done.reason, done.raised_pounds, done.grant) == ("not_what_for", 5000, None)
    wrong_application = {"received_date": date(2024, 12, 31), "asked_pounds": 0, "what_for": "x" * 301}
    assert rules(lambda: apply(harbour, tea, **wrong_application)) == [
        ("text.long", "what_for", 0), ("application.early", "received_date", 0), ("application.pounds", "asked_pounds", 0),
    ]  # fmt: skip


def tell(by: Party, group: Group, period: Period = Q2, **of: Any) -> Any:
    with scope.of(by.data_lead):
        return group_reports.write(by=by.data_lead, group_uid=group.uid, period=period, said=Telling(**of)).one


def test_what_a_group_tells_by_phone_replaces_what_it_told_of_the_same_time(harbour: Party, tea: Group) -> None:
    first, other = tell(harbour, tea, heads=40), tell(harbour, tea, Period.parse("2025-Q1"), heads=9)
    second = tell(harbour, tea, heads=41, story=" A chair. ", story_consent="told")
    by = harbour.data_lead
    with scope.of(by):
        assert told.standing(tea, Q2.start, Q2.end) == second
        assert [one.is_newest for one in told.of_group(by, tea)] == [True, True, False]
        assert [one.story for one in told.stories(by)] == ["A chair."]
        [line] = told.answering(by, str(tea.contract.uid), Q2)
        assert (line.state, line.report_uid) == ("told", str(second.uid))
        group_reports.withdraw(by=by, report_uid=second.uid, version=second.version)
        assert told.standing(tea, Q2.start, Q2.end) is None
        [line] = told.answering(by, str(tea.contract.uid), Q2)
        assert line.state == "not_asked"
        assert told.unseen(by) == ()
        group_reports.see(by=by, report_uid=other.uid)
    assert first.uid != second.uid
    assert rules(lambda: tell(harbour, tea, Period.parse("2025-Q4"), heads=-1, help_wanted=("gold",))) == [
        ("telling.number", "heads", None), ("help_wanted.unknown", "help_wanted", None),
        ("telling.future", "period", None),
    ]  # fmt: skip


def test_a_group_that_was_looked_after_then_is_asked_about_that_time(harbour: Party, pot: Contract, tea: Group) -> None:
    by = harbour.data_lead
    late = add(harbour, pot, NewGroup("Late", date(2025, 7, 1)))[0]
    with scope.of(by):
        names = [one.group_name for one in told.answering(by, str(pot.uid), Q2)]
        actions.leave(by=by, group_uid=tea.uid)
        again = [one.group_name for one in told.answering(by, str(pot.uid), Q2)]
        assert list(group_telling.wanted()) == []
    assert (names, again) == (["Tea Friends"], ["Tea Friends"])
    assert late.name == "Late"


def test_an_anchor_works_in_several_places_for_several_people_and_may_be_part_of_the_council(
    harbour: Party, eastborough: Party, pot: Contract
) -> None:
    by = eastborough.contract_manager
    said = Place(("Ladywood", "Perry Barr"), ("over_50", "all_adults"))
    with scope.of(by):
        first = actions.place(by=by, contract_uid=str(pot.uid), said=said).one
        actions.place(by=by, contract_uid=str(pot.uid), said=Place(("Ladywood", "Ladywood")), version=first.version)
        assert groups.anchors(by)[0].places == ("Ladywood",)
        wrong = Place(("x" * 61,), ("gold",))
        assert [rule for rule, *_ in rules(lambda: actions.place(by=by, contract_uid=str(pot.uid), said=wrong))] == [
            "anchor.target", "anchor.places",
        ]  # fmt: skip
    with scope.of(harbour.data_lead), pytest.raises(NotAllowed):
        actions.place(by=harbour.data_lead, contract_uid=str(pot.uid), said=said)


def test_the_council_itself_may_be_an_anchor_and_only_that(db: None) -> None:
    city = add_party("city", "The City", provider=True, roles=["contract_manager", "data_lead"])
    type(city.organisation).objects.filter(pk=city.organisation.pk).update(is_commissioner=True)
    buyer, lead = city.contract_manager, city.data_lead
    new = NewContract("C-1", "Inside", "carers", *YEAR, provider_slug="city", has_small_grants=True)
    with scope.of(buyer):
        plain = NewContract("C-2", "Care", "carers", *YEAR, provider_slug="city")
        assert rules(lambda: contracts.add(by=buyer, contracts=[plain])) == [("provider.twice", "provider_slug", 0)]
        contract = contracts.add(by=buyer, contracts=[new]).one
        wrong = Place(("Erdington",))
        assert rules(lambda: actions.place(by=buyer, contract_uid=str(contract.uid), said=wrong)) == [
            ("anchor.inside", "is_inside_council", None)
        ]
        inside = Place(("Erdington",), ("all_adults",), is_inside_council=True)
        actions.place(by=buyer, contract_uid=str(contract.uid), said=inside)
        to_itself = {
            "contract_uid": str(contract.uid),
            "lines": [NewLine("add", "people_supported")],
            "from_date": SINCE,
        }
        assert rules(lambda: proposals.propose(by=buyer, **to_itself)) == [("proposal.alone", "", None)]
        assert [line.is_within for line in queries.listing(buyer)] == [True]
    [group] = add(city, contract, NewGroup("Tea", SINCE))
    look(city, group, DAY, constitution="in_place")
    tell(city, group, heads=3)
    with scope.of(lead):
        [line] = groups.anchors(lead)
        assert (line.is_inside_council, line.groups) == (True, 1)
        assert groups.listing(lead)[0].told_date == clock.today()


def test_a_form_sent_twice_writes_one_application_and_one_look(harbour: Party, tea: Group) -> None:
    uid = "0b5f4c9e-6c39-4a3a-9a52-6f3d3a2b9c22"
    assert apply(harbour, tea, uid=uid) == apply(harbour, tea, uid=uid)
    new = NewCheck(str(tea.uid), DAY, {"constitution": "in_place"}, uid=uid)
    with scope.of(harbour.data_lead):
        first, second = (group_checks.record(by=harbour.data_lead, checks=[new]).one for _ in range(2))
    assert first == second


def test_a_second_editor_of_an_application_is_told_and_a_grant_that_stands_stays(harbour: Party, tea: Group) -> None:
    row = apply(harbour, tea)
    grant = NewGrant("Tea Friends", "Tea", "Hall hire.", 800, DAY, is_group=True)
    first = decide(harbour, row, "awarded", grant=grant, version=1)
    again = decide(harbour, row, "awarded", supported_elsewhere="Lottery")
    assert (again.grant, again.supported_elsewhere) == (first.grant, "Lottery")
    with scope.of(harbour.data_lead), pytest.raises(Conflict):
        group_applications.withdraw(by=harbour.data_lead, application_uid=row.uid, version=1)


def test_a_look_by_another_version_of_the_list_takes_the_place_of_that_days(harbour: Party, tea: Group) -> None:
    first = look(harbour, tea, DAY, constitution="not_yet")
    with scope.of(harbour.data_lead):
        GroupCheck.objects.filter(pk=first.pk).update(checklist_version=9)
    second = look(harbour, tea, DAY, constitution="in_place")
    assert second.pk != first.pk and second.checklist_version == 1


def test_a_link_is_for_a_time_that_can_be_in_a_language_that_is_there() -> None:
    found = rules_groups.link_problems(DAY, SINCE, 0, "klingon", ["english"])
    assert [(one.rule, one.field) for one in found] == [
        ("dates.order", "to_date"), ("link.days", "days"), ("link.language", "language"),
    ]  # fmt: skip
