from cairn.returns.models.figure import Figure
from cairn.returns.models.round import Return, Round
from cairn.returns.models.submission import LinkCode, RowCode, Submission, SubmissionRow

__all__ = ["Figure", "LinkCode", "Return", "Round", "RowCode", "Submission", "SubmissionRow"]
