from django.urls import path

from cairn.interfaces.workspace.referrals import arriving, door, door_deeds, passing, refused, views

urls = [
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/new/", views.referral_find, name="referral_find"),
    path("referrals/new/person/", arriving.person_new, name="person_new"),
    path("referrals/new/<uuid:client>/", views.referral_new, name="referral_new"),
    path("referrals/refused/", refused.refused, name="refused"),
    path("referrals/door/", door.door, name="door"),
    path("referrals/door/<uuid:incoming>/", door.came, name="came"),
    path("referrals/door/<uuid:incoming>/take/", door_deeds.came_take, name="came_take"),
    path("referrals/door/<uuid:incoming>/not-for-us/", door_deeds.came_no, name="came_no"),
    path("referrals/door/<uuid:incoming>/no-referral/", door_deeds.came_dismiss, name="came_dismiss"),
    path("people/<uuid:client>/pass-on/", passing.pass_on, name="pass_on"),
    path("people/<uuid:client>/pass-on/<uuid:sent>/", passing.passed_on, name="passed_on"),
    path("people/<uuid:client>/pass-on/<uuid:sent>/withdraw/", passing.passed_on_withdraw, name="passed_on_withdraw"),
    path("referrals/<uuid:referral>/", views.referral, name="referral"),
    path("referrals/<uuid:referral>/contact/", views.referral_contact, name="referral_contact"),
    path("referrals/<uuid:referral>/accept/", views.referral_accept, name="referral_accept"),
    path("referrals/<uuid:referral>/close/", views.referral_close, name="referral_close"),
    path("referrals/<uuid:referral>/withdraw/", views.referral_withdraw, name="referral_withdraw"),
]
