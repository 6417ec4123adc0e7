"""Addresses of own forms, below `commissioning/collections/own/`."""

from django.urls import path

from cairn.interfaces.commissioner.collections.own import building, pages, preview, publishing
from cairn.interfaces.own_ids import OWN_ID

_ONE = f"collections/own/<{OWN_ID}:form>/"
_DRAFT = f"{_ONE}<int:number>/"
urls = [
    path("collections/own/", pages.every, name="own_forms"),
    path("collections/own/new/", building.new, name="own_form_new"),
    path(_ONE, pages.one, name="own_form"),
    path(f"{_ONE}next/", pages.next_version, name="own_form_next"),
    path(f"{_DRAFT}about/", building.about, name="own_form_about"),
    path(f"{_DRAFT}person/", building.fields, name="own_form_fields"),
    path(f"{_DRAFT}domains/new/", building.domain, name="own_form_domain_new"),
    path(f"{_DRAFT}domains/<slug:domain>/", building.domain, name="own_form_domain"),
    path(f"{_DRAFT}needs/new/", building.need, name="own_form_need_new"),
    path(f"{_DRAFT}needs/<slug:need>/", building.need, name="own_form_need"),
    path(f"{_DRAFT}reasons/", building.reasons, name="own_form_reasons"),
    path(f"{_DRAFT}arrange/", building.arrange, name="own_form_arrange"),
    path(f"{_DRAFT}preview/", preview.preview, name="own_form_preview"),
    path(f"{_DRAFT}publish/", publishing.publish, name="own_form_publish"),
    path(f"{_DRAFT}withdraw/", pages.withdraw, name="own_form_withdraw"),
    path(f"{_DRAFT}drop/", pages.drop, name="own_form_drop"),
]
