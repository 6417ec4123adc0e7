"""Pages keep to the security policy, tell readers where they are, and ask nothing of the context that they can do without."""

from pathlib import Path
from types import SimpleNamespace as Some

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import engines
from django.test import RequestFactory

from cairn.web import jinja

WEB = Path(jinja.__file__).parent
ERRORS = sorted(path.stem for path in (WEB / "jinja2/errors").glob("*.jinja"))
ACCOUNT = sorted(f"account/{path.name}" for path in (WEB / "templates/account").glob("*.html"))
PAGE = (
    '{% extends "layout/base.jinja" %}{% block title %}Amina{% endblock %}{% block main %}<h1>Hello</h1>{% endblock %}'
)


def places(*labels, main="Record"):
    return [
        Some(label=each, url=f"/{each}", icon="home", is_current=each == "Today", is_main=each == main)
        for each in labels
    ]


def drawn(env, source=PAGE, **context):
    return BeautifulSoup(env.from_string(source).render(**context), "html.parser")


def inline_code(page):
    """What a policy of `default-src 'self'` would stop."""
    found = [each for each in page.find_all("script") if not each.get("src")] + page.find_all("style")
    handlers = [
        each for each in page.find_all(True) if any(key == "style" or key.startswith("on") for key in each.attrs)
    ]
    return found + handlers


def test_a_page_needs_no_context_at_all(env):
    page = drawn(env)
    assert page.title.string.strip() == "Amina – Cairn"
    assert page.select_one("main#main h1").string == "Hello"
    assert page.select_one("a.govuk-skip-link")["href"] == "#main"
    assert not page.select("nav")


def test_a_page_says_whose_it_is_and_what_is_true_of_all_of_it(env):
    page = drawn(
        env, organisation=Some(name="Northfield"), actor=Some(name="Joy"), banner="Invented.", sign_out_url="/out"
    )
    assert page.title.string.strip() == "Amina – Northfield – Cairn"
    assert page.select_one(".cairn-banner span").string == "Invented."
    assert page.select_one(".cairn-header__link")["href"] == "/out"
    assert "Joy" in page.select_one(".cairn-header__actor").text


def test_on_a_phone_the_deed_stands_out_and_what_does_not_fit_is_one_tap_away(env):
    page = drawn(env, nav=places("Today", "Caseload", "Record", "Referrals", "Services", "Figures"))
    assert [each.text.strip() for each in page.select(".cairn-nav__item--main")] == ["Record"]
    assert [each.text.strip() for each in page.select(".cairn-nav__item--later")] == ["Services", "Figures"]
    assert [each.text.strip() for each in page.select("#more li")] == ["Services", "Figures"]
    assert [each.text.strip() for each in page.select(".cairn-nav [aria-current=page]")] == ["Today"]


def test_few_places_need_no_more(env):
    page = drawn(env, nav=places("Today", "Caseload", "Record", "Referrals"))
    assert not page.select("#more, .cairn-nav__item--more")


def test_messages_are_shown_once_at_their_level(env):
    request = RequestFactory().get("/")
    request._messages = [Some(level_tag="error", extra_tags="", message="It was not saved.")]
    (notice,) = drawn(env, request=request).select(".cairn-notice")
    assert (notice["role"], notice.p.string) == ("alert", "It was not saved.")


def test_landmarks_have_names_where_there_are_several(env):
    navs = drawn(env, nav=places("Today", "Record", "A", "B", "C")).select("nav")
    assert len({each["aria-label"] for each in navs}) == len(navs) == 2


@pytest.mark.parametrize("name", ERRORS)
def test_what_went_wrong_is_said_in_our_words_with_a_way_on(name):
    page = BeautifulSoup(engines["jinja2"].get_template(f"errors/{name}.jinja").render(), "html.parser")
    assert page.h1.string
    assert page.select_one("main a.govuk-link")["href"] == "/"
    assert not inline_code(page)


def test_pages_keep_to_the_security_policy(env):
    assert not inline_code(drawn(env, nav=places("Today", "Record"), banner="Invented.", organisation="Northfield"))
    assert inline_code(BeautifulSoup('<p onclick="x()"></p>', "html.parser"))


class SignIn(forms.Form):
    login = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


@pytest.fixture
def django_templates(settings):
    """The engine of third parties' pages, with ours found first."""
    settings.TEMPLATES = [
        {**one, "DIRS": [WEB / "templates"]} if one["BACKEND"].endswith("DjangoTemplates") else one
        for one in settings.TEMPLATES
    ]
    return engines["django"]


@pytest.mark.parametrize("name", [*ACCOUNT, "403_csrf.html"])
def test_pages_of_sign_in_wear_the_same_look(django_templates, name):
    context = {"form": SignIn(), "user": Some(is_authenticated=False), "action_url": "/do"}
    page = BeautifulSoup(django_templates.get_template(name).render(context), "html.parser")
    assert page.select_one(".cairn-header .cairn-wordmark")
    assert page.h1["class"] == ["govuk-heading-l"]
    assert not inline_code(page)


def test_sign_in_names_what_is_missing_and_never_sends_the_password_back(django_templates):
    context = {"form": SignIn({"login": "", "password": "secret"}), "user": Some(is_authenticated=False)}
    page = BeautifulSoup(django_templates.get_template("account/login.html").render(context), "html.parser")
    link = page.select_one(".govuk-error-summary a")
    assert page.select_one(link["href"])["name"] == "login"
    assert page.select_one("input[type=password]").get("value") is None
    assert page.select_one("input[name=login]")["autocomplete"] == "email"


def test_an_icon_that_is_not_there_says_how_to_have_it():
    assert 'aria-hidden="true"' in jinja.icon("settings")
    with pytest.raises(LookupError, match=r"assets\.toml"):
        jinja.icon("dragon")
