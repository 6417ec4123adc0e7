"""Who may ask about a figure that was sent, answer, settle, and open an accepted return again."""

from tests.matrix.pages import COMMISSIONERS, LEADS, form, post

TALK = [
    form("workspace:return_questions", LEADS, answer="submitted"),
    form("commissioner:query", COMMISSIONERS, sound="junk", answer="submitted"),
    form("commissioner:reopen", COMMISSIONERS, sound="junk", answer="accepted"),
    post("commissioner:settle", COMMISSIONERS, sends={"query": ""}, answer="submitted"),
]
