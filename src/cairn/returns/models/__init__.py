from cairn.returns.models.figure import Figure
from cairn.returns.models.round import Return, Round
from cairn.returns.models.submission import LinkCode, RowCode, Submission, SubmissionRow
from cairn.returns.models.talk import FigureNote, FigureRating, ReviewMeeting

__all__ = [
    "Figure",
    "FigureNote",
    "FigureRating",
    "LinkCode",
    "Return",
    "ReviewMeeting",
    "Round",
    "RowCode",
    "Submission",
    "SubmissionRow",
]
