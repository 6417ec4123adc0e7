"""Who says, and who reads, what submitted data was used for."""

from tests.matrix.pages import COMMISSIONERS, LEADS, RETURN_READERS, form, post, show

USING = [
    show("commissioner:came", COMMISSIONERS),
    form("commissioner:feedback_new", COMMISSIONERS, sound="junk"),
    form("commissioner:feedback_own", COMMISSIONERS, answer="submitted", sound="junk"),
    form("commissioner:use_new", COMMISSIONERS),
    post("commissioner:use_back", COMMISSIONERS),
    show("workspace:used", RETURN_READERS, answer="submitted"),
    post("workspace:feedback_seen", LEADS, answer="submitted"),
]
