"""What a commissioner sets up, who sees it, and who may write it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cairn.access import feed, scope
from cairn.access.actors import NotAllowed
from cairn.contracts import queries
from cairn.contracts.actions import contracts, measures, partners, services
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.actions.partners import NewPartner
from cairn.contracts.models import AgreedMeasure, Contract
from cairn.kernel.problems import Refused
from tests.conftest import Party
from tests.contracts.conftest import YEAR, a_contract, drafted, service_of, signed

GOOD = NewContract("E-2", "A grant", "carers", *YEAR, provider_slug="harbour", value_pounds=9000, is_grant=True)


def rules_of(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, int | None]]:
    return [(problem.rule, problem.row) for problem in refused.value.problems]


def test_a_commissioner_sets_up_several_contracts_in_one_deed(harbour: Party, eastborough: Party) -> None:
    by = eastborough.contract_manager
    by_uid = replace(GOOD, reference="E-3", provider_slug="", provider_uid=str(harbour.organisation.uid))
    before = feed.head(by.organisation_id)
    with scope.of(by):
        done = contracts.add(by=by, contracts=[GOOD, by_uid])
    assert [(row.reference, row.provider_id, row.is_grant) for row in done.items] == [
        ("E-2", harbour.organisation.pk, True),
        ("E-3", harbour.organisation.pk, True),
    ]
    assert feed.head(by.organisation_id) == before + 1


def test_every_fault_of_every_contract_is_said_at_once_and_nothing_is_written(
    harbour: Party, eastborough: Party, contract: Contract
) -> None:
    by = eastborough.contract_manager
    bad = replace(GOOD, reference="E-1", title=" ", commissioning_area="moon", provider_slug="nobody", value_pounds=-1)
    late = replace(GOOD, reference="x" * 41, start_date=YEAR[1], end_date=YEAR[0], provider_slug="eastborough")
    with scope.of(by), pytest.raises(Refused) as refused:
        contracts.add(by=by, contracts=[bad, GOOD, replace(GOOD), late])
    assert rules_of(refused) == [
        ("title.missing", 0),
        ("reference.taken", 0),
        ("area.unknown", 0),
        ("value.range", 0),
        ("provider.unknown", 0),
        ("reference.taken", 2),
        ("reference.long", 3),
        ("dates.order", 3),
        ("provider.unknown", 3),
    ]
    with scope.of(by):
        assert queries.visible_to(by).count() == 1


def test_only_a_commissioner_may_set_one_up(harbour: Party, eastborough: Party) -> None:
    with scope.of(harbour.data_lead), pytest.raises(NotAllowed):
        contracts.add(by=harbour.data_lead, contracts=[GOOD])
    with scope.of(harbour.system), pytest.raises(Refused) as refused:
        contracts.add(by=harbour.system, contracts=[replace(GOOD, provider_slug="harbour")])
    assert ("commissioner.not", None) in rules_of(refused)


def test_an_organisation_does_not_contract_with_itself(eastborough: Party) -> None:
    eastborough.organisation.is_provider = True
    eastborough.organisation.save()
    with pytest.raises(Refused) as refused:
        a_contract(eastborough.contract_manager, provider_slug="eastborough")
    assert rules_of(refused) == [("provider.twice", 0)]


def test_both_sides_and_partners_see_it_and_outsiders_do_not(
    contract: Contract, harbour: Party, eastborough: Party, oakfield: Party, westborough: Party, anchor: Party
) -> None:
    uid = str(contract.uid)
    with scope.of(harbour.data_lead):
        partners.add(by=harbour.data_lead, contract_uid=uid, partners=[NewPartner(slug="anchor")])
    for party, side in ((harbour, "provider"), (eastborough, "commissioner"), (anchor, "partner")):
        with scope.of(party.system):
            assert queries.get(party.system, uid).side == side
            assert [line.side for line in queries.listing(party.system)] == [side]
    for party in (oakfield, westborough):
        with scope.of(party.system):
            assert queries.listing(party.system) == ()
            with pytest.raises(queries.NotFound):
                queries.get(party.system, uid)
    with scope.of(harbour.system), pytest.raises(queries.NotFound):
        queries.get(harbour.system, "not a uid")


def test_the_wall_holds_even_when_two_organisations_are_in_scope(
    contract: Contract, harbour: Party, oakfield: Party
) -> None:
    with scope.organisation(harbour.organisation.pk, oakfield.organisation.pk):
        assert queries.listing(oakfield.system) == ()


def test_a_partner_sees_no_money_no_measures_and_no_other_partner(
    measured: Contract, harbour: Party, eastborough: Party, anchor: Party, oakfield: Party
) -> None:
    lead = harbour.data_lead
    drafted(measured, eastborough.contract_manager)
    with scope.of(lead):
        partners.add(by=lead, contract_uid=str(measured.uid), partners=[NewPartner("anchor"), NewPartner("oakfield")])
        seen_by_lead = queries.get(lead, str(measured.uid))
    with scope.of(anchor.data_lead):
        seen = queries.get(anchor.data_lead, str(measured.uid))
    assert [each.name for each in seen_by_lead.partners] == ["Anchor Street", "Oakfield"]
    assert [each.name for each in seen.partners] == ["Anchor Street"]
    assert (seen.value_pounds, seen.measures, seen.agreements, seen.agreement) == (None, (), (), None)
    assert (len(seen_by_lead.measures), len(seen_by_lead.agreements)) == (3, 1)


class TestPartners:
    def test_a_partner_agrees_for_itself_and_only_then_is_a_source(
        self, contract: Contract, harbour: Party, eastborough: Party, anchor: Party
    ) -> None:
        with scope.of(eastborough.contract_manager):
            partners.add(
                by=eastborough.contract_manager,
                contract_uid=str(contract.uid),
                partners=[NewPartner(uid=str(anchor.organisation.uid))],
            )
        with scope.of(harbour.data_lead):
            assert [source.slug for source in queries.partner_sources(contract)] == ["harbour"]
            with pytest.raises(queries.NotFound):
                partners.agree(by=harbour.data_lead, contract_uid=str(contract.uid))
        with scope.of(anchor.data_lead):
            partners.agree(by=anchor.data_lead, contract_uid=str(contract.uid))
            with pytest.raises(Refused, match=r"partner\.agreed"):
                partners.agree(by=anchor.data_lead, contract_uid=str(contract.uid))
        with scope.of(harbour.data_lead):
            sources = queries.partner_sources(contract)
        assert [(source.slug, source.is_lead) for source in sources] == [("harbour", True), ("anchor", False)]

    def test_who_has_a_place_already_or_is_no_provider_cannot_be_named(
        self, contract: Contract, harbour: Party, anchor: Party, westborough: Party
    ) -> None:
        named = [NewPartner(slug) for slug in ("harbour", "anchor", "anchor", "westborough", "nobody")]
        with scope.of(harbour.data_lead), pytest.raises(Refused) as refused:
            partners.add(by=harbour.data_lead, contract_uid=str(contract.uid), partners=[*named, NewPartner(uid="x")])
        assert rules_of(refused) == [
            ("provider.twice", 0),
            ("provider.twice", 2),
            ("provider.unknown", 3),
            ("provider.unknown", 4),
            ("provider.unknown", 5),
        ]

    def test_a_partner_may_not_name_another(
        self, contract: Contract, harbour: Party, anchor: Party, oakfield: Party
    ) -> None:
        with scope.of(harbour.data_lead):
            partners.add(by=harbour.data_lead, contract_uid=str(contract.uid), partners=[NewPartner("anchor")])
        with scope.of(anchor.data_lead), pytest.raises(NotAllowed):
            partners.add(by=anchor.data_lead, contract_uid=str(contract.uid), partners=[NewPartner("oakfield")])


class TestFunding:
    def test_the_lead_and_a_partner_say_which_of_their_services_it_funds(
        self, contract: Contract, harbour: Party, eastborough: Party, anchor: Party
    ) -> None:
        uid = str(contract.uid)
        with scope.of(harbour.data_lead):
            partners.add(by=harbour.data_lead, contract_uid=uid, partners=[NewPartner("anchor")])
        for party, person in ((harbour, harbour.service_manager), (anchor, anchor.data_lead)):
            with scope.of(person):
                service = service_of(party)
                services.fund(by=person, contract_uid=uid, service_uid=str(service.uid))
                with pytest.raises(Refused, match=r"service\.funded"):
                    services.fund(by=person, contract_uid=uid, service_uid=str(service.uid))
                inside, outside = date(2026, 1, 1), date(2028, 1, 1)
                assert queries.contracts_of_service([service.pk], inside) == {service.pk: (contract,)}
                assert queries.contracts_of_service([service.pk, 0], outside) == {service.pk: (), 0: ()}
        with scope.of(eastborough.system):
            seen = [each.organisation_name for each in queries.get(eastborough.system, uid).services]
        with scope.of(anchor.system):
            seen_by_partner = [each.organisation_name for each in queries.get(anchor.system, uid).services]
        assert (seen, seen_by_partner) == (["Anchor Street", "Harbour Trust"], ["Anchor Street"])

    def test_nobody_else_may_and_no_service_of_others(
        self, contract: Contract, harbour: Party, eastborough: Party, oakfield: Party
    ) -> None:
        uid = str(contract.uid)
        with scope.of(oakfield.system):
            theirs = service_of(oakfield)
            with pytest.raises(queries.NotFound):
                services.fund(by=oakfield.service_manager, contract_uid=uid, service_uid=str(theirs.uid))
        with scope.of(harbour.system), pytest.raises(queries.NotFound):
            services.fund(by=harbour.service_manager, contract_uid=uid, service_uid=str(theirs.uid))
        with scope.of(harbour.system), pytest.raises(NotAllowed):
            services.fund(by=harbour.support_worker, contract_uid=uid, service_uid=str(theirs.uid))
        with scope.of(eastborough.system), pytest.raises(NotAllowed):
            services.fund(by=eastborough.system, contract_uid=uid, service_uid=str(theirs.uid))


class TestMeasures:
    def test_agreed_measures_keep_their_version_order_class_and_target(
        self, measured: Contract, harbour: Party
    ) -> None:
        with scope.of(harbour.system):
            views = queries.measures_of(measured)
        assert [(view.measure, view.by, view.version, view.position) for view in views] == [
            ("referrals_received", "", 1, 0),
            ("referrals_unsuccessful", "unsuccessful_reason", 1, 1),
            ("needs_met", "", 1, 2),
        ]
        assert (views[0].measure_class, views[0].label, views[2].target) == ("service_reach", "Referrals received", 10)

    def test_a_measure_that_is_unknown_ungroupable_misclassed_or_there_already_is_refused(
        self, measured: Contract, eastborough: Party
    ) -> None:
        by = eastborough.contract_manager
        bad = [
            NewMeasure("happiness"),
            NewMeasure("needs_met", by="shoe_size", measure_class="grand"),
            NewMeasure("needs_met"),
            NewMeasure("needs_part_met"),
            NewMeasure("needs_part_met"),
        ]
        with scope.of(by), pytest.raises(Refused) as refused:
            measures.agree(by=by, contract_uid=str(measured.uid), measures=bad)
        assert rules_of(refused) == [
            ("measure.unknown", 0),
            ("measure.by", 1),
            ("measure.class", 1),
            ("measure.twice", 2),
            ("measure.twice", 4),
        ]
        with scope.of(by):
            assert AgreedMeasure.objects.count() == 3

    def test_the_provider_agrees_none(self, contract: Contract, harbour: Party) -> None:
        with scope.of(harbour.system), pytest.raises(NotAllowed):
            measures.agree(
                by=harbour.system, contract_uid=str(contract.uid), measures=[NewMeasure("referrals_received")]
            )


def test_the_list_says_where_an_agreement_is_in_force(contract: Contract, harbour: Party, eastborough: Party) -> None:
    agreement = drafted(contract, eastborough.contract_manager)
    with scope.of(harbour.system):
        before = queries.listing(harbour.system)[0].has_agreement
    signed(agreement, harbour.data_lead, eastborough.contract_manager)
    with scope.of(harbour.system):
        assert (before, queries.listing(harbour.system)[0].has_agreement) == (False, True)


@pytest.mark.parametrize("target", [Decimal("-9e29"), Decimal("1e9")])
def test_a_target_that_no_column_holds_is_refused(contract: Contract, eastborough: Party, target: Decimal) -> None:
    by = eastborough.contract_manager
    with scope.of(by), pytest.raises(Refused, match=r"measure\.target"):
        measures.agree(by=by, contract_uid=str(contract.uid), measures=[NewMeasure(measure="needs_met", target=target)])
