from django.urls import path

from cairn.interfaces.workspace.returns import (
    elsewhere,
    missing,
    one_person,
    overrides,
    owing,
    payment,
    review,
    rows_asked,
    sending,
    used,
    views,
    year,
)

urls = [
    *missing.urls,
    *owing.urls,
    *rows_asked.urls,
    *review.urls,
    *payment.urls,
    *used.urls,
    *elsewhere.urls,
    *one_person.urls,
    path("returns/", views.returns, name="returns"),
    path("returns/<uuid:answer>/", views.one, name="return"),
    path("returns/<uuid:answer>/rows/<slug:measure>/", views.rows, name="rows_behind"),
    path("returns/<uuid:answer>/history/<slug:measure>/", year.history, name="figure_history"),
    path("returns/<uuid:answer>/explain/<slug:measure>/", year.explain, name="figure_explain"),
    path("returns/<uuid:answer>/override/<slug:measure>/", overrides.override, name="override"),
    path("returns/<uuid:answer>/override/<slug:measure>/clear/", overrides.clear, name="override_clear"),
    path("returns/<uuid:answer>/preview/", sending.preview, name="return_preview"),
    path("returns/<uuid:answer>/submit/", sending.submit, name="return_submit"),
    path("returns/<uuid:answer>/receipt/<int:number>/", sending.receipt, name="return_receipt"),
]
