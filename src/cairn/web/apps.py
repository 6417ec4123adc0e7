"""The components and the look; an app only so that its static files and templates are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cairn.web"
    label = "web"
    verbose_name = "Components and layout"
