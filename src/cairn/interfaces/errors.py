"""Pages for what went wrong, in our words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.jinja", status=400, using="jinja2")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.jinja", status=403, using="jinja2")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.jinja", status=404, using="jinja2")


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.jinja", status=500, using="jinja2")
