"""What every page has in common: it asks the database nothing while it is drawn, runs nothing that is not ours, and every
form that it sends proves where it comes from."""

import pytest
from django.template import engines
from django.test import Client as Browser

from cairn.access.models import User
from tests.matrix import drawn
from tests.matrix.addresses import home_of, own_address
from tests.matrix.table import TABLE, Page
from tests.matrix.test_access import PAGES
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plainly_drawn")]
#: pages with a question in their address, which the access test leaves out
QUESTIONS = [page for page in TABLE if page not in PAGES and page.how not in ("post", "ask")]


def test_what_is_strange_would_be_seen() -> None:
    page = b"""<p style="x" onclick="y"><script>z</script><script type="application/json">{}</script><style></style>
        <a href="//a.example">b</a><a href="javascript:c">d</a><a href="/e">f</a><form method="POST"></form>
        <form method="post"><input name="csrfmiddlewaretoken"></form>"""
    assert [each.split(">")[0] for each in drawn.strange(page)] == [
        "p style", "p onclick", "<script", "<style", "a to //a.example", "a runs javascript:c", 'no token: <form method="POST"',
    ]  # fmt: skip


def test_a_query_from_a_template_would_be_seen(world: World) -> None:
    page = engines["jinja2"].from_string("{{ people.exists() }}")
    with pytest.raises(AssertionError, match="a query from a template"):
        page.render({"people": User.objects.all()})


@pytest.mark.parametrize("page", QUESTIONS, ids=str)
def test_an_answer_to_a_question_is_drawn_without_a_query_and_with_nothing_but_our_own(
    page: Page, world: World
) -> None:
    """As every other page is in `test_access.py`, where it is opened by everybody."""
    answer = world.browser(home_of(page), sorted(page.may)[0]).get(own_address(page, world))
    assert answer.status_code == 200
    if answer.headers["Content-Type"].startswith("text/html"):
        assert drawn.strange(answer.content) == []


@pytest.mark.parametrize("url", ["/nowhere/", "/o/harbour/people/00000000-0000-4000-8000-000000000000/"])
def test_so_is_the_page_that_says_there_is_nothing(url: str, world: World) -> None:
    answer = world.browser("harbour", "service_manager").get(url)
    assert answer.status_code == 404
    assert drawn.strange(answer.content) == []


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_so_are_the_pages_of_signing_in(url: str, world: World) -> None:
    assert drawn.strange(Browser().get(url).content) == []


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
