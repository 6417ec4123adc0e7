"""The public doors: a referral to a service, a person's own page, the page on which they rate themselves, a tiny group's page."""

from django.urls import path

from cairn.interfaces.public import groups, person, rating, referring

app_name = "public"
urlpatterns = [
    path("refer/<str:code>/", referring.form, name="refer"),
    path("refer/<str:code>/received/<str:receipt>/", referring.receipt, name="receipt"),
    path("rate/here/", rating.here, name="rate_here"),
    path("rate/thank-you/<str:receipt>/", rating.thanks, name="rate_thanks"),
    path("rate/<str:token>/", rating.page, name="rate"),
    path("tell/<str:token>/", groups.page, name="tell"),
    path("own/<str:token>/", person.door, name="own_door"),
    path("own/page/<uuid:link>/", person.page, name="own"),
    path("own/page/<uuid:link>/say/", person.say, name="own_say"),
    path("own/page/<uuid:link>/back/", person.back, name="own_back"),
    path("own/page/<uuid:link>/agree/", person.agree, name="own_agree"),
    path("own/page/<uuid:link>/answers/", person.answers, name="own_answers"),
    path("own/page/<uuid:link>/close/", person.close, name="own_close"),
]
