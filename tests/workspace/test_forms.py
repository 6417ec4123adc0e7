"""Every form: good answers do one deed and lead on; bad ones show every error at its field, keep what was typed, write
nothing; somebody else's organisation finds nothing there at all."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from tests.cases.conftest import Ground, referred
from tests.workspace.conftest import Page, Screen, day

SPRING = date(2025, 6, 2)
TOMORROW = date(2025, 7, 1)


@dataclass(frozen=True)
class Case:
    """A form: its page, who sends it, what it is about, good answers, and bad ones with where each error stands."""

    name: str
    about: Callable[[Any], dict[str, Any]]
    good: Callable[[Any], dict[str, Any]]
    bad: dict[str, Any]
    errors: frozenset[str]
    role: str = "support_worker"

    def __str__(self) -> str:
        return self.name


@dataclass
class Place:
    ground: Ground
    episode: Any
    referral: Any
    need: Any

    @property
    def in_episode(self) -> dict[str, Any]:
        return {"client": self.ground.anwen.uid, "episode": self.episode.uid}


def client(place: Place) -> dict[str, Any]:
    return {"client": place.ground.anwen.uid}


def bashir(place: Place) -> dict[str, Any]:
    return {"client": place.ground.bashir.uid}


def service(place: Place) -> dict[str, Any]:
    return {"service": place.ground.service.uid}


def referral(place: Place) -> dict[str, Any]:
    return {"referral": place.referral.uid}


def scale(place: Place) -> dict[str, Any]:
    return {"scale": "wemwbs"}


def nothing(place: Place) -> dict[str, Any]:
    return {}


BAD_DAY = {"day": "31", "month": "2", "year": "2025"}


def bad_day(name: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in BAD_DAY.items()}


MANAGER = "service_manager"
CASES = [
    Case("service_change", service, lambda p: {"name": "Out more", "baseline_days": "30", "version": "1",
                                               **day("start_date", SPRING)},
         {"name": "", "who_for": "Kept words", "baseline_days": "400", "version": "1", **day("start_date", SPRING)},
         frozenset({"name"}), MANAGER),
    Case("ladder_new", service, lambda p: {"name": "Phone calls", "rungs": "Listens\nAnswers", "need": "", "starter": ""},
         {"name": "Kept words", "rungs": "Same\nSame", "starter": ""}, frozenset({"rungs"}), MANAGER),
    Case("activity_type_new", service, lambda p: {"name": "Advice", "mode": "individual", "usual_minutes": "30",
                                                  "rung_uids": [str(p.ground.rungs[0].uid)]},
         {"name": "", "usual_minutes": "lots", "rung_uids": [str(uuid.uuid4())]},
         frozenset({"name", "mode", "usual_minutes", "rung_uids"}), MANAGER),
    Case("words", nothing, lambda p: {"client_word": "member", "client_words": "members"},
         {"client_word": "Kept words", "client_words": ""}, frozenset({"client_words"}), MANAGER),
    Case("scale_permission", scale,
         lambda p: {"holder": "Warwick", "reference": "R1", "words_are": "printed", **day("granted_date", SPRING),
                    **day("expiry_date", None)},
         {"holder": "Kept words", "reference": "", **bad_day("granted_date")},
         frozenset({"reference", "granted_date_day", "words_are"}), MANAGER),
    Case("member_new", nothing, lambda p: {"name": "Jo", "email": "jo@harbour.example", "roles": ["trustee"]},
         {"name": "Kept words", "email": "no"}, frozenset({"email", "roles"}), MANAGER),
    Case("person_new", nothing,
         lambda p: {"name": "Dilys Ash", "service_uid": str(p.ground.service.uid), "sector": "self", "next": "begins",
                    "gender": "woman", "received_date_day": "2", "received_date_month": "6", "received_date_year": "2025",
                    **day("start_date", SPRING)},
         {"known_as": "Kept words", "phone": "", "email": "no", "next": "begins", "age_way": "birth_date",
          **bad_day("birth_date"), **day("received_date", TOMORROW)},
         frozenset({"name", "email", "service_uid", "sector", "received_date_day", "birth_date_day", "start_date_day"})),
    Case("client_contact", client, lambda p: {"name": "Anwen B", "reference": p.ground.anwen.reference, "version": "1"},
         {"name": "Kept words", "reference": "", "email": "no", "version": "1"}, frozenset({"reference", "email"})),
    Case("block_new", lambda p: p.in_episode, lambda p: {"cause": "no_home", **day("start_date", SPRING)},
         {"cause": "", "words": "Kept words", **day("start_date", TOMORROW), **bad_day("end_date")},
         frozenset({"cause", "start_date_day", "end_date_day"})),
    Case("carers_new", lambda p: p.in_episode,
         lambda p: {"kind": "adult_carer", "state": "done", **day("assessment_date", SPRING)},
         {"kind": "", "state": "no", "words": "Kept words", **bad_day("assessment_date")},
         frozenset({"kind", "state", "assessment_date_day"})),
    Case("safeguarding_new", client, lambda p: {"body": "police", **day("made_date", SPRING)},
         {"body": "", "words": "Kept words", **day("made_date", TOMORROW)}, frozenset({"body", "made_date_day"})),
    Case("referral_new", bashir, lambda p: {"service_uid": str(p.ground.service.uid), "sector": "statutory",
                                            "kind": "health", **day("received_date", SPRING)},
         {"sector": "nobody", "reason": "Kept words", **day("received_date", TOMORROW)},
         frozenset({"service_uid", "sector", "received_date_day"})),
    Case("referral_contact", referral, lambda p: {"version": "1", **day("first_contact_date", SPRING)},
         {"version": "1", **bad_day("first_contact_date"), **day("assessed_date", TOMORROW)},
         frozenset({"first_contact_date_day", "assessed_date_day"})),
    Case("referral_accept", referral, lambda p: {"version": "1", **day("decided_date", SPRING), **day("start_date", SPRING)},
         {"version": "1", **day("decided_date", TOMORROW), **bad_day("start_date")},
         frozenset({"decided_date_day", "start_date_day"})),
    Case("referral_close", referral, lambda p: {"version": "1", "reason": "risk", **day("decided_date", SPRING)},
         {"version": "1", "reason": "", **day("decided_date", TOMORROW)}, frozenset({"reason", "decided_date_day"})),
    Case("referral_withdraw", referral, lambda p: {"version": "1", **day("decided_date", SPRING)},
         {"version": "1", **day("decided_date", TOMORROW)}, frozenset({"decided_date_day"})),
    Case("need_new", lambda p: p.in_episode, lambda p: {"needs": ["loneliness"], "can_meet_loneliness": "yes",
                                                        "judged_by": "person", **day("presented_date", SPRING)},
         {"needs": [], "judged_by": "", **day("presented_date", TOMORROW)},
         frozenset({"needs", "judged_by", "presented_date_day"})),
    Case("need_judge", lambda p: {**client(p), "need": p.need.uid},
         lambda p: {"state": "part_met", "judged_by": "together", **day("judged_date", SPRING)},
         {"state": "", "judged_by": "nobody", **day("judged_date", TOMORROW)},
         frozenset({"state", "judged_by", "judged_date_day"})),
    Case("need_meet", lambda p: {**client(p), "need": p.need.uid}, lambda p: {"can_meet": "no", "version": "1"},
         {"can_meet": "", "version": "1"}, frozenset({"can_meet"})),
    Case("need_signpost", lambda p: {**client(p), "need": p.need.uid},
         lambda p: {"to_words": "Citizens Advice", "kind": "told", **day("made_date", SPRING)},
         {"to_words": "", "kind": "", **day("made_date", TOMORROW), **bad_day("ask_again_date")},
         frozenset({"kind", "made_date_day", "ask_again_date_day"})),
    Case("needs_check", lambda p: p.in_episode,
         lambda p: {"area_money": "here", "needs_money": ["debt"], "answered_by": "person", **day("check_date", SPRING)},
         {"area_money": "here", "answered_by": "nobody", **day("check_date", TOMORROW)},
         frozenset({"needs_money", "answered_by", "check_date_day"})),
    Case("episode_close", lambda p: p.in_episode,
         lambda p: {"closure_reason": "goals_met", "closure_planned": "planned", "destination": "stays", "version": "1",
                    **day("end_date", SPRING)},
         {"closure_reason": "", "closure_planned": "planned", "destination": "stays", "version": "1",
          **day("end_date", TOMORROW)}, frozenset({"closure_reason", "end_date_day"})),
    Case("no_baseline", lambda p: p.in_episode, lambda p: {"reason": "crisis", "version": "1"},
         {"reason": "", "version": "1"}, frozenset({"reason"})),
    Case("episode_fund", lambda p: p.in_episode,
         lambda p: {"kind": "own_funds", **day("start_date", SPRING), **day("end_date", None)},
         {"kind": "", "funder": "Kept words", **bad_day("start_date")}, frozenset({"kind", "start_date_day"}), MANAGER),
    Case("step_new", lambda p: p.in_episode,
         lambda p: {"rung_uid": str(p.ground.rungs[0].uid), "state": "reached", **day("step_date", SPRING)},
         {"rung_uid": "", "state": "", **day("step_date", TOMORROW)}, frozenset({"rung_uid", "state", "step_date_day"})),
    Case("note_new", client, lambda p: {"text": "Rang today.", **day("note_date", SPRING)},
         {"text": " ", **bad_day("note_date")}, frozenset({"text", "note_date_day"})),
    Case("activity_record", lambda p: {**p.in_episode, "activity_type": p.ground.visit.uid},
         lambda p: {"minutes": "60", "state": "attended", "steps": [str(p.ground.rungs[0].uid)],
                    "outcomes": ["supporting-people|2a"], "note": "Went well.", **day("activity_date", SPRING)},
         {"minutes": "long", "state": "", "note": "Kept words", **day("activity_date", TOMORROW)},
         frozenset({"minutes", "state", "activity_date_day"})),
    Case("session", lambda p: {"activity_type": p.ground.drop_in.uid},
         lambda p: {"heads": "14", "heads_new": "3", "minutes": "90", **day("activity_date", SPRING)},
         {"heads": "", "heads_new": "3", "minutes": "-1", **day("activity_date", TOMORROW)},
         frozenset({"heads", "minutes", "activity_date_day"})),
]  # fmt: skip


@pytest.fixture
def place(ground: Ground, episode: Any) -> Place:
    from cairn.cases.actions import needs

    with scope.of(ground.by):
        new = needs.NewNeed(episode_uid=str(episode.uid), need="getting_out", presented_date=date(2025, 4, 7))
        return Place(ground, episode, referred(ground, ground.cerys), needs.present(by=ground.by, needs=[new]).one)


def screen(case: Case, place: Place) -> Screen:
    return Screen(place.ground.party, case.role)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_good_answers_do_one_deed_and_lead_on(case: Case, place: Place) -> None:
    at = screen(case, place)
    assert at.get(case.name, **case.about(place)).status == 200
    before = at.deeds
    page = at.send(case.name, case.good(place), **case.about(place))
    assert page.status == 302, page.errors
    assert at.deeds == before + 1


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_answers_show_every_error_at_its_field_keep_all_and_write_nothing(case: Case, place: Place) -> None:
    at = screen(case, place)
    before = at.deeds
    page = at.send(case.name, case.bad, **case.about(place))
    assert page.status == 422
    assert set(page.errors) >= case.errors, page.errors
    kept(page, case.bad)
    assert at.deeds == before


def kept(page: Page, sent: dict[str, Any]) -> None:
    for name, value in sent.items():
        if value == "Kept words" or name.endswith(("_day", "_month", "_year")):
            assert page.value(name) == value, name


@pytest.mark.parametrize("case", [case for case in CASES if case.about not in (nothing, scale)], ids=str)
def test_another_organisation_finds_nothing_there(case: Case, place: Place, stranger: Screen) -> None:
    about = case.about(place)
    assert stranger.get(case.name, **about).status == 404
    assert stranger.send(case.name, case.good(place), **about).status == 404


@pytest.mark.parametrize("case", CASES, ids=str)
def test_who_has_no_role_for_it_finds_nothing_there(case: Case, place: Place) -> None:
    trustee = Screen(place.ground.party, "trustee")
    assert trustee.get(case.name, **case.about(place)).status == 404
    assert trustee.send(case.name, case.good(place), **case.about(place)).status == 404
