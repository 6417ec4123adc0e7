"""Addresses of taking part, below `collections/`."""

from django.urls import path

from cairn.interfaces.workspace.collections.taking_part import expecting, pages

urls = [
    path("collections/", pages.every, name="collections"),
    path("collections/<uuid:collection>/ask/", pages.ask, name="collection_ask"),
    path("collections/sign-ups/<uuid:sign_up>/leave/", pages.leave, name="sign_up_leave"),
    path("collections/sign-ups/<uuid:sign_up>/services/<uuid:service>/", pages.place, name="collection_place"),
    path("collections/sign-ups/<uuid:sign_up>/years/<uuid:year>/expected/", expecting.expect, name="collection_expect"),
]
