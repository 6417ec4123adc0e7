"""The web process. A wrong definition file stops it here, with its file, line and rule."""

import os

from django.core.wsgi import get_wsgi_application

from cairn.definitions import checking

checking.must_hold()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
application = get_wsgi_application()
