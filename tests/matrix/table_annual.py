"""Who may open the rows about people of an annual return, on both sides, and what is kept of them."""

from tests.matrix.pages import COMMISSIONERS, LEADS, form, post, show

ANNUAL = [
    form("workspace:return_alone", LEADS, answer="annual"),
    show("workspace:return_alone", LEADS, answer="annual_accepted"),
    post("workspace:return_alone_clear", LEADS, answer="annual"),
    post("workspace:return_take_out", LEADS, answer="annual_accepted"),
    show("workspace:return_preview", LEADS, answer="annual"),
    show("workspace:return_preview_file", LEADS, answer="annual", asks="as=csv"),
    show("commissioner:people", COMMISSIONERS, answer="annual_accepted"),
    show("commissioner:people_file", COMMISSIONERS, answer="annual_accepted", asks="as=csv"),
    show("commissioner:people_package", COMMISSIONERS, answer="annual_accepted"),
    show("commissioner:kept", COMMISSIONERS),
    post("commissioner:kept_delete", COMMISSIONERS),
]
