from django.urls import path

from cairn.interfaces.workspace.services import asked, paying, scales, settings, views

urls = [
    path("services/", views.services, name="services"),
    path("services/<uuid:service>/", views.service, name="service"),
    path("services/<uuid:service>/change/", views.service_change, name="service_change"),
    path("services/<uuid:service>/needs/", asked.service_needs, name="service_needs"),
    path("services/<uuid:service>/scales/", scales.service_scales, name="service_scales"),
    path("services/<uuid:service>/pays/", paying.service_fund, name="service_fund"),
    path("services/<uuid:service>/ladders/new/", views.ladder_new, name="ladder_new"),
    path("services/ladders/<uuid:ladder>/", views.ladder, name="ladder"),
    path("services/<uuid:service>/types/new/", views.activity_type_new, name="activity_type_new"),
    path("services/types/<uuid:activity_type>/", views.activity_type, name="activity_type"),
    path("services/settings/", settings.settings, name="settings"),
    path("services/settings/words/", settings.words, name="words"),
    path("services/settings/members/new/", settings.member_new, name="member_new"),
    path("services/settings/members/<uuid:member>/", settings.member, name="member"),
    path("services/settings/members/<uuid:member>/end/", settings.member_leave, name="member_leave"),
    path("services/settings/provide/", settings.provide, name="provide"),
]
