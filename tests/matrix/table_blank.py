"""Who may take forms away: whoever fills them in, or sends them. A row for each form that is due tells of people."""

from tests.matrix.pages import LEADS, READERS, show

BLANK = [
    show("workspace:blank_forms", READERS),
    show("workspace:blank_form", READERS, form="blank"),
    show("workspace:blank_form_part", READERS, form="blank"),
    show("workspace:blank_form_due", LEADS, form="blank"),
]
