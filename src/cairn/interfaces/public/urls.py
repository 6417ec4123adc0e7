"""The public doors: a referral to a service, and a person's own page."""

from django.urls import path

from cairn.interfaces.public import own, referring

app_name = "public"
urlpatterns = [
    path("refer/<str:code>/", referring.form, name="refer"),
    path("refer/<str:code>/received/<str:receipt>/", referring.receipt, name="receipt"),
    path("own/<str:token>/", own.door, name="own_door"),
    path("own/page/<uuid:link>/", own.page, name="own"),
    path("own/page/<uuid:link>/say/", own.say, name="own_say"),
    path("own/page/<uuid:link>/back/", own.back, name="own_back"),
    path("own/page/<uuid:link>/agree/", own.agree, name="own_agree"),
    path("own/page/<uuid:link>/answers/", own.answers, name="own_answers"),
    path("own/page/<uuid:link>/close/", own.close, name="own_close"),
]
