"""The pages of django-allauth that we offer: in, out, and a forgotten password."""

from allauth.account import views
from django.urls import path, re_path

from cairn.interfaces import holding, tablet

urlpatterns = [
    path("login/", holding.login, name="account_login"),
    path("logout/", holding.logout, name="account_logout"),
    path("hand-back/", tablet.take_back, name="account_hand_back"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
