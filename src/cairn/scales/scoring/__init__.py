"""Answers into scores, scores into distance travelled. Pure: no Django, no clock, no store."""

from cairn.scales.scoring.asking import form
from cairn.scales.scoring.change import NO_RULE, Change, distance, distances
from cairn.scales.scoring.score import Answer, Answers, Banding, Scored, as_json, headline, score

__all__ = [
    "NO_RULE",
    "Answer",
    "Answers",
    "Banding",
    "Change",
    "Scored",
    "as_json",
    "distance",
    "distances",
    "form",
    "headline",
    "score",
]
