"""The cleaning desk: rules over rows, what is asked and answered, and the figures without what is set aside."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.models import Agreement
from cairn.contracts.queries import NotFound
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.returns import cleaning, desk, queries, rows_asked
from cairn.returns.actions import cleaning as doing
from cairn.returns.cleaning import Context, Row
from cairn.returns.desk import Desk
from tests.conftest import Party
from tests.returns.conftest import QUARTER, Quarter
from tests.returns.test_submitting import refused_rules, submit

SPRING = Period(QUARTER.observed_from_date, QUARTER.observed_to_date)
DATED = {"referrals_received": ("received_date", ""), "people_supported": ("start_date", "end_date")}
SWEMWBS = {"scale": "swemwbs", "scale_version": 1, "stage": "start", "rater": "client", "assessed_date": "2025-05-01"}


def row(digest: str, table: str, code: str = "aaaaaaaa11", **values: Any) -> Row:
    counted = {"referral": ("referrals_received",), "episode": ("people_supported",)}.get(table, ())
    return Row(digest, code, table, values, f"fact {digest}", "link" if code else "", counted)


def found(*rows: Row, elsewhere: frozenset[tuple[str, ...]] = frozenset()) -> set[tuple[str, str]]:
    return {(one.digest, one.rule) for one in cleaning.find(rows, Context(SPRING, DATED, elsewhere))}


def reading(digest: str, **values: Any) -> Row:
    return row(digest, "assessment", **{**SWEMWBS, **values})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([reading("1", total=36)], {("1", "out_of_range")}),
        ([reading("1", total=7), reading("2", total=35, assessed_date="2025-06-01", stage="end")], set()),
        ([reading("1", answers=[3] * 7, total=22)], {("1", "not_the_score")}),
        ([reading("1", answers=[3] * 7, total=21)], set()),
        ([reading("1", answers=[9] * 7, total=21)], {("1", "not_the_score")}),
        ([reading("1", scale="of_nobody", total=99)], set()),
        ([row("1", "referral", received_date="2025-07-01")], {("1", "outside_round")}),
        ([row("1", "referral", received_date="2025-06-30")], set()),
        ([row("1", "referral", received_date="no day")], set()),
        ([row("1", "episode", start_date="2024-01-01", end_date=None)], set()),
        ([row("1", "episode", start_date="2024-01-01", end_date="2025-03-31")], {("1", "outside_round")}),
        ([row("1", "episode", start_date="2025-05-02", end_date="2025-05-01")], {("1", "ends_before_start")}),
        ([row("1", "referral", gender="unicorn")], {("1", "not_in_list")}),
        ([row("1", "person", age_band="25-64", gender="not_said", religion="nothing known")], {("1", "not_in_list")}),
        ([row("1", "referral", gender="not_asked"), row("2", "referral", gender="not_asked")], {("1", "no_core")}),
        ([row("1", "referral", gender="refused")], set()),
        ([row("1", "referral", received_date="2025-05-01"), row("2", "referral", received_date="2025-05-01")],
         {("2", "same_fact")}),
        ([row("1", "need", presented_date="2025-05-01"), row("2", "need", presented_date="2025-05-01")], set()),
        ([reading("1"), reading("2", assessed_date="2025-05-02")], {("2", "second_start")}),
        ([reading("1"), reading("2", assessed_date="2025-05-02", scale="gad7")], set()),
        ([row("1", "need", age_band="0-15"), row("2", "need", age_band="65-plus")], {("2", "age")}),
        ([row("1", "need", age_band="16-24"), row("2", "need", age_band="25-34")], set()),
    ],
)  # fmt: skip
def test_each_rule_asks_about_what_is_odd_and_of_nothing_else(rows: list[Row], said: set[tuple[str, str]]) -> None:
    assert found(*rows) == said


def test_two_codes_look_like_one_person_by_their_answers_and_their_days() -> None:
    about = {"gender": "woman", "age_band": "25-34", "received_date": "2025-05-01"}
    first = row("1", "referral", "aaaaaaaa11", **about)
    assert found(first, row("2", "referral", "bbbbbbbb22", **about)) == {("2", "looks_alike")}
    assert found(first, row("2", "referral", "bbbbbbbb22", **{**about, "received_date": "2025-05-02"})) == set()
    assert found(first, row("2", "referral", "bbbbbbbb22", **{**about, "gender": "refused"})) == set()


def test_the_same_fact_under_another_contract_is_known_by_the_link_code_only() -> None:
    ours, theirs = (row(at, "referral", received_date="2025-05-01") for at in "12")
    assert found(ours, elsewhere=frozenset(cleaning.across_key(theirs))) == {("1", "across")}
    unlinked = Row("1", ours.code, ours.table, ours.values, ours.fact, "", ours.counted_in)
    assert found(unlinked, elsewhere=frozenset(cleaning.across_key(theirs))) == set()


def test_no_finding_repeats_an_answer() -> None:
    said = cleaning.find([row("1", "referral", gender="unicorn")], Context(SPRING, DATED))
    assert all("unicorn" not in one.words for one in said)


@pytest.fixture
def sent(quarter: Quarter, agreement: Agreement) -> Quarter:
    submit(quarter)
    return quarter


def stands(quarter: Quarter) -> Desk:
    with scope.of(quarter.commissioner):
        found = desk.of(quarter.commissioner, quarter.uid)
    assert found is not None
    return found


def referral_of(quarter: Quarter) -> str:
    """The reference of a person who stands behind the figure of referrals, and is nobody's need."""
    with scope.of(quarter.commissioner):
        rows = desk.rows_of(desk.sent_of(quarter.commissioner, quarter.uid)[1])
    many = [each.code for each in rows]
    return next(each.code for each in rows if each.table == "referral" and many.count(each.code) == 1)


def enter(quarter: Quarter) -> str:
    with scope.of(quarter.commissioner):
        row = doing.enter(
            by=quarter.commissioner, return_uid=quarter.uid, row=referral_of(quarter)[:8], words="Looks odd", table="referral"
        ).one  # fmt: skip
    return f"{row.digest}:{row.rule}"


def test_a_row_set_aside_leaves_the_cleaned_figures_and_what_was_sent_verifies(sent: Quarter) -> None:
    key = enter(sent)
    before = stands(sent)
    assert (before.rows, before.people) == (before.kept_rows, before.kept_people)
    assert all(repr(each.cleaned) in (repr(each.sent), "None") for each in before.figures)
    with scope.of(sent.commissioner):
        doing.settle(by=sent.commissioner, return_uid=sent.uid, keys=[key], state="set_aside", reason="Not theirs")
        assert queries.verify(queries.submission(sent.commissioner, sent.uid)) == []
    after = stands(sent)
    assert (after.kept_rows, after.kept_people) == (before.rows - 1, before.people - 1)
    figure = next(each for each in after.figures if each.measure == "referrals_received" and not each.code)
    assert (figure.sent, figure.cleaned) == (5, 4)
    with scope.of(sent.commissioner):
        doing.settle(by=sent.commissioner, return_uid=sent.uid, keys=[key], state="found", reason="")
    (line,) = (one for one in stands(sent).lines if one.key == key)
    assert (line.state, line.asked, line.decided) == ("found", "Looks odd", "")


def test_the_provider_reads_whose_row_it_is_answers_and_the_answer_stands_on_the_desk(sent: Quarter) -> None:
    key = enter(sent)
    with scope.of(sent.lead):
        assert rows_asked.of(sent.lead, sent.uid) == ()
    with scope.of(sent.commissioner):
        doing.ask(by=sent.commissioner, return_uid=sent.uid, keys=[key], words="Is it the right day?")
    with scope.of(sent.lead):
        (asked,) = rows_asked.of(sent.lead, sent.uid)
        assert (asked.words, asked.state, rows_asked.waiting(sent.lead, sent.uid)) == (
            "Is it the right day?", "queried", (1, 1),
        )  # fmt: skip
        doing.reply(by=sent.lead, return_uid=sent.uid, replies={asked.uid: "Mended"})
    (line,) = (one for one in stands(sent).lines if one.key == key)
    assert (line.state, line.reply) == ("answered", "Mended")
    with scope.of(sent.commissioner):
        doing.settle(by=sent.commissioner, return_uid=sent.uid, keys=[key], state="kept", reason="Mended")
    with scope.of(sent.lead), pytest.raises(Refused) as refused:
        doing.reply(by=sent.lead, return_uid=sent.uid, replies={asked.uid: "Once more"})
    assert refused_rules(refused) == ["cleaning.decided"]


def test_what_cannot_be_done_is_refused_at_once(sent: Quarter, westborough: Party) -> None:
    by, uid = sent.commissioner, sent.uid
    with scope.of(by):
        with pytest.raises(Refused) as refused:
            doing.ask(by=by, return_uid=uid, keys=[], words=" ")
        assert refused_rules(refused) == ["words.missing", "cleaning.none"]
        with pytest.raises(Refused) as refused:
            doing.settle(by=by, return_uid=uid, keys=["x"], state="gone", reason="Sold")
        assert refused_rules(refused) == ["cleaning.state"]
        with pytest.raises(NotFound):
            doing.ask(by=by, return_uid=uid, keys=["of:nobody"], words="Why?")
        with pytest.raises(Refused) as refused:
            doing.enter(by=by, return_uid=uid, row="abc", words="Odd")
        assert refused_rules(refused) == ["cleaning.row"]
    enter(sent)
    with pytest.raises(Refused) as refused:
        enter(sent)
    assert refused_rules(refused) == ["cleaning.twice"]
    with scope.of(sent.lead):
        with pytest.raises(Refused) as refused:
            doing.reply(by=sent.lead, return_uid=uid, replies={})
        assert refused_rules(refused) == ["cleaning.blank"]
        with pytest.raises(NotFound):
            doing.reply(by=sent.lead, return_uid=uid, replies={uid: "Yes"})
    with scope.of(westborough.contract_manager), pytest.raises(NotFound):
        desk.of(westborough.contract_manager, uid)


def test_the_round_and_the_log_hold_every_line(sent: Quarter) -> None:
    enter(sent)
    with scope.of(sent.commissioner):
        (line,), many = desk.round_of(sent.commissioner, sent.uid)
        assert (many, desk.round_of(sent.commissioner, sent.uid, 2)) == (1, ((), 1))
        assert line.found >= 1 and line.rows == stands(sent).rows
        assert "by_hand" in {one.rule for one in desk.log(sent.commissioner, sent.uid)}


def test_a_return_that_was_not_sent_has_no_desk(quarter: Quarter) -> None:
    by = quarter.commissioner
    with scope.of(by):
        assert desk.of(by, quarter.uid) is None and desk.log(by, quarter.uid) == ()
        with pytest.raises(NotFound):
            desk.sent_of(by, quarter.uid)
