"""Rounds, answers in words, case studies and the talk about relevance: who may open which."""

from tests.matrix.pages import COMMISSIONERS, LEADS, form, show

WORDS = [
    show("commissioner:rounds", COMMISSIONERS),
    show("commissioner:rounds_calendar", COMMISSIONERS),
    form("commissioner:year_new", COMMISSIONERS),
    form("commissioner:round", COMMISSIONERS),
    form("commissioner:round_questions", COMMISSIONERS),
    form("commissioner:relevance", COMMISSIONERS),
    show("workspace:returns_calendar", LEADS),
    form("workspace:relevance", LEADS),
    form("workspace:return_words", LEADS, sound="empty junk", answer="annual"),
    form("workspace:return_stories", LEADS, sound="empty", answer="annual"),
    show("workspace:stories", LEADS),
    form("workspace:story_new", LEADS),
    form("workspace:story", LEADS),
    form("workspace:story_withdraw", LEADS, sound="empty junk"),
]
