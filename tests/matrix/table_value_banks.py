"""Who browses and loads the outcomes of value banks: whoever negotiates, on either side."""

from tests.matrix.pages import COMMISSIONERS, LEADS, MANAGERS, form, show

VALUES = [
    row
    for side, may in (("workspace", MANAGERS | LEADS), ("commissioner", COMMISSIONERS))
    for row in (
        show(f"{side}:values", may),
        show(f"{side}:values_for", may, asks="topic=Housing&words=home"),
        form(f"{side}:values_load", may),
        show(f"{side}:values_template", may),
    )
]
