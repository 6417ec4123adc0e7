"""Who takes a return out as a file, sends one in, and submits it."""

from tests.matrix.pages import LEADS, ask, form, post, show

RETURNED = [
    form("workspace:return_elsewhere", LEADS),
    show("workspace:return_file_empty", LEADS),
    ask("workspace:return_file_filled", LEADS, {}),
    form("workspace:return_file", LEADS, sound="empty junk", file="returned_file"),
    show("workspace:return_file", LEADS, file="returned_file", asks="as=csv"),
    post("workspace:return_file_again", LEADS, file="returned_file"),
    form("workspace:supplied_person", LEADS),
    post("workspace:return_file_drop", LEADS, file="returned_file"),
]
