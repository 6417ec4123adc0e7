from django.urls import path

from cairn.interfaces.workspace.referrals import arriving, views

urls = [
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/new/", views.referral_find, name="referral_find"),
    path("referrals/new/person/", arriving.person_new, name="person_new"),
    path("referrals/new/<uuid:client>/", views.referral_new, name="referral_new"),
    path("referrals/<uuid:referral>/", views.referral, name="referral"),
    path("referrals/<uuid:referral>/contact/", views.referral_contact, name="referral_contact"),
    path("referrals/<uuid:referral>/accept/", views.referral_accept, name="referral_accept"),
    path("referrals/<uuid:referral>/close/", views.referral_close, name="referral_close"),
    path("referrals/<uuid:referral>/withdraw/", views.referral_withdraw, name="referral_withdraw"),
]
