"""What this room holds of a person: rows that were submitted, the codes under which they went, what was decided about
sending them, and their story where they agreed to its being told.

A row's content and salt go, its digest stays, so that the submission still verifies and a guessed value proves nothing.
"""

from cairn.access import scope
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store
from cairn.returns.models import CaseStudy, CaseStudyUse, LinkCode, RowCode, RowHandling, SubmissionRow

MODELS = ("returns.SubmissionRow", "returns.RowCode", "returns.LinkCode", "returns.RowHandling")
STORIES = ("returns.CaseStudy", "returns.CaseStudyUse")


#: What of a row goes when its person is erased, or when it is kept no longer. Its digest stays.
EMPTY = {"shared": None, "salt": "", "link_code": "", "reduced_digest": ""}


def _erase(who: Erasure) -> int:
    theirs = RowCode.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    codes = list(theirs.values_list("code", flat=True))
    with scope.every("a partner's person stands in rows that the lead submitted"):
        emptied = SubmissionRow.objects.filter(row_code__in=codes).update(**EMPTY)
    links = LinkCode.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    with scope.every("a lead decided about a partner's person"):
        decided = RowHandling.objects.filter(client_id=who.client_id).delete()[0]
    return emptied + theirs.delete()[0] + links.delete()[0] + decided


def _erase_stories(who: Erasure) -> int:
    """With the story go its words in every return that told it; that it stood there stays."""
    theirs = CaseStudy.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    uids = list(theirs.values_list("uid", flat=True))
    told = CaseStudyUse.objects.filter(study_uid__in=uids).update(title="", theme="", words="")
    return int(told) + int(theirs.delete()[0])


def register() -> None:
    erasure.register(Store("rows sent with returns", MODELS, _erase, order=40))
    erasure.register(Store("stories told with consent", STORIES, _erase_stories, order=40))
