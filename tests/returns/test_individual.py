"""The rows about people of an annual return: what leaves, what never does, and that nobody who stands alone is sent."""

import json
import re
from datetime import date

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.rules import SHAREABLE
from cairn.kernel.problems import Refused
from cairn.people.actions import optional
from cairn.people.actions.optional import NewOptionalAnswer
from cairn.people.models import Client
from cairn.returns import behind, queries, rules
from cairn.returns.actions import handling, submissions
from cairn.returns.individual import page as pages
from cairn.returns.models import Return, RowHandling, Submission, SubmissionRow
from cairn.services.models import Service
from tests.returns.annual import agreed, annual, answered, named
from tests.returns.conftest import Quarter, signed_agreement

__all__ = ["annual"]
ALIKE = {"gender": "woman", "age_band": "25-34", "ethnicity_group": "white", "ethnicity": "roma"}
PLACE = {"postcode": "B29 6QJ", "postcode_state": "known", "sector": "B29 6", "district": "B29", "ward": "E05011118"}


def alike(quarter: Quarter) -> None:
    """Everybody gives the same answers: nobody stands alone."""
    for name in quarter.people:
        answered(quarter, name, **ALIKE, **PLACE)


def send(quarter: Quarter, annual: Return) -> Submission:
    with scope.of(quarter.lead):
        return submissions.submit(by=quarter.lead, return_uid=str(annual.uid)).one


def rows_of(submission: Submission, table: str = "") -> list[SubmissionRow]:
    with scope.every("the test looks at all rows"):
        rows = SubmissionRow.objects.filter(submission=submission)
        return list((rows.filter(table=table) if table else rows).order_by("pk"))


def test_each_person_has_one_row_with_what_the_agreement_names(quarter: Quarter, annual: Return) -> None:
    agreed(quarter)
    alike(quarter)
    by = quarter.harbour.support_worker
    with scope.of(by):
        for name in quarter.people:
            new = NewOptionalAnswer(client_uid=str(quarter.people[name].uid), question="religion", codes=("muslim",))
            optional.answer(by=by, answers=[new])
    people = rows_of(send(quarter, annual), "person")
    assert len(people) == len({row.row_code for row in people}) == 5
    answers = {"gender": "woman", "age_band": "25-34", "ethnicity": "roma", "religion": "muslim", "postcode": "B29 6QJ"}
    assert all({name: row.shared[name] for name in answers} == answers for row in people)
    assert {len(row.shared) for row in people} == {len(answers) + 1}  # and the hash of whose it is, nothing else


def test_referrals_leave_one_by_one_with_why_unsuccessful(quarter: Quarter, annual: Return) -> None:
    agreed(quarter)
    alike(quarter)
    rows = rows_of(send(quarter, annual), "referral")
    assert len(rows) == 5
    assert sorted(row.shared["unsuccessful_reason"] or "" for row in rows) == ["", "", "", "no_capacity", "no_capacity"]
    behind = [row for row in rows if row.counted_in]
    assert len(behind) == 2 and {tuple(row.counted_in) for row in behind} == {("referrals_accepted",)}


def test_what_the_agreement_does_not_name_leaves_not_at_all(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender")
    alike(quarter)
    rows = rows_of(send(quarter, annual))
    assert {row.table for row in rows} == {"person", "referral"}
    assert all(set(row.shared) == {"fact", "gender"} for row in rows if row.table == "person")
    assert all(row.counted_in for row in rows if row.table == "referral")  # only those behind a figure


def test_readings_leave_raw_and_repeated_and_the_accessibility_answer_too(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "readings", "accessibility")
    with scope.of(quarter.lead):
        shown = queries.preview(quarter.lead, str(annual.uid))
    columns = {table.table: [column.name for column in table.columns] for table in shown.tables}
    assert {"scale", "answers", "score", "stage", "assessed_date"} <= set(columns["assessment"])
    assert "accessible" in columns["feedback"] and "person" not in columns


@pytest.mark.parametrize(
    ("names", "column", "value"),
    [
        (("postcode", "sector"), "postcode", "B29 6QJ"),
        (("sector", "district"), "sector", "B29 6"),
        (("district",), "district", "B29"),
    ],
)
def test_a_place_leaves_at_the_finest_precision_named(
    quarter: Quarter, annual: Return, names: tuple[str, ...], column: str, value: str
) -> None:
    agreed(quarter, *names)
    alike(quarter)
    people = rows_of(send(quarter, annual), "person")
    assert {tuple(sorted(row.shared)) for row in people} == {tuple(sorted(("fact", column)))}
    assert {row.shared[column] for row in people} == {value}


def test_a_postcode_leaves_with_the_annual_rows_and_nowhere_else(quarter: Quarter, annual: Return) -> None:
    agreed(quarter)
    alike(quarter)
    with scope.of(quarter.lead):
        spring = submissions.submit(by=quarter.lead, return_uid=quarter.uid).one
    assert "B29" not in json.dumps([row.shared for row in rows_of(spring)])
    yearly = rows_of(send(quarter, annual))
    assert {row.table for row in yearly if "B29 6QJ" in json.dumps(row.shared)} == {"person"}


def test_a_service_that_asks_nobody_where_they_live_sends_no_place(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "postcode", "ward", "sector")
    alike(quarter)
    with scope.of(quarter.harbour.service_manager):
        Service.objects.update(asks_postcode=False)
    rows = rows_of(send(quarter, annual))
    assert {row.shared["postcode"] for row in rows if row.table == "person"} == {"not_collected"}
    assert "B29" not in json.dumps([row.shared for row in rows])
    assert {row.shared["ward"] for row in rows} == {"not_collected"}


def test_no_identifier_of_anybody_is_anywhere_in_what_leaves(quarter: Quarter, annual: Return) -> None:
    """Every field that there is, postcodes but in their sector: no name, date of birth, reference, phone or key."""
    agreed(quarter, *(name for name in SHAREABLE if name not in ("postcode", "sector", "district")))
    alike(quarter)
    answered(quarter, "Ada", birth_date=date(1995, 3, 17), phone="0121 496 0000", known_as="Addie", email="a@b.example")
    sent = send(quarter, annual)
    rows = [[row.shared, row.row_code, row.link_code, row.counted_in] for row in rows_of(sent)]
    payload = json.dumps([*rows, sent.figures, sent.fields]).lower()
    words = set(re.findall(r"[^\",:\[\]{}]+", payload))
    with scope.of(quarter.harbour.service_manager):
        for one in Client.objects.all():
            secret = {one.name, one.known_as, one.reference, one.phone, one.email, one.postcode, str(one.uid)} - {""}
            secret |= {f"{one.birth_date:%Y-%m-%d}", f"{one.birth_date:%d/%m/%Y}"} if one.birth_date else set()
            said = {each.lower() for each in secret}
            assert not said & {word.strip() for word in words}
            assert not [each for each in said if len(each) > 6 and each in payload]


def test_who_stands_alone_is_listed_and_holds_the_return_up(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    with scope.of(quarter.lead):
        found = pages.page(quarter.lead, str(annual.uid))
        assert [one.name for one in found.alone] == ["Ben (H2)", "Dev (H4)"]  # the only man, the only one who refused
        assert found.people == 5 and found.before == 2
        with pytest.raises(Refused, match="2 people stand alone"):
            submissions.submit(by=quarter.lead, return_uid=str(annual.uid))
        handling.decide(by=quarter.lead, return_uid=str(annual.uid), choice="aggregate", reason="Two of their kind")
        assert pages.page(quarter.lead, str(annual.uid)).alone == ()
        sent = submissions.submit(by=quarter.lead, return_uid=str(annual.uid)).one
        assert not queries.verify(sent)
    people = rows_of(sent, "person")
    assert [row.shared is None for row in people].count(True) == 2 and len(people) == 5
    assert sum(figure["value"] for figure in sent.figures if figure["measure"] == "referrals_accepted") == 2


def test_one_is_handled_singly_taken_back_and_undone_from_the_log(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        ben = pages.page(by, uid).alone[0]
        handling.decide(
            by=by, return_uid=uid, choice="coarsen", steps=["gender=withheld"], keys=[ben.key], reason="Alone"
        )
        found = pages.page(by, uid)  # one "not said" stands alone as one "man" did
        assert len(found.alone) == 2 and [one.alike for one in found.decided] == [1]
        dev = next(one for one in pages.page(by, uid).alone if one.key != ben.key)
        handling.decide(
            by=by, return_uid=uid, choice="coarsen", steps=["gender=withheld"], keys=[dev.key], reason="Alone"
        )
        found = pages.page(by, uid)
        assert found.alone == () and [one.decision for one in found.decided] == ["Gender: not said"] * 2
        handling.clear(by=by, return_uid=uid, keys=[ben.key])
        assert len(pages.page(by, uid).alone) == 2 and RowHandling.objects.count() == 1


def test_withheld_people_have_no_row_but_behind_figures(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", "referrals", threshold=1)
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        handling.decide(by=by, return_uid=uid, choice="withhold", reason="Known in the street")
        sent = submissions.submit(by=by, return_uid=uid).one
        assert not queries.verify(sent)
    assert len(rows_of(sent, "person")) == 3
    kept = [row for row in rows_of(sent) if row.shared is None]
    assert kept and all(row.counted_in for row in kept)


def test_the_suggestion_leaves_nobody_alone(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", "ethnicity_group", threshold=1)
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        assert len(pages.page(by, uid).alone) == 5
        handling.suggest(by=by, return_uid=uid, reason="Few people")
        assert pages.page(by, uid).alone == ()
        submissions.submit(by=by, return_uid=uid)


def test_what_is_wrong_with_a_decision_is_said_at_once(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    by, uid = quarter.lead, str(annual.uid)

    def rules(**given: object) -> list[str]:
        with scope.of(by), pytest.raises(Refused) as refused:
            handling.decide(by=by, return_uid=uid, **{"choice": "aggregate", "reason": "Why", **given})  # type: ignore[arg-type]
        return [problem.rule for problem in refused.value.problems]

    assert rules(keys=["nobody"], reason=" ") == ["individual.nobody", "reason.missing"]
    assert rules(choice="hide") == ["individual.choice"]
    assert rules(choice="coarsen") == ["individual.steps"]
    assert rules(choice="coarsen", steps=["ward=withheld", "gender=group"]) == ["individual.step"]
    with scope.of(by):
        handling.suggest(by=by, return_uid=uid, reason="Few people")
        with pytest.raises(Refused):
            handling.suggest(by=by, return_uid=uid, reason="Again")
        submissions.submit(by=by, return_uid=uid)
        with pytest.raises(Refused):
            handling.decide(by=by, return_uid=uid, choice="aggregate", reason="Too late")


def test_an_annual_return_without_a_figure_is_sent_for_its_rows(quarter: Quarter, annual: Return) -> None:
    with scope.of(quarter.commissioner):
        AgreedMeasure.objects.filter(frequency="annual").delete()
    with scope.of(quarter.lead), pytest.raises(Refused, match="carries no measures"):
        submissions.submit(by=quarter.lead, return_uid=str(annual.uid))
    agreed(quarter, "gender", "referrals")
    alike(quarter)
    assert len(rows_of(send(quarter, annual), "person")) == 5


def test_what_only_some_may_read_is_not_shown_beside_a_name(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "immigration", threshold=9)
    with scope.of(quarter.lead):
        found = pages.page(quarter.lead, str(annual.uid))
    assert {one.answers for one in found.alone} == {("Immigration status: not shown to you",)}
    keys = {one.key for one in found.alone}
    with scope.of(quarter.lead):
        [people] = [each for each in queries.preview(quarter.lead, str(annual.uid)).tables if each.table == "person"]
    assert not keys & {row[1] for row in people.rows}


def test_a_decision_is_undone_from_the_log(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        done = handling.decide(by=by, return_uid=uid, choice="withhold", reason="Known in the street")
        undo(by=by, event_uid=done.event_uid)
        assert len(pages.page(by, uid).alone) == 2


def test_of_a_partners_people_the_sector_leaves_not_the_address(partnered: Quarter, annual: Return) -> None:
    agreed(partnered, "postcode")
    alike(partnered)
    with scope.of(partnered.anchor.service_manager):
        Client.objects.update(**PLACE)
    rows = rows_of(send(partnered, annual), "person")
    mine = {row.shared["postcode"] for row in rows if row.holder_id == partnered.harbour.organisation.pk}
    theirs = {row.shared["postcode"] for row in rows if row.holder_id == partnered.anchor.organisation.pk}
    assert (mine, theirs) == ({"B29 6QJ"}, {"B29 6"})


def test_rows_that_were_sent_finer_before_are_told(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    with scope.of(quarter.lead):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
        handling.decide(by=quarter.lead, return_uid=str(annual.uid), choice="aggregate", reason="Two of their kind")
        assert pages.page(quarter.lead, str(annual.uid)).sent_finer == 2


def test_a_broader_answer_is_broader_in_every_table(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        handling.decide(by=by, return_uid=uid, choice="coarsen", steps=["gender=withheld"], reason="Two of their kind")
        sent = submissions.submit(by=by, return_uid=uid).one
        shown = behind.rows_behind(by, uid, "referrals_accepted")
    assert {row.shared["gender"] for row in rows_of(sent, "person")} == {"woman", "not_said"}
    assert {row.shared["gender"] for row in rows_of(sent, "referral")} == {"woman", "withheld"}  # Ben's
    assert {row.mark for row in shown.rows} == {""}  # it was kept back, not changed


def test_the_key_of_a_persons_row_links_nobody_across_contracts(quarter: Quarter, annual: Return) -> None:
    signed_agreement(quarter, fields=named("gender"), threshold=1, allows_linking=True)
    alike(quarter)
    rows = rows_of(send(quarter, annual), "person")
    inside = {rules.hashed(str(quarter.contract.uid), str(who.uid)) for who in quarter.people.values()}
    assert {row.shared["fact"] for row in rows} == inside
    assert all(row.link_code for row in rows)  # counted once across contracts by this, which is never exported
