from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class Submission(TwoParty):
    """A version of a return as it was sent; only the commissioner's decision is added to it. `figures` are the numbers,
    `adjustments` what became known of earlier periods since those were accepted;
    `narrative` what was answered in words, `[{head, theme, question, words}]`;
    `fields` what the agreement let leave, `[{name, purpose}]`, or none; `sha256` is over the figures and the sorted
    salted digests of the rows, so that erasing one person keeps it verifying. `decision`: "", accepted, rejected."""

    SUBJECT: ClassVar[str] = "submission"
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset(
        {"is_accepted", "decision", "decision_reason", "decided_at"}
    )
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=36)
    is_late = models.BooleanField(default=False)
    figures = models.JSONField()
    adjustments = models.JSONField(default=list)
    narrative = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    is_accepted = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, default="", blank=True)
    decision_reason = models.TextField(default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="one_submission_per_number")]

    class Privacy:
        id = uid = version = provider = commissioner = answer = number = submitted_at = submitted_by = P.OPERATIONAL
        is_late = decision = decided_at = P.OPERATIONAL
        figures = adjustments = fields = sha256 = is_accepted = P.PUBLIC
        decision_reason = narrative = P.FREE_TEXT


class SubmissionRow(TwoParty):
    """One row of one submission: a fact under the row code of the contract, with only the fields that the agreement lists
    and the columns that the agreed measures are computed from.

    `holder` is the organisation whose record it is: the lead or an agreed partner. `row_code` is "" where nobody is
    named (a head count). `link_code` is "" unless the agreement allows linking; it is never exported. `shared` holds
    `fact` (a hash of the record's uid) and mart columns by their names. `shared` and `salt` are emptied when the person
    is erased; `digest` stays. Where one field was deleted before the rest, `reduced_digest` is that of what is left, and
    `digest` stays that of what was sent. `counted_in` lists the keys (`measure` or `measure:dimension=code`) of the figures that
    the row stands behind. Written by the submission only, never into a revision.
    """

    SUBJECT: ClassVar[str] = ""
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    submission = models.ForeignKey("returns.Submission", on_delete=models.PROTECT, related_name="rows")
    holder = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    row_code = models.CharField(max_length=32, default="", blank=True, db_index=True)
    link_code = models.CharField(max_length=32, default="", blank=True)
    table = models.CharField(max_length=30)
    shared = models.JSONField(null=True)
    counted_in = models.JSONField(default=list)
    salt = models.CharField(max_length=32, default="", blank=True)
    digest = models.CharField(max_length=64)
    reduced_digest = models.CharField(max_length=64, default="", blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = submission = holder = row_code = table = digest = P.OPERATIONAL
        link_code = counted_in = reduced_digest = P.OPERATIONAL
        shared = P.PERSONAL
        salt = P.SECRET


class RowCode(Tenant):
    """The code under which a client appears in one contract's rows. Only the organisation that holds the client can read
    it back; erasing the client removes it. Never in a revision."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "contract"], name="one_row_code_per_contract")]

    class Privacy:
        id = uid = version = organisation = client = contract = P.OPERATIONAL
        code = P.IDENTITY


class LinkCode(Tenant):
    """The code under which one recipient may know a client again across contracts, where an agreement allows linking.
    Made inside the organisation, never exported; erasing the client removes it."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "recipient"], name="one_link_code_per_recipient")]

    class Privacy:
        id = uid = version = organisation = client = recipient = P.OPERATIONAL
        code = P.IDENTITY


class RowHandling(Tenant):
    """What the provider decided about somebody who would stand alone in the rows of an annual return: `choice` (a code of
    `row_handling`) is to coarsen the `fields` named, to send them in figures only, or to withhold them; with the reason."""

    SUBJECT: ClassVar[str] = ""
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=12)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "client"], name="one_handling_per_person")]

    class Privacy:
        id = uid = version = organisation = answer = client = P.OPERATIONAL
        choice = fields = P.PERSONAL
        reason = P.FREE_TEXT


class CleaningEntry(TwoParty):
    """One line of the commissioner's cleaning log: what a row-level rule (or a person, rule "by_hand") found in a row of a
    submission, and what became of it. `row` is the row's `row_code`, or its digest where nobody is named. `state` is a code
    of `cleaning_state`. A row set aside is left out of the commissioner's cleaned figures;
    the submission stays as it was sent."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"reply", "replied_at"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset({"words", "settled_at"})
    BOTH_WRITE: ClassVar[frozenset[str]] = frozenset({"state"})  # the provider only from asked to answered
    submission = models.ForeignKey("returns.Submission", on_delete=models.PROTECT, related_name="cleaning")
    digest = models.CharField(max_length=64)
    row = models.CharField(max_length=64)
    table = models.CharField(max_length=30)
    rule = models.CharField(max_length=40)
    state = models.CharField(max_length=12)
    words = models.CharField(max_length=500, default="", blank=True)
    reply = models.CharField(max_length=500, default="", blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "digest", "rule"], name="one_cleaning_entry_per_row_and_rule")
        ]

    class Privacy:
        id = uid = version = provider = commissioner = submission = digest = row = table = rule = P.OPERATIONAL
        state = made_by_uid = made_at = replied_at = settled_at = P.OPERATIONAL
        words = reply = P.FREE_TEXT
