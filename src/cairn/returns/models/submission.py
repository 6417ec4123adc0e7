from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class Submission(TwoParty):
    """A version of a return as it was sent, never changed. `figures` are the numbers; `sha256` is over them and the
    sorted salted digests of its rows, so that erasing one person keeps it verifying."""

    SUBJECT: ClassVar[str] = "submission"
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=36)
    figures = models.JSONField()
    fields = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    is_accepted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="one_submission_per_number")]

    class Privacy:
        id = uid = version = provider = commissioner = answer = number = submitted_at = submitted_by = P.OPERATIONAL
        figures = fields = sha256 = is_accepted = P.PUBLIC


class SubmissionRow(TwoParty):
    """One row of one submission: a fact under the row code of the contract, with only the fields that the agreement lists.

    `shared` and `salt` are emptied when the person is erased; `digest` stays. `counted_in` names the figures that the row
    stands behind.
    """

    SUBJECT: ClassVar[str] = ""
    submission = models.ForeignKey("returns.Submission", on_delete=models.PROTECT, related_name="rows")
    row_code = models.CharField(max_length=32, db_index=True)
    table = models.CharField(max_length=30)
    shared = models.JSONField(null=True)
    counted_in = models.JSONField(default=list)
    salt = models.CharField(max_length=32, default="", blank=True)
    digest = models.CharField(max_length=64)

    class Privacy:
        id = uid = version = provider = commissioner = submission = row_code = table = digest = counted_in = (
            P.OPERATIONAL
        )
        shared = P.PERSONAL
        salt = P.SECRET


class RowCode(Tenant):
    """The code under which a client appears in one contract's rows. Only the organisation that holds the client can read
    it back; erasing the client removes it."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "contract"], name="one_row_code_per_contract")]

    class Privacy:
        id = uid = version = organisation = client = contract = P.OPERATIONAL
        code = P.IDENTITY
