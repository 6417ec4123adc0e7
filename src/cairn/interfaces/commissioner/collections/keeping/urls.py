"""Addresses of collections, below `commissioning/`."""

from django.urls import path

from cairn.interfaces.commissioner.collections.keeping import ending, indicators, pages, reasons, received, seating

urls = [
    path("collections/", pages.every, name="collections"),
    path("collections/open/", pages.open_, name="collection_open"),
    path("collections/<uuid:collection>/", pages.one, name="collection"),
    path("collections/<uuid:collection>/join/", seating.join, name="collection_join"),
    path("collections/<uuid:collection>/contact/", seating.contact, name="collection_contact"),
    path("collections/<uuid:collection>/decline/", seating.decline, name="collection_decline"),
    path("collections/<uuid:collection>/invite/", seating.invite, name="collection_invite"),
    path("collections/seats/<uuid:seat>/let-in/", seating.let_in, name="seat_let_in"),
    path("collections/seats/<uuid:seat>/refuse/", seating.turn_away, name="seat_refuse"),
    path("collections/<uuid:collection>/leave/", pages.leave, name="collection_leave"),
    path("collections/<uuid:collection>/years/new/", pages.year_new, name="collection_year_new"),
    path("collections/<uuid:collection>/indicators/new/", indicators.indicator_new, name="indicator_new"),
    path("collections/<uuid:collection>/reasons/new/", reasons.reason_new, name="reason_new"),
    path("collections/reasons/<uuid:reason>/", reasons.reason, name="reason"),
    path("collections/<uuid:collection>/end/", ending.end, name="collection_end"),
    path("collections/<uuid:collection>/reopen/", ending.reopen, name="collection_reopen"),
    path("collections/years/<uuid:year>/end/", ending.end_year, name="collection_year_end"),
    path("collections/years/<uuid:year>/reopen/", ending.reopen_year, name="collection_year_reopen"),
    path("collections/<uuid:collection>/forms/", received.forms, name="forms_received"),
    path("collections/forms/<uuid:collected_form>/", received.form, name="form_received"),
    path("collections/years/<uuid:year>/", pages.year, name="collection_year"),
    path("collections/years/<uuid:year>/sample/", pages.sample, name="collection_sample"),
    path("collections/sign-ups/<uuid:sign_up>/approve/", pages.approve, name="sign_up_approve"),
    path("collections/sign-ups/<uuid:sign_up>/refuse/", pages.refuse, name="sign_up_refuse"),
    path("collections/indicators/<uuid:indicator>/", indicators.indicator, name="indicator"),
]
