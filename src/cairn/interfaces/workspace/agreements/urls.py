from django.urls import path

from cairn.interfaces.workspace.agreements import views

urls = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<uuid:agreement>/", views.agreement, name="agreement"),
    path("agreements/<uuid:agreement>/sign/", views.sign, name="agreement_sign"),
    path("agreements/<uuid:agreement>/pause/", views.pause, name="agreement_pause"),
    path("agreements/<uuid:agreement>/strike/<slug:field>/", views.strike, name="agreement_strike"),
    path("agreements/partner/<uuid:contract>/", views.partner, name="partner_agree"),
]
