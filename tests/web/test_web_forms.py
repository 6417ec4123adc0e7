"""Django forms become plain view models; what was typed is kept, and every problem is named and linked."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.web.formats import MONTHS, date
from cairn.web.formfields import CodeField, CodesField, DateField, NumberField, VersionField, WholeField
from cairn.web.forms import ErrorLink, add_problems, fields, view
from cairn.web.widgets import TypedDate


class Visit(forms.Form):
    """A visit as a worker records it."""

    reveals = {("state", "part"): ("left",)}

    first_name = forms.CharField(label="First name", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    visited_on = DateField(label="When was the visit?", help_text="For example, 4 March 2026", not_future=True)
    state = CodeField(label="How far is it met?", choices=[("unmet", "Not yet"), ("part", "In part")])
    left = forms.CharField(label="What is left?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    gender = CodeField(
        label="Gender", choices=[("woman", "Woman"), ("man", "Man"), ("refused", "Prefer not to say")],
        apart=("refused",), hints={"refused": "They were asked."}, required=False,
    )  # fmt: skip
    needs = CodesField(
        label="Needs", choices=[("home", "A home"), ("none", "None of these")], apart=("none",), required=False
    )
    sector = forms.ChoiceField(label="Sector", choices=[("", "Choose one"), ("a", "Advice")], required=False)
    agreed = forms.BooleanField(label="They agreed", required=False)
    version = VersionField()


def sent(**said):
    typed = {"first_name": "Amina", "state": "unmet"}
    typed |= {"visited_on_day": "4", "visited_on_month": "3", "visited_on_year": "2026", "version": "2"}
    return Visit(typed | said)


def named(form):
    return {one.name: one for one in fields(form)}


def test_each_field_says_its_kind_and_words():
    shown = named(Visit())
    assert {name: one.kind for name, one in shown.items()} == {
        "first_name": "text", "visited_on": "date", "state": "radios", "gender": "radios", "needs": "checkboxes",
        "sector": "select", "agreed": "checkbox", "version": "hidden",
    }  # fmt: skip
    assert (shown["first_name"].autocomplete, shown["first_name"].required) == ("off", True)
    assert shown["visited_on"].hint == "For example, 4 March 2026"


def test_a_field_revealed_by_an_answer_stands_inside_that_answer():
    unmet, part = named(Visit())["state"].options
    assert unmet.reveals == ()
    assert [(one.name, one.rows) for one in part.reveals] == [("left", 3)]


def test_an_answer_that_stands_apart_follows_an_or_and_keeps_its_hint():
    assert [one.divider or one.value for one in named(Visit())["gender"].options] == ["woman", "man", "or", "refused"]
    assert named(Visit())["gender"].options[3].hint == "They were asked."
    assert named(Visit())["needs"].options[2].behaviour == "exclusive"


def test_what_was_typed_is_kept_even_when_it_is_wrong():
    shown = named(sent(visited_on_month="Smarch", first_name="", needs=["home"]))
    assert shown["visited_on"].value == TypedDate("4", "Smarch", "2026")
    assert shown["needs"].value == ("home",)
    assert shown["version"].value == "2"


def test_the_summary_lists_every_error_with_a_link_to_the_part_at_fault():
    shown = view(sent(first_name="", visited_on_month="Smarch", visited_on_year="26", version="-1"))
    assert shown.errors == (
        ErrorLink("First name: Enter an answer.", "#id_first_name"),
        ErrorLink("When was the visit? The month must be a number from 1 to 12, or its name.", "#id_visited_on-month"),
        ErrorLink("When was the visit? The year must have four figures, like 1985.", "#id_visited_on-month"),
        ErrorLink("Ensure this value is greater than or equal to 0."),
    )


def test_the_problems_of_a_refused_deed_stand_at_their_fields_or_at_the_head():
    form = sent()
    assert form.is_valid()
    add_problems(form, [Problem("a", "It is taken.", "Use another.", field="first_name"), Problem("b", "Not now.")])
    assert view(form).errors == (
        ErrorLink("Not now."),
        ErrorLink("First name: It is taken. Use another.", "#id_first_name"),
    )


def test_the_form_component_draws_all_of_it(env):
    draw = env.get_template("components/form/template.jinja").module
    shown = view(sent(state="part", visited_on_day="31", visited_on_month="feb"))
    page = BeautifulSoup(draw.form(shown, submit="Save", draft_url="/drafts/1"), "html.parser")
    names = {each["name"] for each in page.select("input, select, textarea")}
    parts = {"visited_on_day", "visited_on_month", "visited_on_year"}
    assert names == set(Visit.base_fields) - {"visited_on"} | parts
    links = [link["href"] for link in page.select(".govuk-error-summary a")]
    assert links == ["#id_visited_on-day"]
    assert all(page.select_one(link) for link in links)
    assert page.select_one("#conditional-id_state-2 textarea")["name"] == "left"
    assert page.select_one("input[name=visited_on_month]")["value"] == "feb"
    assert page.form["data-draft-url"] == "/drafts/1"
    for label in page.select("label"):
        assert page.select_one(f"#{label['for']}"), label


def test_a_form_sent_back_unchanged_reads_the_same_date(env):
    class Started(forms.Form):
        on = DateField(initial=dt.date(2024, 2, 29))

    (shown,) = fields(Started())
    assert shown.value == TypedDate("29", "2", "2024")
    again = Started({f"on_{part}": text for part, text in shown.value._asdict().items()})
    assert again.is_valid() and again.cleaned_data["on"] == dt.date(2024, 2, 29)
    assert not again.has_changed()


@given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from(["number", "name", "short", "dot"]))
def test_every_date_is_read_with_its_month_in_figures_or_letters(day, how):
    name = MONTHS[day.month - 1]
    month = {"number": f"{day.month:02}", "name": name.upper(), "short": name[:3].lower(), "dot": name[:3] + "."}[how]
    assert DateField().clean(TypedDate(f"{day.day}", month, f"{day.year}")) == day


@pytest.mark.parametrize(
    ("day", "month", "year", "says", "wrong"),
    [
        ("", "3", "2026", "must include a day", {"day"}),
        ("4", "", "", "must include a month and a year", {"month", "year"}),
        ("32", "3", "2026", "day must be a number from 1 to 31", {"day"}),
        ("x", "y", "z", "month must be a number from 1 to 12, or its name", {"day", "month", "year"}),
        ("4", "0", "2026", "month must be", {"month"}),
        ("4", "ju", "2026", "month must be", {"month"}),
        ("4", "3", "26", "year must have four figures", {"year"}),
        ("29", "2", "2026", "does not have so many days", {"day"}),
        ("31", "sept", "2026", "does not have so many days", {"day"}),
    ],
)
def test_a_date_that_cannot_be_read_names_the_part_that_is_wrong(day, month, year, says, wrong):
    with pytest.raises(forms.ValidationError, match=says) as refused:
        DateField().clean(TypedDate(day, month, year))
    assert {part for error in refused.value.error_list for part in error.params["wrong"]} == wrong


def test_a_blank_date_is_asked_for_or_left_out():
    assert DateField(required=False).clean(TypedDate()) is None
    with pytest.raises(forms.ValidationError, match="Enter the day, month and year"):
        DateField().clean(TypedDate())


def test_a_date_in_the_future_or_too_early_is_refused():
    field = DateField(not_future=True, earliest=dt.date(1900, 1, 1))
    with clock.fixed(dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC)):
        assert field.clean(TypedDate("4", "3", "2026")) == dt.date(2026, 3, 4)
        with pytest.raises(forms.ValidationError, match="today or earlier"):
            field.clean(TypedDate("5", "3", "2026"))
        with pytest.raises(forms.ValidationError, match="1900 or later"):
            field.clean(TypedDate("31", "12", "1899"))


SENTENCES = re.compile(
    r"The date must include a (day|month|year)( and a (month|year)){0,2}\.|That month does not have so many days\.|"
    r"The day must be a number from 1 to 31\.|The month must be a number from 1 to 12, or its name\.|"
    r"The year must have four figures, like 1985\.|Enter the day, month and year\."
)


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_whatever_is_typed_the_answer_is_a_date_or_fixed_sentences_that_repeat_nothing(day, month, year):
    said = problems_of(TypedDate(day, month, year))
    assert [text for text in said if not SENTENCES.fullmatch(text)] == []


def problems_of(typed):
    try:
        return [] if DateField().clean(typed) else ["no date and no problem"]
    except forms.ValidationError as refused:
        return refused.messages


def test_a_date_is_written_as_people_in_britain_write_it(env):
    draw = env.from_string("{{ day|date }} {{ share|percent(1) }} {{ n|number }} {{ cost|pounds }} {{ at|instant }}")
    at = dt.datetime(2026, 7, 1, 12, 5, tzinfo=dt.UTC)
    assert draw.render(day=dt.date(2026, 3, 4), share=0.1005, n=-1234, cost=-1234.5, at=at) == (
        "4 March 2026 10.1% −1,234 −£1,235 1 July 2026 at 1:05pm"
    )
    assert date(None) == ""


@pytest.mark.parametrize(
    ("said", "whole"),
    [("£48,000", 48000), (" £ 1,250,000 ", 1250000), ("48\u00a0000", 48000), ("48000", 48000), ("-5", -5), ("", None)],
)
def test_a_number_is_read_as_people_write_it(said: str, whole: int | None) -> None:
    assert WholeField(required=False).clean(said) == whole
    assert NumberField(required=False).clean(said) == whole


@pytest.mark.parametrize("said", ["1,5", "48,00", "1,2345", "£", "4 8", "forty"])
def test_a_comma_that_does_not_part_thousands_is_not_guessed_at(said: str) -> None:
    for field in (WholeField(), NumberField()):
        with pytest.raises(forms.ValidationError):
            field.clean(said)
