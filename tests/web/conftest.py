"""Settings for the room alone, when the project's own are not loaded, and the one environment."""

import os

import django
import pytest
from django.conf import settings

if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
    settings.configure(STATIC_URL="/static/", USE_TZ=True, SECRET_KEY="only for tests", LANGUAGE_CODE="en-gb")
    django.setup()

from cairn.web.jinja import environment


@pytest.fixture(scope="session")
def env():
    return environment()
