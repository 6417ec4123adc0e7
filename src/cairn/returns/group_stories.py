"""The story of a tiny group as a case study of its anchor: which one it became, and how it is taken back everywhere."""

from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.contracts import parties
from cairn.contracts.models import Group, GroupReport
from cairn.kernel import clock
from cairn.returns.models import CaseStudy, CaseStudyUse

#: A case study made of a group's story has the uid of what the group told: so each story becomes one, and is found again.


def chain(group: Group, from_date: date, to_date: date) -> list[GroupReport]:
    """All that a group told of a period, what was replaced too."""
    same = {"group": group, "from_date": from_date, "to_date": to_date}
    return list(GroupReport.objects.filter(**same).select_for_update().order_by("pk"))


def study_of(by: Actor, report_uid: object) -> CaseStudy | None:
    """The case study that a story became; None where it became none."""
    found: CaseStudy | None = CaseStudy.objects.filter(organisation_id=by.organisation_id, uid=report_uid).first()
    return found


def forget(this: Deed, by: Actor, group: Group, from_date: date, to_date: date, but: GroupReport | None = None) -> None:
    """Its consent has ended: the story goes from all that the group told of that time (`but` one), from the case study and from
    every return, sent or not. What is left is that there was one. No return's hash rests on it."""
    rows = [row for row in chain(group, from_date, to_date) if but is None or row.pk != but.pk]
    for row in rows:
        if row.story or row.story_consent:
            parties.change(this, by, row, story="", story_consent="")
    uids = [row.uid for row in rows]
    studies = CaseStudy.objects.filter(organisation_id=group.provider_id, uid__in=uids, withdrawn_date=None)
    for study in studies.select_for_update():
        this.update(study, withdrawn_date=clock.today(), title="", words="", theme="")
    uses = CaseStudyUse.objects.filter(provider_id=group.provider_id, study_uid__in=uids).exclude(words="")
    for use in uses.select_for_update().select_related("answer"):
        parties.change(this, by, use, title="", theme="", words="")
        this.about("return", use.answer.uid)
    this.about("group", group.uid)
