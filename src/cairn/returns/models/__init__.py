from cairn.returns.models.figure import Figure
from cairn.returns.models.narrative import CaseStudy, CaseStudyUse, NarrativeAnswer, RoundQuestion
from cairn.returns.models.round import Return, Round
from cairn.returns.models.submission import CleaningEntry, LinkCode, RowCode, RowHandling, Submission, SubmissionRow
from cairn.returns.models.talk import Chase, FigureNote, FigureRating, Nudge, PaymentStatement, ReviewMeeting
from cairn.returns.models.use import DataUse, DataUseOf, FeedbackFor, RoundFeedback

__all__ = [
    "CaseStudy",
    "CaseStudyUse",
    "Chase",
    "CleaningEntry",
    "DataUse",
    "DataUseOf",
    "FeedbackFor",
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
    "RoundFeedback",
    "RoundQuestion",
    "RowCode",
    "RowHandling",
    "Submission",
    "SubmissionRow",
]
