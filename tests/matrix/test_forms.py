"""Bad input: every form of the matrix, sent empty, with junk, and tampered with. It says all that is wrong, at once and at
the fields; it keeps what was typed; it writes nothing; and no word of it gets into a log."""

import logging
import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import CharField
from django.http import QueryDict
from django.test import Client as Browser

from cairn.kernel import clock
from tests.matrix import drawn
from tests.matrix.addresses import home_of, own_address
from tests.matrix.table import TABLE, Page
from tests.matrix.test_access import heads
from tests.matrix.world import World, taken_back
from tests.thorough import in_turn

pytestmark = pytest.mark.django_db
MARK = "zqx-typed-by-somebody"
SENTENCE = re.compile(r"(?<=[.?!]) ")
FORMS = [page for page in TABLE if page.how == "form"]
#: with a module's scope pytest takes all tests of a form one after the other, so that it is drawn and read once
every_form = pytest.mark.parametrize("page", FORMS, ids=str, scope="module")
_opened: dict[Page, drawn.Sent] = {}


def opened(page: Page, world: World) -> tuple[Browser, str, drawn.Sent]:
    """The form as somebody who may send it gets it. What a test does to the world is taken back, so it is the same for all."""
    browser, url = world.browser(home_of(page), sorted(page.may)[0]), own_address(page, world)
    if page not in _opened:
        _opened[page] = drawn.form_of(drawn.html(browser.get(url).content))
    return browser, url, _opened[page]


def refused(browser: Browser, url: str, values: dict[str, list[str]]) -> BeautifulSoup:
    """The page that comes back for a form that is not right. Nothing is written, and all that is wrong is on top."""
    before = heads()
    answer = browser.post(url, values)
    assert answer.status_code in {200, 422}, answer.headers.get("Location", answer.status_code)
    assert heads() == before, "a form that is not right has written something"
    page = drawn.html(answer.content)
    said = drawn.summary(page)
    assert said, "nothing says what is wrong"
    unsaid = [each for error in drawn.at_fields(page) for each in SENTENCE.split(error) if each not in " ".join(said)]
    assert not unsaid, f"not in the summary: {unsaid}; it says {said}"
    links = {str(link["href"]).removeprefix("#") for link in page.select(".govuk-error-summary__list a")}
    assert links <= (there := {str(one["id"]) for one in page.select("[id]")}), f"lead nowhere: {links - there}"
    return page


@every_form
def test_a_form_sent_empty_says_what_is_missing(page: Page, world: World) -> None:
    browser, url, sent = opened(page, world)
    empty = {name: values if name in sent.hidden else [] for name, values in sent.values.items()}
    empty |= {name: [""] for name in sent.typed}
    if "empty" in page.sound:
        assert browser.post(url, empty).status_code == 302
    else:
        refused(browser, url, empty)


@every_form
def test_a_form_full_of_junk_says_all_that_is_wrong_and_keeps_what_was_typed(
    page: Page, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    browser, url, sent = opened(page, world)
    junk = {name: values if name in sent.hidden else [MARK] for name, values in sent.values.items()}
    caplog.set_level(logging.DEBUG)
    if "junk" in page.sound:
        assert browser.post(url, junk).status_code == 302
    else:
        typed = drawn.typed_in(refused(browser, url, junk))
        assert {name: typed.get(name, "").strip() for name in sent.typed} == dict.fromkeys(sent.typed, MARK)
    assert MARK not in caplog.text


@every_form
def test_a_form_that_somebody_has_tampered_with_is_no_accident(
    page: Page, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Hidden fields too, and far too much in each: refused in words, or not there, never an error of ours."""
    browser, url, sent = opened(page, world)
    caplog.set_level(logging.DEBUG)
    before = heads()
    for value in in_turn((MARK, "9" * 30, "-1", "\x00", "é" * 5000), FORMS.index(page), 2):
        answer = browser.post(url, said := {name: [value] for name in sent.values})
        # More than a form may hold is turned away before anybody reads it.
        far_too_much = len(urlencode(said, doseq=True)) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        assert answer.status_code in {200, 302, 404, 422, *([400] if far_too_much else [])}
        assert heads() == before or answer.status_code == 302
        before = heads()
    assert MARK not in caplog.text


@every_form
def test_words_too_long_for_their_place_are_never_kept(page: Page, world: World) -> None:
    """SQLite would take them, PostgreSQL fails: so the form or the deed must say so. All else is answered as it may be."""
    browser, url, sent = opened(page, world)
    parts = {f"_{part}": [str(getattr(clock.today(), part))] for part in ("day", "month", "year")}
    good = {name: next((parts[end] for end in parts if name.endswith(end)), ["5"]) for name in sent.typed}
    long = {name: ["é" * 5000] for name in sent.words if good[name] == ["5"]}
    for answers in (sent.first, {name: each for name, each in sent.values.items() if each}):
        with taken_back():
            assert browser.post(url, {**sent.values, **good, **answers, **long}).status_code in {200, 302, 422}
            assert too_long() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="any other database refuses them by itself")
def test_words_that_are_too_long_would_be_seen(world: World) -> None:
    organisation = world.parties["harbour"].organisation
    type(organisation).objects.filter(pk=organisation.pk).update(client_word="é" * 41)
    assert too_long() == ["access.Organisation.client_word"]


def too_long() -> list[str]:
    """Columns that hold more than they say they hold. A query for each table, not one for each column."""
    found = []
    with connection.cursor() as cursor:
        for sql, names in lengths():
            cursor.execute(sql)
            found += [name for name, is_long in zip(names, cursor.fetchone(), strict=True) if is_long]
    return found


@cache
def lengths() -> list[tuple[str, list[str]]]:
    """By table, what asks whether a column holds too much, and the columns' names."""
    asked = []
    for model in apps.get_models():
        fields = [each for each in model._meta.concrete_fields if isinstance(each, CharField) and each.max_length]
        if fields and model._meta.managed:
            columns = ", ".join(f'MAX(LENGTH("{each.column}") > {each.max_length})' for each in fields)
            names = [f"{model._meta.label}.{each.name}" for each in fields]
            asked.append((f'SELECT {columns} FROM "{model._meta.db_table}"', names))
    return asked


@pytest.mark.parametrize("page", [page for page in TABLE if page.how == "post"], ids=str)
def test_a_button_that_somebody_has_tampered_with_is_no_accident(page: Page, world: World) -> None:
    browser, url = world.browser(home_of(page), sorted(page.may)[0]), own_address(page, world)
    for value in in_turn((MARK, "9" * 30, "-1", "\x00"), TABLE.index(page), 2):
        answer = browser.post(url, {"version": value, "back": value, "code": value, "who": value})
        assert answer.status_code in {204, 302, 404, 422}


QUESTIONS = [
    "q",
    "service",
    "worker",
    "page",
    "state",
    "show",
    "all",
    "starter",
    "name",
    "code",
    "table",
    "measure",
    "rows",
    "columns",
    "period",
    "by",
]


SHOWN = [page for page in TABLE if page.how not in ("post", "ask") and not page.asks]


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that a page has looked for in its address; all of them where it has walked through what is there."""
    found: set[str] = set()

    def watch(method: str) -> None:
        plain = getattr(QueryDict, method)

        def watched(self: QueryDict, *given: Any, **named: Any) -> Any:
            found.update(given[:1] if method in BY_NAME else QUESTIONS)
            return plain(self, *given, **named)

        monkeypatch.setattr(QueryDict, method, watched)

    begin = QueryDict.__init__

    def filled(self: QueryDict, *given: Any, **named: Any) -> None:
        before = set(found)
        begin(self, *given, **named)  # looks for each name, to put it in its place
        found.intersection_update(before)

    monkeypatch.setattr(QueryDict, "__init__", filled)
    for method in (*BY_NAME, *WHOLE):
        watch(method)
    return found


BY_NAME = ("get", "getlist", "__getitem__", "__contains__")
WHOLE = ("items", "lists", "values", "keys", "__iter__", "dict", "copy", "urlencode")


@pytest.mark.parametrize("page", SHOWN, ids=str)
def test_a_question_that_makes_no_sense_is_no_accident(
    page: Page, world: World, caplog: pytest.LogCaptureFixture, looked_for: set[str]
) -> None:
    """A page that looks for none of them is the same whatever is asked: once is enough."""
    browser, url = world.browser(home_of(page), sorted(page.may)[0]), own_address(page, world)
    caplog.set_level(logging.DEBUG)
    for value in in_turn((MARK, "9" * 30, "-1", "٣"), SHOWN.index(page), 1):
        assert browser.get(url, dict.fromkeys(QUESTIONS, value)).status_code in {200, 400, 404, 422}
        if not looked_for & set(QUESTIONS):
            break
    assert MARK not in caplog.text


def test_what_a_page_looks_for_is_seen(looked_for: set[str]) -> None:
    asked = QueryDict("q=a&page=2")
    assert not looked_for & set(QUESTIONS)
    assert "q" in asked and looked_for == {"q"}
    assert dict(asked.items()) and looked_for >= set(QUESTIONS)


def test_a_question_with_no_text_in_it_goes_no_further_than_the_door(world: World) -> None:
    """No page is asked, so every page is spared it: PostgreSQL fails when it is asked for a text with a zero in it."""
    browser = world.browser("harbour", "service_manager")
    for value in ("\x00", "a\x00b"):
        assert browser.get("/o/harbour/people/", {"q": value}).status_code == 404
