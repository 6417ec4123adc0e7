"""Who may open the pages of scales: the library, and the organisation's own."""

from tests.matrix.pages import MANAGERS, READERS, WORKERS, form, post, show

SCALES = [
    show("workspace:scales", WORKERS),
    show("workspace:scales", WORKERS, asks="q=lonely&state=usable"),
    show("workspace:scales_practised", MANAGERS),
    show("workspace:scales_practised", MANAGERS, asks="scale=swemwbs&missing=1"),
    show("workspace:scale", WORKERS),
    show("workspace:scale", WORKERS, scale="locked_scale"),
    show("workspace:scale_version", WORKERS),
    form("workspace:scale_try", WORKERS),
    form("workspace:scale_practice", WORKERS),
    show("workspace:scale_practice", WORKERS, scale="locked_scale"),
    form("workspace:scale_permission", MANAGERS),
    form("workspace:scale_wording", MANAGERS, sound="empty junk"),
    form("workspace:scale_tariff", MANAGERS, scale="table_scale"),
    post("workspace:scale_tariff_again", MANAGERS, scale="table_scale"),
    show("workspace:scale_fhir", READERS),
    show("workspace:scale_fhir", READERS, asks="version=1", scale="own_published"),
    show("workspace:reading_fhir", READERS),
    show("workspace:own_scales", MANAGERS),
    form("workspace:own_scale_new", MANAGERS),
    form("workspace:own_scale_take_in", MANAGERS),
    show("workspace:own_scale", MANAGERS, scale="own_published"),
    form("workspace:own_scale_edit", MANAGERS, scale="own_draft"),
    form("workspace:own_scale_publish", MANAGERS, sound="empty junk", scale="own_draft"),
    post("workspace:own_scale_next", MANAGERS, scale="own_published"),
    post("workspace:own_scale_withdraw", MANAGERS, scale="own_published"),
    post("workspace:own_scale_drop", MANAGERS, scale="own_draft"),
    show("workspace:own_scale_file", MANAGERS, scale="own_published"),
]
