"""Who fills a funder's own form."""

from tests.matrix.pages import LEADS, form, post, show

FUNDING = [
    show("workspace:funders", LEADS),
    form("workspace:funder_new", LEADS),
    show("workspace:funder", LEADS),
    form("workspace:funder_cell", LEADS),
    post("workspace:funder_clear", LEADS, cell="funder_cell"),
    post("workspace:funder_fill", LEADS, sends={"period": "2025-Q1"}),
    show("workspace:funder_file", LEADS, fill="funder_fill"),
    form("workspace:funder_replace", LEADS),
    post("workspace:funder_end", LEADS),
]
