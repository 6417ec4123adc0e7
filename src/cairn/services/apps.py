from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "cairn.services"
    label = "services"
