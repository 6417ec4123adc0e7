"""The public doors: a referral to a service, and a person's own page."""

from django.urls import path

from cairn.interfaces.public import person, referring

app_name = "public"
urlpatterns = [
    path("refer/<str:code>/", referring.form, name="refer"),
    path("refer/<str:code>/received/<str:receipt>/", referring.receipt, name="receipt"),
    path("own/<str:token>/", person.door, name="own_door"),
    path("own/page/<uuid:link>/", person.page, name="own"),
    path("own/page/<uuid:link>/say/", person.say, name="own_say"),
    path("own/page/<uuid:link>/back/", person.back, name="own_back"),
    path("own/page/<uuid:link>/agree/", person.agree, name="own_agree"),
    path("own/page/<uuid:link>/answers/", person.answers, name="own_answers"),
    path("own/page/<uuid:link>/close/", person.close, name="own_close"),
]
