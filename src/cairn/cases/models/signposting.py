from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Signposting(Tenant):
    """A referral out: a person was told of another service, or their details were passed to it. `kind` is a code of
    `signposting_kind`, `result` of `signposting_result`: what came of it, when it is known. `entry` is in the directory;
    `to_words` names whoever is not."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, null=True, related_name="signpostings")
    need = models.ForeignKey("cases.Need", on_delete=models.PROTECT, null=True, related_name="signpostings")
    entry = models.ForeignKey(
        "services.DirectoryEntry", on_delete=models.PROTECT, null=True, related_name="signpostings"
    )
    to_words = PersonalText()
    kind = models.CharField(max_length=20, default="told")
    made_date = models.DateField()
    worker_uid = models.CharField(max_length=36, default="", blank=True)
    ask_again_date = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=20, default="not_known")
    result_date = models.DateField(null=True, blank=True)
    words = PersonalText()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "result", "ask_again_date"], name="signposting_to_ask"),
            models.Index(fields=["client", "made_date"], name="signposting_line"),
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = need = entry = worker_uid = P.OPERATIONAL
        kind = made_date = ask_again_date = result = result_date = P.PERSONAL
        to_words = words = P.FREE_TEXT
