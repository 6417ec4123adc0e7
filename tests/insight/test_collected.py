"""Figures of forms that were sent: as a count by hand gives them, at three levels, with small numbers hidden from strangers."""

from collections import Counter
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.deeds import deed
from cairn.access.queries import NotFound
from cairn.collection import columns, persons, taking
from cairn.collection.models import (
    CollectedForm,
    Collection,
    CollectionAuthority,
    CollectionYear,
    FormSubmission,
    SignUp,
)
from cairn.definitions import registry
from cairn.insight import collected, marts
from cairn.insight.results import TOTAL
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.people.actions.clients import NewClient, add
from cairn.people.actions.erasure import erase
from tests.collection.forms import whole
from tests.conftest import Party

pytestmark = pytest.mark.django_db
FORM = "sp-long"
YEAR = Period(date(2026, 4, 1), date(2027, 3, 31))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.fixed(NOW):
        yield


class Ground:
    """One collection run by Westborough, with Eastborough as its authority and two providers."""

    def __init__(self, office: Party, authority: Party) -> None:
        self.office, self.authority = office, authority
        self.collection = Collection.objects.create(
            organisation=office.organisation, programme="supporting-people", name="Supporting People"
        )
        CollectionAuthority.objects.create(
            collection=self.collection, organisation=authority.organisation, code="E1", joined_date=YEAR.start
        )
        self.year = CollectionYear.objects.create(
            collection=self.collection, label="2026/27", start_date=YEAR.start, end_date=YEAR.end, due_date=YEAR.end,
            new_until=YEAR.end, edit_until=YEAR.end,
        )  # fmt: skip
        self.number = 0

    def send(self, provider: Party, forms: list[dict[str, str]]) -> FormSubmission:
        form = registry.get("form", FORM)
        with scope.of(provider.system):
            SignUp.objects.get_or_create(
                collection=self.collection, provider=provider.organisation, commissioner=self.authority.organisation,
                defaults={"provider_number": "04217", "state": "approved", "asked_at": clock.now()},
            )  # fmt: skip
            sent = FormSubmission.objects.create(
                organisation=provider.organisation, collection=self.collection, way="file", asked_at=clock.now()
            )
            new = [
                taking.new_form(
                    form, answers, person=persons.Person(f"p{self.number + at}"), year_id=self.year.pk,
                    commissioner_id=self.authority.organisation.pk,
                )
                for at, answers in enumerate(forms)
            ]  # fmt: skip
            self.number += len(forms)
            with deed("collection.forms_sent", by=provider.system) as this:
                taking.take(this, sent, new, noted=False)
        return sent

    def figure(self, by: Any, level: Any, measure: str, *by_what: str, **where: str) -> dict[str, Any]:
        with scope.of(by):
            told = collected.compute(
                measure, by=by, collection=self.collection, level=level, period=YEAR, group_by=by_what, where=where
            )
        return {"|".join(row.codes): row for row in told.rows}


@pytest.fixture
def ground(westborough: Party, eastborough: Party) -> Ground:
    with scope.every("tests lay a collection for all"):
        return Ground(westborough, eastborough)


def filled(chance: Random, number: int) -> dict[str, str]:
    """A form with needs, outcomes and reasons by chance."""
    form = registry.get("form", FORM)
    changed = {"FormID": f"{number:011}", "ReviewDate": chance.choice(["2026-05-05", "2026-08-08"]),
               "Gender": chance.choice("FM"), "ClientGroup_Primary": chance.choice(["4", "7"])}  # fmt: skip
    for need in form.needs:
        if chance.random() < 0.5:
            continue
        changed[columns.need_column(need)] = "Yes"
        missed = False
        for part in need.parts:
            answer = chance.choice(["Yes", "No", "", *(["NA"] if part.may_not_apply else [])])
            changed[columns.outcome_column(need, part)] = answer
            missed |= answer == "No"
        changed[columns.ongoing_column(need)] = chance.choice(["Yes", "No"])
        if missed:
            changed[columns.reason_columns(need)[0]] = "c1"
    return whole(form, **changed)


@pytest.fixture
def sent(ground: Ground, harbour: Party, oakfield: Party) -> dict[str, list[dict[str, str]]]:
    chance = Random(7)
    forms = {"harbour": [filled(chance, n) for n in range(40)], "oakfield": [filled(chance, n) for n in range(25)]}
    ground.send(harbour, forms["harbour"])
    ground.send(oakfield, forms["oakfield"])
    return forms


def by_hand(forms: list[dict[str, str]]) -> dict[str, tuple[int, int]]:
    """Of each outcome: how many achieved it, of how many who said yes or no."""
    found: Counter[tuple[str, str]] = Counter()
    for answers in forms:
        for need in registry.get("form", FORM).needs:
            for part in need.parts:
                if answers.get(columns.need_column(need)) == "Yes":
                    found[
                        need.ref + (f"_{part.id}" if part.id else ""),
                        answers.get(columns.outcome_column(need, part), ""),
                    ] += 1
    refs = {ref for ref, _ in found}
    return {ref: (found[ref, "Yes"], found[ref, "Yes"] + found[ref, "No"]) for ref in refs}


def test_a_provider_reads_its_own_as_a_count_by_hand_gives_them(ground: Ground, harbour: Party, sent: Any) -> None:
    rows = ground.figure(harbour.data_lead, "provider", "form_needs_achieved_share", "form_part")
    told = {code.removeprefix("supporting-people/"): (row.numerator, row.denominator) for code, row in rows.items()}
    assert told == by_hand(sent["harbour"])


def test_an_authority_reads_all_that_it_was_sent_and_nothing_is_hidden(ground: Ground, sent: Any) -> None:
    rows = ground.figure(ground.authority.contract_manager, "authority", "form_needs_achieved_share", "form_part")
    told = {code.removeprefix("supporting-people/"): (row.numerator, row.denominator) for code, row in rows.items()}
    assert told == by_hand([*sent["harbour"], *sent["oakfield"]])
    assert not any(row.suppressed for row in rows.values())


def test_the_interval_is_wilsons(ground: Ground, harbour: Party, sent: Any) -> None:
    row = ground.figure(harbour.data_lead, "provider", "form_needs_achieved_share", "form_part")["supporting-people/1a"]
    p, n, z = row.numerator / row.denominator, row.denominator, 1.959963984540054
    middle, half = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5
    assert (row.low, row.high) == pytest.approx(((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)))


def test_the_whole_hides_small_numbers_from_all_but_whoever_runs_it(ground: Ground, harbour: Party) -> None:
    chance = Random(3)
    forms = [filled(chance, n) | {"Gender": "F" if n < 3 else "M"} for n in range(30)]
    ground.send(harbour, forms)
    theirs = ground.figure(harbour.data_lead, "whole", "forms_sent", "form_gender")
    assert theirs["F"].suppressed and theirs["F"].n is None
    runs = ground.figure(ground.office.contract_manager, "whole", "forms_sent", "form_gender")
    assert {code: row.n for code, row in runs.items()} == {"F": 3, "M": 27}


def test_nobody_finds_small_numbers_of_others_by_taking_their_own_off(
    ground: Ground, harbour: Party, oakfield: Party
) -> None:
    """Of the whole thirty-three are women: no small number. But Harbour, who sent thirty of them, would know of three others."""
    chance, numbers = Random(3), iter(range(200))
    for party, women in ((harbour, 30), (oakfield, 3)):
        forms = [filled(chance, next(numbers)) | {"Gender": "F" if n < women else "M"} for n in range(60)]
        ground.send(party, forms[: 60 if party is harbour else 40])
    for by in (harbour.data_lead, oakfield.data_lead):
        with scope.of(by):
            table = collected.crosstab(
                "forms_sent", by=by, collection=ground.collection, level="whole", period=YEAR,
                rows_dim="form_gender", columns_dim="authority",
            )  # fmt: skip
        assert table.cells[TOTAL, TOTAL].n == 100, "forty others are many"
        assert table.cells["F", TOTAL].suppressed is (by == harbour.data_lead)
        found = ground.figure(by, "whole", "forms_sent", "form_gender")
        assert found["F"].suppressed is (by == harbour.data_lead)


def test_of_what_a_form_has_several_each_is_a_table_by_itself(ground: Ground, harbour: Party, sent: Any) -> None:
    """Who stands in many of these is in each of them: sixty-five people of whom thirty have a need are no small number."""
    whole_of = ground.figure(harbour.data_lead, "whole", "form_needs_achieved_share", "form_part")
    others, by_hand_of = by_hand(sent["oakfield"]), by_hand([*sent["harbour"], *sent["oakfield"]])
    for ref, (reached, of) in by_hand_of.items():
        row, (left, of_left) = whole_of[f"supporting-people/{ref}"], others.get(ref, (9, 18))
        few = min(reached, of - reached, left, of_left - left) < 5
        assert row.suppressed if few else (row.numerator, row.denominator) == (reached, of)
    assert not all(row.suppressed for row in whole_of.values())
    with scope.of(harbour.data_lead):
        table = collected.crosstab(
            "form_needs_present", by=harbour.data_lead, collection=ground.collection, level="whole", period=YEAR,
            rows_dim="form_domain", columns_dim="form_gender",
        )  # fmt: skip
    assert (TOTAL, TOTAL) not in table.cells and ("supporting-people/be_healthy", TOTAL) in table.cells


def test_what_is_replaced_or_withdrawn_moves_at_once_for_all_three(ground: Ground, harbour: Party, sent: Any) -> None:
    assert (
        sum(row.n for row in ground.figure(harbour.data_lead, "provider", "forms_sent", "form_gender").values()) == 40
    )
    form = sent["harbour"][0] | {"Gender": "N"}
    ground.number = 0
    ground.send(harbour, [form])
    for by, level in ((harbour.data_lead, "provider"), (ground.authority.contract_manager, "authority")):
        rows = ground.figure(by, level, "forms_sent", "form_gender")
        assert rows["N"].n == 1 and sum(row.n for row in rows.values()) == (40 if level == "provider" else 65)
    assert marts.verify(harbour.organisation.pk) == ()


def test_an_erased_persons_form_is_gone_from_the_authoritys_figures_too(
    ground: Ground, harbour: Party, sent: Any
) -> None:
    by = ground.authority.contract_manager
    assert ground.figure(by, "authority", "forms_sent")[""].n == 65
    with scope.of(harbour.system):
        who = CollectedForm.objects.filter(person="p0")
        client = add(by=harbour.support_worker, clients=[NewClient(name="Gone")]).items[0]
        who.update(client=client)
        erase(by=harbour.service_manager, client_uid=client.uid, reason="client_asked")
    assert ground.figure(by, "authority", "forms_sent")[""].n == 64


def test_any_two_characteristics_stand_in_one_table(ground: Ground, sent: Any) -> None:
    by = ground.authority.contract_manager
    with scope.of(by):
        table = collected.crosstab(
            "forms_sent", by=by, collection=ground.collection, level="authority", period=YEAR, rows_dim="form_gender",
            columns_dim="form_client_group",
        )  # fmt: skip
    every = [*sent["harbour"], *sent["oakfield"]]
    counted = Counter((one["Gender"], one["ClientGroup_Primary"]) for one in every)
    assert {key: table.cells[key].n for key in counted} == dict(counted)


def test_a_provider_sees_its_place_and_no_name(ground: Ground, harbour: Party, sent: Any) -> None:
    with scope.of(harbour.data_lead):
        found = collected.places(
            "forms_whole_share", by=harbour.data_lead, collection=ground.collection, period=YEAR, form=FORM
        )
    assert len(found.values) == 2 and found.mine in found.values and found.place in (1, 2)


def test_who_has_no_part_in_a_collection_reads_nothing_of_it(ground: Ground, oakfield: Party, sent: Any) -> None:
    SignUp._base_manager.filter(provider=oakfield.organisation).update(state="left")
    for level in ("provider", "authority", "whole"):
        with pytest.raises(NotFound):
            ground.figure(oakfield.data_lead, level, "forms_sent")
    with pytest.raises(NotFound):
        ground.figure(ground.authority.contract_manager, "provider", "forms_sent")


def test_what_a_measure_cannot_be_asked_by_is_refused(ground: Ground, harbour: Party, sent: Any) -> None:
    with pytest.raises(Refused):
        ground.figure(harbour.data_lead, "provider", "forms_sent", "form_need")
