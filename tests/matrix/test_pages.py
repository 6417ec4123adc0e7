"""What every page has in common: it asks the database nothing while it is drawn, runs nothing that is not ours, and every
form that it sends proves where it comes from."""

import re
from typing import Any

import pytest
from django.db import connection
from django.template import engines
from django.template.backends.jinja2 import Template
from django.test import Client as Browser

from cairn.access.models import User
from tests.matrix import drawn
from tests.matrix.addresses import home_of, own_address
from tests.matrix.table import TABLE, Page
from tests.matrix.world import World

pytestmark = pytest.mark.django_db
every_page = pytest.mark.parametrize("page", [page for page in TABLE if page.how not in ("post", "ask")], ids=str)
STRANGE = re.compile(r"^(https?:)?//")
ADDRESSED = ("src", "href", "action", "srcset", "data", "poster", "formaction")


@pytest.fixture(autouse=True)
def _no_query_from_a_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates get plain values. A query while one is drawn is a loop that nobody sees."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        raise AssertionError(f"a query from a template: {sql}")

    render = Template.render

    def watched(self: Template, *given: Any, **named: Any) -> Any:
        with connection.execute_wrapper(refuse):
            return render(self, *given, **named)

    monkeypatch.setattr(Template, "render", watched)


def test_a_query_from_a_template_would_be_seen(world: World) -> None:
    page = engines["jinja2"].from_string("{{ people.exists() }}")
    with pytest.raises(AssertionError, match="a query from a template"):
        page.render({"people": User.objects.all()})


@pytest.mark.no_cover  # every page was opened under tracing in test_access
@every_page
def test_a_page_is_drawn_without_a_query_and_with_nothing_but_our_own(page: Page, world: World) -> None:
    for role in sorted(page.may):
        answer = world.browser(home_of(page), role).get(own_address(page, world))
        assert answer.status_code == 200
        if answer.headers["Content-Type"].startswith("text/html"):
            assert strange(answer.content) == []


@pytest.mark.parametrize("url", ["/nowhere/", "/o/harbour/people/00000000-0000-4000-8000-000000000000/"])
def test_so_is_the_page_that_says_there_is_nothing(url: str, world: World) -> None:
    answer = world.browser("harbour", "service_manager").get(url)
    assert answer.status_code == 404
    assert strange(answer.content) == []


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_so_are_the_pages_of_signing_in(url: str, world: World) -> None:
    assert strange(Browser().get(url).content) == []


def strange(content: bytes) -> list[str]:
    """Scripts and styles inside the page, addresses of others, and forms without their token; but one that is kept on the
    device is never sent as it stands."""
    page = drawn.html(content)
    found = [str(tag)[:120] for tag in page.find_all("script") if not tag.get("src") and tag.get("type") not in DATA]
    found += [str(tag)[:120] for tag in page.find_all("style")]
    for tag in page.find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name == "style" or name.startswith("on")]
        found += [f"{tag.name} to {tag[name]}" for name in ADDRESSED if STRANGE.match(str(tag.get(name, "")))]
        found += [
            f"{tag.name} runs {tag[name]}" for name in ADDRESSED if str(tag.get(name, "")).startswith("javascript:")
        ]
    found += [
        f"no token: {str(form)[:120]}"
        for form in drawn.forms(page)
        if not form.find("input", attrs={"name": "csrfmiddlewaretoken"}) and not form.get("data-offline-form")
    ]
    return found


#: scripts that are not run
DATA = {"application/json", "application/ld+json"}


def test_the_answer_says_what_a_browser_may_do_with_it(world: World) -> None:
    headers = world.browser("harbour", "service_manager").get("/o/harbour/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_cookies_are_kept_from_scripts_and_from_other_sites(world: World) -> None:
    browser = Browser()
    browser.get("/accounts/login/")
    browser.post("/accounts/login/", {"login": "service_manager@harbour.example", "password": "pass"})
    assert set(browser.cookies) >= {"sessionid", "csrftoken"}
    for name, cookie in browser.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in {"Lax", "Strict"}, name


def test_a_form_sent_from_elsewhere_is_not_taken(world: World) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = world.browser("harbour", "service_manager").cookies
    assert browser.post("/o/harbour/setup/begin/", {"starter": ""}).status_code == 403
