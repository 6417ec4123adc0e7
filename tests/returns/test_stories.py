"""A case study is told with consent, in several returns, and is gone from all when the consent or the person is."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.models import Revision
from cairn.contracts.queries import NotFound
from cairn.desk.actions import drafts
from cairn.kernel.problems import Refused
from cairn.people.actions.erasure import erase
from cairn.returns import queries, stories
from cairn.returns.actions import rounds
from cairn.returns.actions import stories as actions
from cairn.returns.actions.rounds import NewRound
from cairn.returns.actions.stories import NewStory
from cairn.returns.models import CaseStudy, CaseStudyUse
from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, refused_rules, submit

NEW = NewStory("Back to the choir", "She took the bus on her own.", date(2025, 7, 1), "written", "Isolation")
SUMMER = NewRound("Summer", date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 31))


def write(quarter: Quarter, story: NewStory = NEW) -> str:
    with scope.of(quarter.lead):
        return str(actions.write(by=quarter.lead, story=story).one.uid)


def of_ada(quarter: Quarter) -> NewStory:
    return replace(NEW, client_uid=str(quarter.people["Ada"].uid))


def use(quarter: Quarter, *uids: str, answer: str = "") -> Any:
    with scope.of(quarter.lead):
        return actions.use(by=quarter.lead, return_uid=answer or quarter.uid, study_uids=uids)


def told(quarter: Quarter, by: Any = None, answer: str = "") -> list[str]:
    by = by or quarter.lead
    with scope.of(by):
        return [one.words for one in stories.told_in(by, answer or quarter.uid)]


def in_two(quarter: Quarter, uid: str) -> str:
    """The story is told in an accepted return, and in another that is open; the uid of that one."""
    by = quarter.commissioner
    with scope.of(by):
        other = str(rounds.add(by=by, contract_uid=str(quarter.contract.uid), rounds=[SUMMER]).one.answer.uid)
    use(quarter, uid)
    submit(quarter)
    decide(quarter)
    use(quarter, uid, answer=other)
    return other


def nowhere(words: str) -> bool:
    """Whether no row, and no revision of one, holds these words."""
    with scope.every("the test looks everywhere"):
        kept = json.dumps(list(Revision.objects.values_list("payload", flat=True)), default=str)
        rows = [
            *CaseStudy.objects.values_list("words", flat=True),
            *CaseStudyUse.objects.values_list("words", flat=True),
        ]
    return words not in kept and words not in rows


def themes(quarter: Quarter, answer: str) -> list[str]:
    with scope.of(quarter.lead):
        return [one.theme for one in stories.told_in(quarter.lead, answer)]


def test_a_storys_theme_stands_with_it_is_changed_with_it_and_goes_with_it(quarter: Quarter) -> None:
    uid = write(quarter)
    other = in_two(quarter, uid)
    with scope.of(quarter.lead):
        actions.change(by=quarter.lead, study_uid=uid, to=replace(NEW, theme="Getting about"))
    assert (themes(quarter, quarter.uid), themes(quarter, other)) == (["Isolation"], ["Getting about"])
    with scope.of(quarter.lead):
        actions.withdraw(by=quarter.lead, study_uid=uid)
    assert (themes(quarter, quarter.uid), themes(quarter, other)) == ([""], [""])


def test_a_story_is_told_in_several_returns(quarter: Quarter) -> None:
    uid = write(quarter)
    other = in_two(quarter, uid)
    assert told(quarter) == told(quarter, quarter.commissioner) == told(quarter, answer=other) == [NEW.words]
    assert told(quarter, quarter.commissioner, other) == [], "the commissioner never reads a draft"
    with scope.of(quarter.lead):
        (one,) = stories.listing(quarter.lead)
        assert one.used == ("E-1, Spring", "E-1, Summer") and one.may_be_used


def test_other_words_reach_only_what_is_not_sent(quarter: Quarter) -> None:
    uid = write(quarter)
    other = in_two(quarter, uid)
    with scope.of(quarter.lead):
        actions.change(by=quarter.lead, study_uid=uid, to=replace(NEW, words="She walks now."), version=None)
        assert stories.get(quarter.lead, uid).words == "She walks now."
    assert told(quarter) == [NEW.words] and told(quarter, answer=other) == ["She walks now."]


def test_a_consent_that_ends_takes_the_words_out_of_every_return_at_once(quarter: Quarter) -> None:
    uid = write(quarter, of_ada(quarter))
    other = in_two(quarter, uid)
    with scope.of(quarter.lead):
        drafts.put(by=quarter.lead, form=f"story.{uid}", values={"words": NEW.words})
        actions.withdraw(by=quarter.lead, study_uid=uid)
        assert drafts.get(by=quarter.lead, form=f"story.{uid}") is None
        assert queries.verify(queries.submission(quarter.lead, quarter.uid)) == []
    assert told(quarter, quarter.commissioner) == told(quarter, answer=other) == [""] and nowhere(NEW.words)
    for deed in (
        lambda: actions.withdraw(by=quarter.lead, study_uid=uid),
        lambda: actions.change(by=quarter.lead, study_uid=uid, to=NEW),
    ):
        with scope.of(quarter.lead), pytest.raises(Refused) as again:
            deed()
        assert refused_rules(again) == ["story.withdrawn"]
    use(quarter, answer=other)
    assert told(quarter, answer=other) == [""], "that one was taken back stays to be seen"


def test_erasing_the_person_takes_the_story_out_of_every_return(quarter: Quarter, harbour: Party) -> None:
    uid = write(quarter, of_ada(quarter))
    other = in_two(quarter, uid)
    by = harbour.service_manager
    with scope.of(by):
        erase(by=by, client_uid=str(quarter.people["Ada"].uid), reason="client_asked")
    assert told(quarter, quarter.commissioner) == told(quarter, answer=other) == [""] and nowhere(NEW.words)
    with scope.of(quarter.lead):
        assert (
            stories.listing(quarter.lead) == () and queries.verify(queries.submission(quarter.lead, quarter.uid)) == []
        )


def test_a_name_in_the_story_is_told_and_may_be_another_word(quarter: Quarter) -> None:
    named = replace(of_ada(quarter), words="Ada took the bus.")
    with pytest.raises(Refused) as wrong:
        write(quarter, named)
    assert refused_rules(wrong) == ["story.name"] and "Ada" not in str(wrong.value)
    assert write(quarter, replace(named, name_checked=True))


def test_a_sent_return_takes_no_story_and_gives_none_away(quarter: Quarter) -> None:
    uid = write(quarter)
    submit(quarter)
    with pytest.raises(Refused, match="waits for the commissioner"):
        use(quarter, uid)


def test_a_withdrawn_story_is_put_into_nothing(quarter: Quarter) -> None:
    uid = write(quarter)
    with scope.of(quarter.lead):
        actions.withdraw(by=quarter.lead, study_uid=uid)
    with pytest.raises(Refused) as wrong:
        use(quarter, uid)
    assert refused_rules(wrong) == ["story.withdrawn"]


def test_stories_are_their_organisations_own(quarter: Quarter, oakfield: Party, harbour: Party) -> None:
    uid = write(quarter)
    for by in (oakfield.data_lead, quarter.anchor.data_lead):
        with scope.of(by), pytest.raises(NotFound):
            stories.get(by, uid)
    with scope.of(harbour.support_worker), pytest.raises(NotAllowed):
        stories.listing(harbour.support_worker)
