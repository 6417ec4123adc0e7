from cairn.returns.models.figure import Figure
from cairn.returns.models.round import Return, Round
from cairn.returns.models.submission import RowCode, Submission, SubmissionRow

__all__ = ["Figure", "Return", "Round", "RowCode", "Submission", "SubmissionRow"]
