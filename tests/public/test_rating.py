"""Rating oneself by a link: no name on the page, nothing lost, sent once; and attacked: guessed, replayed, flooded, stuffed."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from cairn.access import feed, scope
from cairn.access.models import AuditEvent
from cairn.cases.actions import assessments
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.models import Assessment
from cairn.intake import rated, rules, rules_rating
from cairn.intake.actions import ratings
from cairn.intake.actions.ratings import NewRating
from cairn.intake.models import RatingLink, Throttle
from cairn.intake.rules import Limit
from cairn.kernel import clock
from cairn.people.actions import erasure, merging
from cairn.people.models import Client
from cairn.presentation.own.words import every
from cairn.scales import building, local
from cairn.scales.actions import local as own_scales
from tests.cases.conftest import DAY, TODAY, Ground, open_episode
from tests.scales_room.test_local import LADDER, publish, sealed
from tests.workspace.conftest import Page

pytestmark = pytest.mark.django_db
PHQ = [f"q-phq9-{one}" for one in ("i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9")]


@dataclass
class Rating:
    """One person with a link to rate by, and the browser on their phone."""

    ground: Ground
    episode: Any
    row: Any
    token: str
    browser: Browser = field(default_factory=Browser)

    @property
    def url(self) -> str:
        return f"/rate/{self.token}/"

    def open(self, query: str = "", **headers: str) -> Page:
        return Page(self.browser.get(self.url + query, headers=headers))

    def send(self, go: str, at: str = "1", follow: bool = True, **said: Any) -> Page:
        return Page(self.browser.post(self.url, {"go": go, "at": at, **said}, follow=follow))

    def answer(self, values: dict[str, int]) -> Page:
        return self.send("check", at="all", **{key: str(value) for key, value in values.items()})

    def fresh(self) -> RatingLink:
        with scope.of(self.ground.by):
            return RatingLink.objects.get(pk=self.row.pk)

    @property
    def kept(self) -> list[Assessment]:
        with scope.of(self.ground.by):
            return list(Assessment.objects.order_by("pk"))


def rating_of(ground: Ground, episode: Any = None, scales: tuple[str, ...] = ("phq9",), **said: Any) -> Rating:
    with scope.of(ground.by):
        episode = episode or open_episode(ground)
        new = NewRating(episode_uid=str(episode.uid), scales=scales, **said)
        made = ratings.make(by=ground.by, ratings=[new], languages=[*every()]).one
    return Rating(ground, episode, made.row, made.token)


@pytest.fixture
def link(ground: Ground) -> Rating:
    return rating_of(ground)


def later(days: float) -> Any:
    return clock.fixed(clock.now() + timedelta(days=days))


def test_no_name_stands_on_the_page_and_nothing_of_it_is_told_to_other_sites(link: Rating) -> None:
    page = link.open()
    assert page.status == 200
    assert "Harbour Trust" in page.text
    assert "Question 1 of 10" in page.text or "Question 1 of 9" in page.text
    for name in ("Anwen", str(link.episode.client.uid), link.token, "Getting out"):
        assert name not in page.response.content.decode(), name
    assert page.response["Referrer-Policy"] == "no-referrer"
    assert page.response["Cache-Control"] == "no-store, private"
    assert "noindex" in page.response["X-Robots-Tag"]
    assert not link.browser.cookies
    assert not [one for one in page.html.find_all("a", href=True) if "://" in one["href"]]


def test_one_question_at_a_time_back_and_change_and_send(link: Rating) -> None:
    page = link.send("next", at="1", **{PHQ[0]: "2"})
    assert "Question 2 of" in page.text
    assert link.send("back", at="2", **{PHQ[1]: "1"}).value(PHQ[0]) == ["2"]
    page = link.send("check", at="1", **{PHQ[0]: "3"})
    assert "Check your answers" in page.text
    assert "Nearly every day" in page.text
    link.answer(dict.fromkeys(PHQ, 1))
    assert link.kept == [], "nothing is sent before it is sent"
    thanks = link.send("send", at="check")
    assert (thanks.status, "Thank you" in thanks.text) == (200, True)
    assert "116 123" in thanks.text
    assert "Anwen" not in thanks.text
    (row,) = link.kept
    assert (row.total, row.rater, row.entered_by, row.stage) == (9, "client", "person_link", "start")
    assert row.assessed_date == TODAY
    assert link.fresh().answers == {}, "of the answers nothing stays in the link"


def test_it_stands_in_the_log_as_the_persons_own_deed(link: Rating) -> None:
    link.answer(dict.fromkeys(PHQ, 0))
    link.send("send", at="check")
    with scope.of(link.ground.by):
        last = list(AuditEvent.objects.order_by("-seq").values_list("type", "actor_kind", "actor_uid")[:2])
    assert {one[0] for one in last} == {"intake.rating_sent", "cases.assessment_recorded"}
    assert {one[1:] for one in last} == {("link", "person")}


def test_all_on_one_page_larger_and_in_their_language_with_nothing_lost(link: Rating) -> None:
    page = link.send("view-all", at="1", **{PHQ[0]: "2"})
    assert len(page.html.select("[data-question]")) >= 9
    assert page.value(PHQ[0]) == ["2"]
    page = link.send("size-large", at="all", **{PHQ[1]: "1"})
    assert page.html.html["data-size"] == "large"
    page = link.send("lang-urdu", at="all", **{PHQ[2]: "3"})
    assert (page.html.html["dir"], page.html.html["lang"]) == ("rtl", "ur")
    assert [page.value(key) for key in PHQ[:3]] == [["2"], ["1"], ["3"]]
    words = page.html.select_one(".rate-words")
    assert (words["lang"], words["dir"]) == ("en-GB", "ltr"), "no translation by the holder: the questions stay English"
    again = Page(Browser().get(link.url))
    assert again.value(PHQ[1]) == ["1"], "closed and opened elsewhere, it is all there"
    assert "Question" in link.send("lang-english", at="all").text


def test_leaving_out_and_preferring_not_to_answer_are_taken(link: Rating) -> None:
    link.send("check", at="all", **{PHQ[0]: "skip", PHQ[1]: "2", PHQ[2]: "7", PHQ[3]: "<b>"})
    page = link.open("?at=check")
    assert "I prefer not to answer" in page.text
    assert "Not answered" in page.text
    link.send("send", at="check")
    (row,) = link.kept
    assert row.answers[:4] == [None, 2, None, None]
    assert row.total is None


def test_nothing_said_at_all_is_sent_and_no_reading_is_made_of_it(link: Rating) -> None:
    assert "Thank you" in link.send("send", at="check").text
    assert link.kept == []
    assert link.fresh().used_at is not None


def test_somebody_who_said_something_hard_is_told_whom_to_call(link: Rating) -> None:
    link.answer({PHQ[8]: 1})
    assert "You do not have to be alone" in link.send("send", at="check").text
    with scope.of(link.ground.by):
        (sent,) = rated.unseen(link.ground.by, None)
    assert sent.is_urgent


def test_a_low_answer_can_be_the_hard_one(ground: Ground) -> None:
    data = sealed(flags=[{"item": "area_1", "at_most": 1, "words": "Look at this today."}])
    with scope.of(ground.manager):
        id = own_scales.take_in(by=ground.manager, data=data).one.scale
    link = rating_of(ground, scales=(id,))
    link.answer({f"q-{id}-area_1": 1})
    assert "You do not have to be alone" in link.send("send", at="check").text


def test_the_worker_sees_the_score_at_once_with_its_change(ground: Ground) -> None:
    with scope.of(ground.by):
        episode = open_episode(ground)
        new = NewAssessment(episode_uid=str(episode.uid), scale="phq9", assessed_date=DAY, answers=[2] * 9)
        assessments.record(by=ground.by, assessments=[new])
    link = rating_of(ground, episode)
    link.answer(dict.fromkeys(PHQ, 1))
    link.send("send", at="check")
    assert link.kept[-1].stage == "review", "no second start"
    with scope.of(ground.by):
        (sent,) = rated.unseen(ground.by, [ground.by.uid])
        assert [(one.value, one.change, one.since) for one in sent.readings] == [(9, -9, DAY)]
        ratings.see(by=ground.by, link_uid=link.row.uid)
        assert rated.unseen(ground.by, None) == ()


# attacked


def _dead(link: Rating) -> list[str]:
    """Addresses that open nothing: guessed, malformed, and this link once it is dead."""
    return [link.url, f"/rate/{'a' * 28}/", "/rate/x/", "/rate/%00/", f"/rate/{link.token[:-1]}/", "/rate/here/"]


@pytest.mark.parametrize("how", ["used", "expired", "ended", "merged", "erased"])
def test_whatever_opens_nothing_is_one_and_the_same_page(link: Rating, how: str) -> None:
    by, days = link.ground.manager, 0
    with scope.of(by):
        if how == "used":
            link.send("send", at="check")
        elif how == "expired":
            days = 31
        elif how == "ended":
            ratings.end(by=by, client_uid=link.episode.client.uid, link_uid=link.row.uid)
        elif how == "merged":
            merging.merge(by=by, kept_uid=link.ground.bashir.uid, gone_uid=link.ground.anwen.uid, sides={"age": "gone"})
        else:
            erasure.erase(by=by, client_uid=link.episode.client.uid, reason="client_asked")
    with later(days):
        found = {(answer.status_code, answer.content) for answer in (Browser().get(path) for path in _dead(link))}
        sent = link.browser.post(link.url, {"go": "send", PHQ[0]: "1"})
    assert len(found) == 1
    assert next(iter(found))[0] == 404
    assert (sent.status_code, sent.content) == next(iter(found))


def test_a_dead_link_costs_the_same_queries_as_one_that_never_was(link: Rating) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    link.send("send", at="check")
    counts = []
    for path in (f"/rate/{'b' * 28}/", f"/rate/{'a' * 28}/", link.url):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            Browser().get(path)
        counts.append(len(seen))
    assert counts[1] == counts[2]


def test_opening_it_ahead_uses_nothing_up(link: Rating) -> None:
    before = feed.head(link.ground.party.organisation.pk)
    for _ in range(3):
        assert link.browser.head(link.url).status_code == 200
        assert link.open(**{"Sec-Purpose": "prefetch"}).status == 200
    assert link.fresh().version == link.row.version
    assert feed.head(link.ground.party.organisation.pk) == before


def test_sent_from_two_tabs_it_lands_once(link: Rating) -> None:
    link.answer(dict.fromkeys(PHQ, 1))
    assert link.send("send", at="check").status == 200
    assert link.send("send", at="check").status == 404
    assert link.send("keep", at="all", **{PHQ[0]: "3"}).status == 404
    assert [row.total for row in link.kept] == [9]


def test_what_is_refused_is_kept_and_the_link_is_not_used_up(link: Rating) -> None:
    link.answer(dict.fromkeys(PHQ, 1))
    with scope.of(link.ground.by):
        Client.objects.update(birth_date=TODAY + timedelta(days=1))  # a slip in the record: nobody answers before birth
    page = link.send("send", at="check")
    assert (page.status, "could not be sent" in page.text) == (422, True)
    assert link.fresh().used_at is None
    with later(1):
        assert link.send("send", at="check").status == 200
    assert len(link.kept) == 1


def test_somebody_elses_questions_and_answers_are_not_there(link: Rating, ground: Ground) -> None:
    with scope.of(ground.by):
        other = rating_of(ground, open_episode(ground, ground.bashir), scales=("gad7",))
    other.send("keep", **{"q-gad7-i1": "3", PHQ[0]: "3"})
    assert other.fresh().answers["given"] == {"gad7": {"i1": 3}}
    assert link.fresh().answers == {}
    link.answer(dict.fromkeys(PHQ, 1))
    link.send("send", at="check")
    assert {row.client_id for row in link.kept} == {ground.anwen.pk}


def test_a_flood_at_the_door_is_held_and_a_real_link_still_opens(link: Rating) -> None:
    answers = [Browser().get(f"/rate/{'a' * 27}{letter}/").status_code for letter in rules.ALPHABET + "ab"]
    assert answers == [404] * 30 + [429] * 3
    assert link.open().status == 200
    assert "127.0.0.1" not in str(list(Throttle.objects.values()))


def test_one_link_is_not_written_to_without_end(link: Rating, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules_rating.LIMITS, "link", Limit(10, 3))
    assert [link.send("keep", follow=False).status for _ in range(5)] == [204] * 3 + [429] * 2


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_what_another_site_sent_is_not_taken(link: Rating, headers: dict[str, str]) -> None:
    answer = link.browser.post(link.url, {"go": "send", PHQ[0]: "1"}, headers=headers)
    assert answer.status_code == 422
    assert link.fresh().answers == {}


def test_a_made_up_thank_you_is_nothing(link: Rating) -> None:
    from django.core import signing

    forged = signing.dumps(["Call 0900 123", "english", True, False, False], salt="other")
    assert Browser().get(f"/rate/thank-you/{forged}/").status_code == 404


def test_one_that_lasts_asks_what_is_due_and_sleeps_in_between(ground: Ground) -> None:
    link = rating_of(ground, lasting=True, days=365)
    link.answer(dict.fromkeys(PHQ, 1))
    link.send("send", at="check")
    asleep = link.open()
    assert (asleep.status, "Nothing to answer today" in asleep.text) == (200, True)
    assert link.send("send", at="check").status == 404
    with later(100):
        assert "Question 1 of" in link.open().text
        link.answer(dict.fromkeys(PHQ, 0))
        link.send("send", at="check")
    assert [(row.stage, row.total) for row in link.kept] == [("start", 9), ("review", 0)]


def test_what_may_not_be_asked_is_refused_all_at_once(ground: Ground) -> None:
    from cairn.kernel.problems import Refused

    with scope.of(ground.by):
        episode = open_episode(ground)
        new = NewRating(episode_uid=str(episode.uid), scales=["swemwbs"], stage="x", language="klingon", days=0, lasting=True,
                        on_tablet=True)  # fmt: skip
        with pytest.raises(Refused) as refused:
            ratings.make(by=ground.by, ratings=[new], languages=[*every()])
    fields = {one.field for one in refused.value.problems}
    assert fields == {"scales", "stage", "language", "days", "lasting"}


def test_the_token_stands_nowhere_but_in_the_answer(link: Rating) -> None:
    from cairn.access.models import Revision

    with scope.of(link.ground.by):
        kept = str(list(RatingLink.objects.values())) + str(list(Revision.objects.values_list("payload", flat=True)))
    assert link.token not in kept
    assert rules.token_hash(link.token) not in str(list(Revision.objects.values_list("payload", flat=True)))


def test_what_was_answered_in_another_version_is_asked_again_and_never_passed_off_as_this_one(ground: Ground) -> None:
    by = ground.manager
    with scope.of(by):
        id = publish(by)
        link = rating_of(ground, scales=(id,))
        link.answer({f"q-{id}-area_1": 9, f"q-{id}-area_2": 3})
        own_scales.next_version(by=by, id=id)
        narrower = replace(LADDER, high=3, areas=building.plan_of(local.versions(by, id)[0].scale).areas)
        own_scales.draft(by=by, plan=narrower, id=id, number=2)
        own_scales.publish(by=by, id=id, number=2)
    page = link.send("send", at="check")
    assert (page.status, page.text.count("Not answered"), link.kept) == (422, 2, [])
    link.answer({f"q-{id}-area_1": 2})
    link.send("send", at="check")
    (row,) = link.kept
    assert (row.scale_version, row.answers) == (2, [2, None])


def test_one_that_lasts_and_is_sent_empty_again_and_again_says_nothing_of_it(ground: Ground) -> None:
    link = rating_of(ground, lasting=True)
    with scope.of(ground.by):
        before = AuditEvent.objects.count()
    for _ in range(3):
        assert "Thank you" in link.send("send", at="check").text
    with scope.of(ground.by):
        assert AuditEvent.objects.count() == before
        assert rated.unseen(ground.by, None) == ()


def test_words_are_kept_without_what_is_no_character() -> None:
    assert rules_rating.plain("good\0 \u202eevil\ud800\n سلام") == "good evil\n سلام"
    assert len(rules_rating.plain("x" * 9000)) == rules_rating.LONGEST_COMMENT
