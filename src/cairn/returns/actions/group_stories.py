"""Make a case study of what a tiny group told with consent; take its story back everywhere."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import told
from cairn.contracts.models import GroupReport
from cairn.desk.actions import drafts
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import group_stories, rules_words
from cairn.returns.models import CaseStudy

HOW = "written"


def use(*, by: Actor, report_uid: object, title: str, words: str = "", theme: str = "") -> Done[CaseStudy]:
    """The story as the group told it, or shortened (`words`). Made twice, it is one. Raises Refused or NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    row = told.find(by, report_uid)
    if (there := group_stories.study_of(by, row.uid)) is not None and there.withdrawn_date is None:
        return Done((there,), (Problem("uid.again", "It is a case study already.", severity="warning"),))
    refuse_if(use_problems(row, title, words or row.story, theme))
    study = CaseStudy(
        uid=row.uid, organisation_id=by.organisation_id, title=title.strip(), words=(words or row.story).strip(),
        theme=theme.strip(), consent_date=row.told_date, consent_how=HOW,
    )  # fmt: skip
    with deed("returns.case_study_written", by=by) as this:
        this.create(study)
    return Done((study,), (), this.uid)


def use_problems(row: GroupReport, title: str, words: str, theme: str) -> list[Problem]:
    found = rules_words.story_problems(title, words or "-", theme, row.told_date, HOW, clock.today())
    if not told.view(row).may_be_told:
        fix = "Ask the group: it can say so on its page, or to you."
        found.append(Problem("story.consent", "The group has not said that it may be told.", fix, field="words"))
    return found


def take_back(*, by: Actor, report_uid: object) -> Done[GroupReport]:
    """The group wants it told no more: it goes from here, from the case study and from every return at once. It cannot be
    undone. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    row = told.find(by, report_uid)
    with deed("returns.consent_withdrawn", by=by) as this:
        group_stories.forget(this, by, row.group, row.from_date, row.to_date)
        drafts.drop_all(by=by, form=f"story.{row.uid}")
    return Done((row,), (), this.uid)
