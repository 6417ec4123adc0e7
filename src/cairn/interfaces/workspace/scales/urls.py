from django.urls import path

from cairn.interfaces.workspace.scales import library, permission, practice, tariff, wording
from cairn.interfaces.workspace.scales.own_urls import urls as own_urls

urls = [
    *own_urls,
    path("scales/", library.scales, name="scales"),
    path("scales/practised/", practice.practised, name="scales_practised"),
    path("scales/<slug:scale>/", library.scale, name="scale"),
    path("scales/<slug:scale>/version/<int:version>/", library.scale, name="scale_version"),
    path("scales/<slug:scale>/permission/", permission.scale_permission, name="scale_permission"),
    path("scales/<slug:scale>/wording/", wording.wording, name="scale_wording"),
    path("scales/<slug:scale>/values/", tariff.tariff, name="scale_tariff"),
    path("scales/<slug:scale>/values/again/", tariff.again, name="scale_tariff_again"),
    path("scales/<slug:scale>/try/", practice.trial, name="scale_try"),
    path("scales/<slug:scale>/practice/", practice.practice, name="scale_practice"),
]
