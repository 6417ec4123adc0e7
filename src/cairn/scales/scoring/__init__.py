"""Answers into scores, scores into distance travelled. Pure: no Django, no clock, no store."""

from cairn.scales.scoring.asking import form
from cairn.scales.scoring.change import NO_RULE, Change, crossed, distance, distances, least_reliable, reliable
from cairn.scales.scoring.limits import limits
from cairn.scales.scoring.score import Answer, Answers, Banding, Scored, as_json, headline, score

__all__ = [
    "NO_RULE",
    "Answer",
    "Answers",
    "Banding",
    "Change",
    "Scored",
    "as_json",
    "crossed",
    "distance",
    "distances",
    "form",
    "headline",
    "least_reliable",
    "limits",
    "reliable",
    "score",
]
