"""Tell somebody's story once, with their consent; use it in returns; and take it back everywhere when the consent ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts.queries import NotFound
from cairn.desk.actions import drafts
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import queries as people
from cairn.people.models import Client
from cairn.returns import finding, rules, rules_words, stories
from cairn.returns.models import CaseStudy, CaseStudyUse, Return


@dataclass(frozen=True, slots=True)
class NewStory:
    """`client_uid` is whose story it is, "" where they are not on record. `name_checked`: whoever wrote it says that a word which
    is part of the name is none here."""

    title: str
    words: str
    consent_date: date
    consent_how: str
    theme: str = ""
    client_uid: str = ""
    name_checked: bool = False


def write(*, by: Actor, story: NewStory) -> Done[CaseStudy]:
    """As who prepares returns. Raises NotFound for a person whom the actor may not see."""
    by.require(Permission.PREPARE_RETURNS)
    client = _client(by, story.client_uid)
    refuse_if(problems(story, client))
    row = CaseStudy(organisation_id=by.organisation_id, client=client, **_fields(story))
    with deed("returns.case_study_written", by=by) as this:
        Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)  # sent twice at once, it is one
        same = {"client": client, "withdrawn_date": None, **_fields(story)}
        if (before := CaseStudy.objects.filter(organisation_id=by.organisation_id, **same).first()) is not None:
            return Done((before,))
        this.create(row)
    return Done((row,), (), this.uid)


def change(*, by: Actor, study_uid: str, to: NewStory, version: int | None = None) -> Done[CaseStudy]:
    """Put it in other words. Returns that are not sent yet tell it so; what was sent stays as it was sent."""
    by.require(Permission.PREPARE_RETURNS)
    row = stories.find(by, study_uid)
    client = _client(by, to.client_uid) if to.client_uid else row.client
    refuse_if(_withdrawn(row) + problems(to, client))
    if version is not None:
        row.version = version
    rows = CaseStudyUse.objects.filter(study_uid=row.uid, provider_id=by.organisation_id)
    with deed("returns.case_study_written", by=by) as this:
        this.update(row, client=client, **_fields(to))
        for use in rows.select_for_update().filter(answer__state__in=("open", "rejected")):
            parties.change(this, by, use, title=row.title, theme=row.theme, words=row.words)
    return Done((row,), (), this.uid)


def problems(story: NewStory, client: Client | None) -> list[Problem]:
    """Everything that is wrong with a story; a part of the person's name in it too, unless that was looked at."""
    said = (story.title, story.words, story.theme, story.consent_date, story.consent_how)
    found = 0
    if client is not None:
        found = rules_words.names_in(f"{story.title} {story.words} {story.theme}", (client.name, client.known_as))
    return rules_words.story_problems(*said, clock.today()) + rules_words.name_problems(found, story.name_checked)


def _fields(story: NewStory) -> dict[str, Any]:
    return {
        "title": story.title.strip(), "words": story.words.strip(), "theme": story.theme.strip(),
        "consent_date": story.consent_date, "consent_how": story.consent_how,
    }  # fmt: skip


def _client(by: Actor, uid: str) -> Client | None:
    return people.get(by, uid) if uid else None


def _withdrawn(row: CaseStudy) -> list[Problem]:
    if row.withdrawn_date is None:
        return []
    fix = "Ask them anew, and write a new one."
    return [Problem("story.withdrawn", "Its consent was withdrawn, so it is told no more.", fix)]


def use(*, by: Actor, return_uid: str, study_uids: Collection[str]) -> Done[CaseStudyUse]:
    """As the lead, while the return is open: it tells these case studies, and no others."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    refuse_if(rules.move_problems(answer.state, "submitted", "provider"))
    wanted = {str(uid): stories.find(by, str(uid)) for uid in study_uids}
    there = {str(row.study_uid): row for row in stories.uses(answer)}
    refuse_if(each for uid, row in wanted.items() if uid not in there for each in _withdrawn(row))
    with deed("returns.case_study_used", by=by) as this:
        finding.hold(answer)
        this.delete_many(row for uid, row in there.items() if uid not in wanted and row.words)
        new = _told(answer, [uid for uid in wanted if uid not in there])
        parties.make(this, by, new)
        this.about("return", answer.uid)
    return Done(tuple(new), (), this.uid)


def _told(answer: Return, uids: Collection[str]) -> list[CaseStudyUse]:
    """Its words as they stand within the deed: somebody may have taken them back since they were found."""
    rows = CaseStudy.objects.filter(uid__in=list(uids)).order_by("pk").select_for_update()
    found = list(rows)
    if len(found) != len(uids):
        raise NotFound("a case study")
    refuse_if(each for row in found for each in _withdrawn(row))
    return [
        CaseStudyUse(
            provider_id=answer.provider_id, commissioner_id=answer.commissioner_id, answer=answer, study_uid=row.uid,
            title=row.title, theme=row.theme, words=row.words,
        )
        for row in found
    ]  # fmt: skip


def withdraw(*, by: Actor, study_uid: str) -> Done[CaseStudy]:
    """The consent has ended: its words go from here and from every return at once, also from those that were accepted. What is
    left is that there was one. No return's hash rests on them. It cannot be undone."""
    by.require(Permission.PREPARE_RETURNS)
    row = stories.find(by, study_uid)
    refuse_if(_withdrawn(row))
    with deed("returns.consent_withdrawn", by=by) as this:
        this.update(row, withdrawn_date=clock.today(), title="", words="", theme="")
        told = CaseStudyUse.objects.filter(study_uid=row.uid, provider_id=by.organisation_id).select_for_update()
        for one in told.select_related("answer"):
            parties.change(this, by, one, title="", theme="", words="")
            this.about("return", one.answer.uid)
        drafts.drop_all(by=by, form=f"story.{row.uid}")
    return Done((row,), (), this.uid)
