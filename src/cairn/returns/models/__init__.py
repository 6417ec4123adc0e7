from cairn.returns.models.figure import Figure
from cairn.returns.models.narrative import CaseStudy, CaseStudyUse, NarrativeAnswer, RoundQuestion
from cairn.returns.models.round import Return, Round
from cairn.returns.models.submission import CleaningEntry, LinkCode, RowCode, RowHandling, Submission, SubmissionRow
from cairn.returns.models.talk import Chase, FigureNote, FigureRating, Nudge, PaymentStatement, ReviewMeeting

__all__ = [
    "CaseStudy",
    "CaseStudyUse",
    "Chase",
    "CleaningEntry",
    "Figure",
    "FigureNote",
    "FigureRating",
    "LinkCode",
    "NarrativeAnswer",
    "Nudge",
    "PaymentStatement",
    "Return",
    "ReviewMeeting",
    "Round",
    "RoundQuestion",
    "RowCode",
    "RowHandling",
    "Submission",
    "SubmissionRow",
]
