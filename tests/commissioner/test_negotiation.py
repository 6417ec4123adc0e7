"""A negotiation on screen, of both sides, over the quarter of `tests/returns`: without JavaScript."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.models import AgreedMeasure, Commitment, MeasureProposal, RecordedCount
from cairn.insight import recorded
from cairn.kernel.periods import Period
from cairn.returns import colours, finding, starting
from tests.commissioner.conftest import Desk, date_parts
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Page, Screen

DAY = "2025-07-01"


@dataclass
class Talk:
    """Both sides at their screens."""

    quarter: Quarter
    desk: Desk
    lead: Screen

    @property
    def at(self) -> dict[str, Any]:
        return {"contract": self.quarter.contract.uid}

    def proposal(self) -> dict[str, Any]:
        with scope.of(self.quarter.lead):
            return {"proposal": MeasureProposal.objects.latest("number").uid}

    def propose(self, who: Screen, **said: Any) -> Page:
        first = who.get("propose", **self.at)
        kept = {name: first.value(name) for name in ("uid", "instead") if name in first.names()}
        return who.send("propose", {"from_date": DAY, "words": "", **kept, **said}, **self.at)

    def carried(self) -> dict[str, Decimal | None]:
        with scope.of(self.quarter.lead):
            rows = AgreedMeasure.objects.filter(contract=self.quarter.contract, by="")
            return dict(rows.values_list("measure", "target"))


@pytest.fixture
def talk(quarter: Quarter, desk: Desk) -> Talk:
    return Talk(quarter, desk, Screen(quarter.harbour, "data_lead"))


CHANGE = {"do_needs_met": "change", "target_needs_met": "3", "reason_needs_met": "More can be done"}
DROP = {"do_needs_presented": "drop", "gone_needs_presented": "Told by needs met"}
ADD = {"add_provider_output": ["steps_reached"], "new_target_steps_reached": "12"}


def test_what_stays_is_folded_and_what_the_set_comes_to_is_said_without_javascript(talk: Talk) -> None:
    page = talk.lead.get("propose", **talk.at)
    folds = page.html.select("details[data-stand]")
    assert folds and not any(fold.has_attr("open") for fold in folds) and "So far all stays as it is." in page.text
    assert [link["href"] for link in page.html.select(".ng-jump a")] == ["#stands", "#add", "#send"]
    assert all(page.html.find(id=link["href"][1:]) for link in page.html.select(".ng-jump a"))
    looked = talk.propose(talk.lead, **CHANGE, **DROP, **ADD, look="1")
    assert "So far: 1 to change, 1 to take out, 1 to add." in looked.text
    opened = [fold["data-stand"] for fold in looked.html.select("details[data-stand][open]")]
    assert sorted(opened) == ["Needs met", "Needs presented"]
    wrong = talk.propose(talk.lead, **{**CHANGE, "reason_needs_met": ""})
    assert wrong.html.find(attrs={"name": "reason_needs_met"}).find_parent("details").has_attr("open")


def test_a_provider_proposes_the_commissioner_agrees_and_the_next_round_carries_it(talk: Talk) -> None:
    assert talk.propose(talk.lead, **CHANGE, **DROP, words="Less typing", from_date="2025-10-01").status == 302
    page = talk.desk.get("proposal", **talk.proposal())
    for words in ("Less typing", "It gets a target: 3.", "It is taken out.", "Told by needs met", "You act next"):
        assert words in page.text
    assert "proposes other measures for E-1" in Screen(talk.quarter.eastborough, "contract_manager").get("home").text
    before = [view.measure for view in carried(talk)]

    sent = talk.desk.send("proposal_agree", {"version": page.value("version")}, **talk.proposal())
    assert sent.status == 302
    assert "needs_presented" not in talk.carried()
    assert talk.carried()["needs_met"] == 3
    assert [view.measure for view in carried(talk)] == before  # the spring had opened: it carries what stood
    with scope.of(talk.quarter.commissioner):  # nor is a return coloured by a target of later rounds
        buyer, both = talk.quarter.commissioner.organisation_id, ["needs_met", "steps_reached"]
        spring, autumn = (colours.rules_of(buyer, both, date(2025, month, 1)) for month in (4, 10))
    uid = str(talk.quarter.contract.uid)
    assert [rule.target for rule in spring[uid].values()] == [None]
    assert autumn[uid]["needs_met"].target == 3  # a pack of the round that carries it, whenever it is made
    for who in (talk.desk, talk.lead):
        seen = who.get("negotiation", **talk.at).text
        assert "Why: More can be done" in seen
        assert "by proposal 1" in seen


def carried(talk: Talk) -> Any:
    with scope.of(talk.quarter.lead):
        return finding.carried(finding.led(talk.quarter.lead, talk.quarter.uid))


def test_a_form_says_all_that_is_wrong_at_its_fields_and_keeps_what_was_typed(talk: Talk) -> None:
    bad = {**CHANGE, "reason_needs_met": "", "do_needs_presented": "drop", "add_service_reach": ["people_supported"]}
    page = talk.propose(talk.lead, **bad, words="Kept")
    assert (page.status, set(page.errors)) == (422, {"reason_needs_met", "gone_needs_presented", "add_service_reach"})
    assert (page.value("words"), page.value("target_needs_met")) == ("Kept", "3")
    nothing = talk.propose(talk.lead)
    assert "The proposal changes nothing." in nothing.text
    shares = talk.propose(
        talk.lead, add_standardised_output=["outcomes_reached_share"], new_target_outcomes_reached_share="60"
    )
    assert shares.status == 302
    assert "60%" in talk.desk.get("proposal", **talk.proposal()).text


def test_what_a_set_would_ask_is_seen_before_it_is_proposed(talk: Talk) -> None:
    page = talk.propose(talk.lead, **ADD, look="1")
    assert "What this set would ask" in page.text
    assert "Nothing is proposed yet." in page.text
    assert page.value("new_target_steps_reached") == "12"
    with scope.of(talk.quarter.lead):
        assert not MeasureProposal.objects.exists()
    wrong = talk.propose(talk.lead, do_needs_met="drop", look="1")
    assert set(wrong.errors) == {"gone_needs_met"}


def test_the_other_side_answers_with_its_own_and_declines_with_words(talk: Talk) -> None:
    talk.propose(talk.lead, **CHANGE)
    begun = talk.desk.get("propose", **talk.at)
    assert (begun.value("do_needs_met"), begun.value("target_needs_met")) == (["change"], "3")
    assert talk.propose(talk.desk, **{**CHANGE, "target_needs_met": "5"}).status == 302
    seen = talk.lead.get("proposal", **talk.proposal()).text
    assert "Its target changes from 3 to 5." in seen
    assert talk.lead.send("proposal_decline", {"words": "", "version": "1"}, **talk.proposal()).status == 422
    assert talk.lead.send("proposal_decline", {"words": "Too far", "version": "1"}, **talk.proposal()).status == 302
    assert "Too far" in talk.desk.get("proposal", **talk.proposal()).text


def test_a_comment_stands_beside_its_measure(talk: Talk) -> None:
    talk.propose(talk.lead, **CHANGE)
    form = talk.desk.get("proposal_comment", "?about=needs_met", **talk.proposal())
    assert form.value("about") == "needs_met"
    said = {"about": "needs_met", "words": "Why five?", "uid": form.value("uid")}
    for _ in range(2):
        assert talk.desk.send("proposal_comment", said, **talk.proposal()).status == 302
    line = talk.lead.get("proposal", **talk.proposal()).html.select_one("#line-needs_met")
    assert line is not None
    assert line.get_text().count("Why five?") == 1
    assert talk.lead.send("proposal_withdraw", {"version": "1"}, **talk.proposal()).status == 302
    late = talk.desk.send("proposal_comment", {"words": "Late"}, **talk.proposal())
    assert "withdrawn already" in late.text


def test_what_was_said_of_overtaken_proposals_goes_on_in_the_thread_of_the_one_that_stands(talk: Talk) -> None:
    talk.propose(talk.lead, **CHANGE)
    talk.desk.send("proposal_comment", {"about": "needs_met", "words": "Why three?", "uid": ""}, **talk.proposal())
    assert talk.propose(talk.lead, **{**CHANGE, "target_needs_met": "4"}).status == 302
    talk.desk.send("proposal_comment", {"about": "", "words": "Better so.", "uid": ""}, **talk.proposal())
    assert talk.propose(talk.desk, **{**CHANGE, "target_needs_met": "5"}).status == 302
    for who in (talk.lead, talk.desk):
        thread = who.get("proposal", **talk.proposal()).html.select_one("#comments")
        assert thread is not None
        fold = thread.select_one("details")
        assert fold is not None and not fold.has_attr("open")
        assert "2 comments on what it took the place of" in fold.get_text()
        said = [line.get_text(" ", strip=True) for line in fold.select("li")]
        assert [("Why three?" in said[0], "proposal 1 : Needs met" in said[0])] == [(True, True)]
        assert "Better so." in said[1] and "proposal 2" in said[1] and "Needs met" not in said[1]
    assert talk.desk.send("proposal_withdraw", {"version": "1"}, **talk.proposal()).status == 302
    talk.propose(talk.lead, **CHANGE)
    anew = talk.lead.get("proposal", **talk.proposal())
    assert "took the place of" not in anew.text, "a proposal after one that was withdrawn overtakes nothing"


def test_a_stale_proposal_says_what_moved_and_cannot_be_agreed(talk: Talk) -> None:
    talk.propose(talk.lead, **CHANGE)
    with scope.of(talk.quarter.commissioner):
        row = AgreedMeasure.objects.get(contract=talk.quarter.contract, measure="needs_met")
    gone = {"reason": "Asked elsewhere", "version": row.version}
    assert talk.desk.send("agreed_end", gone, **talk.at, measure=row.uid).status == 302
    page = talk.desk.get("proposal", **talk.proposal())
    assert "“Needs met” is no longer carried." in page.text
    assert "Agree" not in [button.get_text(strip=True) for button in page.html.select("button")]
    assert talk.desk.send("proposal_agree", {"version": "1"}, **talk.proposal()).status == 422


def test_a_measure_taken_out_in_error_is_put_back_where_it_was_taken_out(talk: Talk) -> None:
    with scope.of(talk.quarter.commissioner):
        row = AgreedMeasure.objects.get(contract=talk.quarter.contract, measure="needs_met")
    gone = {"reason": "Asked elsewhere", "version": row.version}
    assert talk.desk.send("agreed_end", gone, **talk.at, measure=row.uid).status == 302
    page = talk.desk.get("agreed", **talk.at)
    undo = next(str(form["action"]) for form in page.html.select("form") if "/undo/" in str(form.get("action")))
    assert "needs_met" not in talk.carried()
    assert talk.desk.browser.post(undo).status_code == 302
    assert "needs_met" in talk.carried()


def test_recording_is_counted_by_kind_and_weighed_for_both(talk: Talk) -> None:
    with scope.of(talk.quarter.lead):
        spring = Period(date(2025, 4, 1), date(2025, 6, 30))
        assert recorded.counts(talk.quarter.lead, str(talk.quarter.contract.uid), spring) == {"need": 2, "referral": 5}
    assert "not known yet" in talk.desk.get("negotiation", **talk.at).text
    assert talk.lead.send("recording_tell", {}, **talk.at).status == 302
    with scope.of(talk.quarter.lead):
        assert RecordedCount.objects.get().counts == {"need": 0, "referral": 10}
    assert "21 minutes of typing a quarter" in talk.desk.get("negotiation", **talk.at).text
    rule = {
        "share_percent": "0.01",
        "share_source": "Ours",
        "hourly_pounds": "25",
        "hourly_source": "Pay",
        "version": "0",
    }
    assert set(talk.desk.send("burden_rule", {**rule, "share_percent": "x"}, **talk.at).errors) == {"share_percent"}
    assert talk.desk.send("burden_rule", rule, **talk.at).status == 302
    assert talk.desk.send("burden_monitoring", {"monitoring_pounds": "10", "version": "1"}, **talk.at).status == 302
    seen = talk.lead.get("negotiation", **talk.at).text
    assert "the contract gives £10 for it" in seen
    assert "an hour reckoned at £25 (pay)" in seen


def test_a_promise_is_kept_matched_and_changed_with_its_reason(talk: Talk) -> None:
    assert "Nothing is kept yet" in talk.lead.get("commitments", **talk.at).text
    assert talk.lead.send("commitments_new", {"text": " "}, **talk.at).status == 422
    pasted = {"text": "40 carers\n2 walks a week", "source": "Bid"}
    assert talk.lead.send("commitments_new", pasted, **talk.at).status == 302
    with scope.of(talk.quarter.lead):
        first, second = Commitment.objects.order_by("position")
    at = {"commitment": first.uid}
    assert talk.desk.send("commitment_match", {"measure": "needs_met:", "version": "1"}, **at).status == 302
    listed = talk.lead.get("negotiations").text
    assert "2 walks a week" in listed
    assert "40 carers" not in listed
    vary = {"doing": "drop", "reason": "", "version": "1", **date_parts("from_date", 1, 7, 2025)}
    assert set(talk.desk.send("commitment_vary", vary, commitment=second.uid).errors) == {"reason"}
    assert talk.desk.send("commitment_vary", {**vary, "reason": "The hall closed"}, commitment=second.uid).status == 302
    assert "The hall closed" in talk.lead.get("commitments", **talk.at).text


def test_strangers_find_nothing(talk: Talk, outsider: Desk, harbour: Any) -> None:
    talk.propose(talk.lead, **CHANGE)
    for name, about in (("negotiation", talk.at), ("proposal", talk.proposal()), ("commitments", talk.at)):
        assert outsider.get(name, **about).status == 404
        assert Screen(harbour, "support_worker").get(name, **about).status == 404
        assert Screen(talk.quarter.anchor, "data_lead").get(name, **about).status == 404
    manager = Screen(harbour, "service_manager")
    assert "Whoever signs agreements" not in manager.get("proposal", **talk.proposal()).text
    assert manager.send("proposal_decline", {"words": "No", "version": "1"}, **talk.proposal()).status == 404


def test_rounds_say_from_when_a_set_may_hold(quarter: Quarter) -> None:
    with scope.of(quarter.commissioner):
        known = starting.rounds(quarter.contract)
        assert known.opened == date(2025, 4, 1)
        assert known.coming == ()


def test_a_page_that_was_overtaken_says_so_when_it_is_pressed_and_leads_to_what_stands(talk: Talk) -> None:
    talk.propose(talk.lead, **CHANGE)
    old = talk.proposal()
    seen = talk.desk.get("proposal", **old)
    assert "the newest" not in seen.text
    talk.propose(talk.desk, **CHANGE, **ADD)
    for page in (
        talk.desk.send("proposal_agree", {"version": seen.value("version")}, **old),
        talk.lead.get("proposal", **old),
    ):
        link = page.html.find("a", string="Go to proposal 2, the newest")
        assert str(talk.proposal()["proposal"]) in link["href"]
    assert talk.carried()["needs_met"] is None
