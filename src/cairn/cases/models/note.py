from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Note(Tenant):
    """Words about one client. A note of a group session is written person by person, so that it can be erased.

    `kind` is a code of `note_kind`. A memo goes to a colleague (`to_uid`) and waits until they mark it as dealt with
    (`dealt_at`); answers point at what they answer (`answers`). A restricted note is read by its author, by whom it is
    to, and by who holds the permission for restricted records.
    """

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="notes")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, null=True, related_name="notes")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, null=True, related_name="notes")
    need = models.ForeignKey("cases.Need", on_delete=models.PROTECT, null=True, related_name="notes")
    answers = models.ForeignKey("cases.Note", on_delete=models.SET_NULL, null=True, related_name="answered_by")
    kind = models.CharField(max_length=20, default="note")
    is_restricted = models.BooleanField(default=False)
    to_uid = models.CharField(max_length=36, default="", blank=True)
    written_at = models.DateTimeField(null=True)
    dealt_at = models.DateTimeField(null=True, blank=True)
    note_date = models.DateField()
    author_uid = models.CharField(max_length=36)
    text = PersonalText()

    class Meta:
        indexes = [
            models.Index(fields=["to_uid", "dealt_at"], condition=~models.Q(to_uid=""), name="note_memos"),
            models.Index(fields=["client", "note_date"], name="note_line"),
            models.Index(fields=["client", "note_date"], condition=models.Q(activity=None), name="note_line_alone"),
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = activity = author_uid = note_date = P.OPERATIONAL
        need = answers = kind = is_restricted = to_uid = written_at = dealt_at = P.OPERATIONAL
        text = P.FREE_TEXT
