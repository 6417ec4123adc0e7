from django.urls import URLPattern

app_name = "commissioner"
urlpatterns: list[URLPattern] = []
