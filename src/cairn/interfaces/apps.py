from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    name = "cairn.interfaces"
    label = "interfaces"
