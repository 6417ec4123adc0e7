"""A collection is opened, joined, dated and sampled; a provider asks, is let in or refused, and says what its services are."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.collection import programmes, rules_programme, sampling
from cairn.collection.actions import indicators, programme, signing_up
from cairn.collection.actions.signing_up import NewPlace
from cairn.collection.models import Collection, CollectionYear, LocalIndicator, Sampling, SignUp
from cairn.collection.rules_programme import Indicator, YearDates, following_year, usual_year
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from tests.conftest import Party

APRIL = date(2026, 4, 1)
GARDEN = Indicator(label="Garden", domain="be_healthy", outcome="Grew something", says="Anything that grows.")


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.fixed(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        yield


def rules(refused: Any) -> set[str]:
    return {problem.rule for problem in refused.value.problems}


@pytest.fixture
def collection(eastborough: Party) -> Collection:
    by = eastborough.contract_manager
    with scope.of(by):
        made = programme.open_(by=by, programme="supporting-people", name="SP", code="E08000025", start_date=APRIL)
    found: Collection = made.one
    return found


def asked(by: Any, collection: Collection, authority: Party, **changed: str) -> SignUp:
    numbers = {"provider_number": "04217", "national_number": "00012345"} | changed
    with scope.of(by):
        made = signing_up.ask(
            by=by, collection_uid=collection.uid, authority_uid=str(authority.organisation.uid), **numbers
        )
    found: SignUp = made.one
    return found


class TestYears:
    def test_a_year_is_twelve_months_and_closes_bit_by_bit(self) -> None:
        year = usual_year(APRIL)
        assert (year.end_date, year.label) == (date(2027, 3, 31), "2026/27")
        assert year.end_date < year.due_date < year.new_until < year.edit_until
        assert usual_year(date(2024, 2, 29)).end_date == date(2025, 2, 27)
        assert YearDates(*(date(2026, 1, 1),) * 5).label == "2026"

    def test_the_next_year_follows_the_last_with_the_same_distances(self) -> None:
        last = usual_year(APRIL)
        following = following_year(last)
        assert following.start_date == last.end_date + timedelta(days=1)
        assert following.edit_until - following.end_date == last.edit_until - last.end_date

    def test_everything_that_is_wrong_is_said_at_once(self) -> None:
        wrong = YearDates(APRIL, date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1))
        found = rules_programme.year_problems(wrong, [(date(2026, 3, 1), APRIL)], (date(2025, 1, 1), APRIL))
        assert {one.field for one in found} == {"end_date", "due_date", "new_until", "edit_until", "start_date"}

    def test_only_whoever_runs_it_sets_its_years(self, collection: Collection, westborough: Party) -> None:
        by = westborough.contract_manager
        with scope.of(by):
            programme.join(by=by, collection_uid=collection.uid, code="E07000999")
            with pytest.raises(NotFound):
                programme.set_year(by=by, collection_uid=collection.uid, dates=usual_year(APRIL))

    def test_two_years_do_not_share_a_day_and_a_change_is_taken_back(
        self, collection: Collection, eastborough: Party
    ) -> None:
        by = eastborough.contract_manager
        with scope.of(by):
            with pytest.raises(Refused) as refused:
                programme.set_year(by=by, collection_uid=collection.uid, dates=usual_year(date(2026, 9, 1)))
            assert rules(refused) == {"year.overlap"}
            year = CollectionYear.objects.get()
            later = following_year(programmes.dates_of(year))
            programme.set_year(by=by, collection_uid=collection.uid, dates=later)
            moved = usual_year(APRIL)
            longer = YearDates(
                *(getattr(moved, name) for name in ("start_date", "end_date", "due_date", "new_until")),
                date(2028, 1, 1),
            )
            done = programme.set_year(by=by, collection_uid=collection.uid, dates=longer, year_uid=year.uid)
            undo(by=by, event_uid=done.event_uid)
            assert CollectionYear.objects.get(pk=year.pk).edit_until == moved.edit_until


class TestOpening:
    def test_what_is_wrong_with_a_new_one(self, collection: Collection, eastborough: Party) -> None:
        by = eastborough.contract_manager
        with scope.of(by), pytest.raises(Refused) as refused:
            programme.open_(by=by, programme="supporting-people", name=" ", code="?", start_date=APRIL)
        assert rules(refused) == {"collection.name", "collection.twice", "authority.code"}
        with scope.of(by), pytest.raises(Refused) as refused:
            programme.open_(by=by, programme="nothing", name="N", code="E1", start_date=APRIL)
        assert rules(refused) == {"collection.programme"}

    def test_who_may_not_manage_contracts_opens_none(self, in_harbour: Party) -> None:
        with pytest.raises(NotAllowed):
            programme.open_(
                by=in_harbour.data_lead, programme="supporting-people", name="N", code="E1", start_date=APRIL
            )

    def test_another_authority_joins_under_its_own_code_leaves_and_comes_back(
        self, collection: Collection, harbour: Party, westborough: Party
    ) -> None:
        by = westborough.contract_manager
        with scope.of(by):
            assert programmes.open_to_join(by) == [collection]
            with pytest.raises(Refused) as refused:
                programme.join(by=by, collection_uid=collection.uid, code="E08000025")
            assert rules(refused) == {"authority.taken"}
            programme.join(by=by, collection_uid=collection.uid, code="E07000999")
            with pytest.raises(Refused) as refused:
                programme.join(by=by, collection_uid=collection.uid, code="E07000999")
            assert rules(refused) == {"collection.joined"}
        asked(harbour.data_lead, collection, westborough)
        with scope.of(by):
            programme.leave(by=by, collection_uid=collection.uid)
            assert SignUp._base_manager.get().state == "refused"  # who had signed up sends nothing more
            with pytest.raises(NotFound):
                programme.leave(by=by, collection_uid=collection.uid)
            programme.join(by=by, collection_uid=collection.uid, code="E07000998")
            assert [one.collection for one in programmes.for_authority(by)] == [collection]

    def test_the_programmes_are_those_that_have_a_form(self, eastborough: Party) -> None:
        by = eastborough.contract_manager
        with scope.of(by):
            assert programmes.programmes(by)["supporting-people"] == "Supporting People"


class TestSampling:
    def test_it_is_a_share_with_a_reason_and_the_same_people_each_time(
        self, collection: Collection, eastborough: Party
    ) -> None:
        by = eastborough.contract_manager
        with scope.of(by):
            year = CollectionYear.objects.get()
            with pytest.raises(Refused) as refused:
                programme.sample(by=by, year_uid=year.uid, is_on=True, older_percent=0, other_percent=101)
            assert rules(refused) == {"sampling.share", "sampling.reason"}
            programme.sample(by=by, year_uid=year.uid, is_on=True, reason="As asked")
            seed = Sampling.objects.get().seed
            programme.sample(by=by, year_uid=year.uid, is_on=False)
            programme.sample(by=by, year_uid=year.uid, is_on=True, reason="Again")
            assert Sampling.objects.get().seed == seed
        people = [f"p{n}" for n in range(2_000)]
        small, large = ({one for one in people if sampling.in_sample(seed, one, share)} for share in (10, 50))
        assert small < large and 140 < len(small) < 260 and 900 < len(large) < 1_100


class TestSigningUp:
    def test_numbers_are_five_and_eight_digits(
        self, collection: Collection, harbour: Party, eastborough: Party
    ) -> None:
        with pytest.raises(Refused) as refused:
            asked(harbour.data_lead, collection, eastborough, provider_number="421", national_number="12")
        assert rules(refused) == {"sign_up.five", "sign_up.eight"}

    def test_one_that_sits_elsewhere_cannot_be_asked(
        self, collection: Collection, harbour: Party, westborough: Party
    ) -> None:
        with pytest.raises(Refused) as refused:
            asked(harbour.data_lead, collection, westborough)
        assert rules(refused) == {"sign_up.authority"}

    def test_asked_twice_it_waits_refused_it_may_be_asked_again(
        self, collection: Collection, harbour: Party, eastborough: Party
    ) -> None:
        lead, by = harbour.data_lead, eastborough.contract_manager
        made = asked(lead, collection, eastborough)
        with pytest.raises(Refused) as refused:
            asked(lead, collection, eastborough)
        assert rules(refused) == {"sign_up.twice"}
        with scope.of(by):
            with pytest.raises(Refused) as refused:
                signing_up.decide(by=by, sign_up_uid=made.uid, approve=False)
            assert rules(refused) == {"sign_up.reason"}
            signing_up.decide(by=by, sign_up_uid=made.uid, approve=False, reason="Another number, please")
        again = asked(lead, collection, eastborough, provider_number="04218")
        assert again.pk == made.pk and again.state == "requested"
        with scope.of(by):
            signing_up.decide(by=by, sign_up_uid=made.uid, approve=True)
            with pytest.raises(Refused) as refused:
                signing_up.decide(by=by, sign_up_uid=made.uid, approve=True)
            assert rules(refused) == {"sign_up.done"}
        with scope.of(lead):
            signing_up.leave(by=lead, sign_up_uid=made.uid)
            assert SignUp.objects.get().state == "left"

    def test_nobody_decides_on_another_authoritys_request(
        self, collection: Collection, harbour: Party, eastborough: Party, westborough: Party
    ) -> None:
        made = asked(harbour.data_lead, collection, eastborough)
        by = westborough.contract_manager
        with scope.of(by), pytest.raises(NotFound):
            signing_up.decide(by=by, sign_up_uid=made.uid, approve=True)

    def test_a_service_is_what_the_forms_of_its_term_offer(
        self, collection: Collection, harbour: Party, eastborough: Party
    ) -> None:
        lead = harbour.data_lead
        made = asked(lead, collection, eastborough)
        with scope.of(harbour.service_manager):
            new = NewService("Night stop", start_date=APRIL)
            service = str(services.add(by=harbour.service_manager, services=[new]).one.uid)
        wrong = NewPlace(
            service_uid=service, term="short", service_type="almshouse", service_number="a,b", client_group="99",
            start_date=APRIL, end_date=date(2025, 1, 1),
        )  # fmt: skip
        with scope.of(lead), pytest.raises(Refused) as refused:
            signing_up.place(by=lead, sign_up_uid=made.uid, place=wrong)
        assert rules(refused) == {"place.type", "place.number", "place.group", "place.dates", "place.waits"}
        by = eastborough.contract_manager
        with scope.of(by):
            signing_up.decide(by=by, sign_up_uid=made.uid, approve=True)
        with scope.of(lead):
            right = NewPlace(service_uid=service, term="long", service_type="almshouse", start_date=APRIL)
            first = signing_up.place(by=lead, sign_up_uid=made.uid, place=right).one
            again = NewPlace(service_uid=service, term="long", service_type="sheltered", start_date=APRIL)
            assert signing_up.place(by=lead, sign_up_uid=made.uid, place=again).one.pk == first.pk
            [standing] = programmes.for_provider(lead)
            assert [one.service_type for one in standing.places] == ["sheltered"]
        assert rules_programme.place_problems("?", "", "", "", programmes.offered("supporting-people"), (APRIL, None))


class TestOwnIndicators:
    def test_it_is_asked_in_the_programmes_own_format_and_numbered(
        self, collection: Collection, eastborough: Party
    ) -> None:
        by = eastborough.contract_manager
        with scope.of(by):
            for _ in range(2):
                done = indicators.add(
                    by=by,
                    collection_uid=collection.uid,
                    indicator=GARDEN,
                    forms=["sp-long"],
                    start_date=APRIL,
                    target_percent=60,
                )
            assert [row.ref for row in LocalIndicator.objects.order_by("pk")] == ["L1", "L2"]
            need = programmes.need_of(done.one)
            assert (need.name, need.domain, need.parts[0].label) == ("Local", "be_healthy", "Grew something")

    def test_what_is_wrong_with_one_and_with_a_change(self, collection: Collection, eastborough: Party) -> None:
        by = eastborough.contract_manager
        blank = Indicator(label=" ", domain="?", outcome="", says="")
        with scope.of(by):
            with pytest.raises(Refused) as refused:
                indicators.add(
                    by=by,
                    collection_uid=collection.uid,
                    indicator=blank,
                    forms=["sp-client-record"],
                    start_date=APRIL,
                    target_percent=0,
                )
            assert rules(refused) == {"indicator.words", "indicator.forms", "indicator.domain", "indicator.target"}
            row = indicators.add(
                by=by, collection_uid=collection.uid, indicator=GARDEN, forms=["sp-long"], start_date=APRIL
            ).one
            with pytest.raises(Refused) as refused:
                indicators.change(by=by, indicator_uid=row.uid, target_percent=101, end_date=date(2026, 1, 1))
            assert rules(refused) == {"indicator.target", "indicator.end"}
            indicators.change(by=by, indicator_uid=row.uid, target_percent=70, end_date=None, version=row.version)
            assert LocalIndicator.objects.get().target_percent == 70

    def test_another_authority_does_not_change_it(
        self, collection: Collection, eastborough: Party, westborough: Party
    ) -> None:
        by, other = eastborough.contract_manager, westborough.contract_manager
        with scope.of(by):
            row = indicators.add(
                by=by, collection_uid=collection.uid, indicator=GARDEN, forms=["sp-long"], start_date=APRIL
            ).one
        with scope.of(other), pytest.raises(NotFound):
            indicators.change(by=other, indicator_uid=row.uid, target_percent=1, end_date=None)
