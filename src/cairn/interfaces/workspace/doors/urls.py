from django.urls import path

from cairn.interfaces.workspace.doors import consents, links, otherwise, referring, views

OWN = "people/<uuid:client>/own/"
SEEN = OWN + "otherwise/<uuid:disagreement>/"
DOOR = "services/<uuid:service>/door/"

urls = [
    path(OWN, views.own_page, name="own_page"),
    path(OWN + "print/", views.own_print, name="own_print"),
    path(OWN + "links/new/", links.link_new, name="own_link_new"),
    path(OWN + "links/<uuid:link>/end/", links.link_end, name="own_link_end"),
    path(OWN + "consents/new/", consents.consent_new, name="consent_new"),
    path(OWN + "otherwise/new/", otherwise.otherwise_new, name="otherwise_new"),
    path(SEEN + "answer/", otherwise.otherwise_answer, name="otherwise_answer"),
    path(SEEN + "back/", otherwise.otherwise_back, name="otherwise_back"),
    path(DOOR, referring.door, name="service_door"),
    path(DOOR + "close/", referring.door_close, name="service_door_close"),
    path(DOOR + "renew/", referring.door_renew, name="service_door_renew"),
    path(DOOR + "poster/", referring.door_poster, name="service_door_poster"),
]
