"""Who may open the pages of forms that an authority writes itself: its contract managers."""

from tests.matrix.pages import COMMISSIONERS, form, post, show

DRAFT = {"form": "own_form_draft", "domain": "own_form_domain", "need": "own_form_need"}
PUBLISHED = {"form": "own_form_published"}
OWN_FORMS = [
    show("commissioner:own_forms", COMMISSIONERS),
    form("commissioner:own_form_new", COMMISSIONERS),
    show("commissioner:own_form", COMMISSIONERS, **DRAFT),
    form("commissioner:own_form_about", COMMISSIONERS, **DRAFT),
    form("commissioner:own_form_fields", COMMISSIONERS, sound="empty", **DRAFT),
    form("commissioner:own_form_domain_new", COMMISSIONERS, sound="junk", **DRAFT),
    form("commissioner:own_form_domain", COMMISSIONERS, sound="junk", **DRAFT),
    form("commissioner:own_form_need_new", COMMISSIONERS, **DRAFT),
    form("commissioner:own_form_need", COMMISSIONERS, **DRAFT),
    form("commissioner:own_form_reasons", COMMISSIONERS, sound="empty junk", **DRAFT),
    post("commissioner:own_form_arrange", COMMISSIONERS, {"do": "remove", "what": "need", "id": "N1"}, **DRAFT),
    show("commissioner:own_form_preview", COMMISSIONERS, asks="part=check&Age=44&Plant_N1=Yes", **DRAFT),
    form("commissioner:own_form_publish", COMMISSIONERS, **DRAFT),
    post("commissioner:own_form_next", COMMISSIONERS, **PUBLISHED),
    post("commissioner:own_form_withdraw", COMMISSIONERS, **PUBLISHED),
    post("commissioner:own_form_drop", COMMISSIONERS, **DRAFT),
]
