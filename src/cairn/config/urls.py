"""Where every address begins. Each audience brings its own; the organisation stands in the address."""

from django.urls import include, path

from cairn.interfaces import home
from cairn.interfaces.workspace.offline import shell

urlpatterns = [
    path("", home.start, name="start"),
    path("offline-worker.js", shell.worker, name="offline_worker"),
    path("accounts/", include("cairn.interfaces.accounts_urls")),
    path("", include("cairn.interfaces.public.urls")),
    path("api/", include("cairn.interfaces.api.urls")),
    path("o/<slug:organisation>/", include("cairn.interfaces.workspace.urls")),
    path("o/<slug:organisation>/commissioning/", include("cairn.interfaces.commissioner.urls")),
]
handler400 = "cairn.interfaces.errors.bad_request"
handler403 = "cairn.interfaces.errors.forbidden"
handler404 = "cairn.interfaces.errors.not_found"
handler500 = "cairn.interfaces.errors.server_error"
