"""A page as the matrix reads it: its HTML, the form that it sends, and what is wrong with it."""

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

#: a search is not an answer: it is not kept when a form is sent
TYPED = {"text", "email", "tel", "number", "url", "password", None}


@dataclass(frozen=True)
class Sent:
    """The form of a page: what it would send as it stands, which of its fields somebody types into, which of those take
    words, and the first answer to each question that has answers."""

    values: dict[str, list[str]]
    typed: tuple[str, ...]
    words: tuple[str, ...]
    hidden: tuple[str, ...]
    first: dict[str, list[str]]


def html(content: bytes) -> BeautifulSoup:
    return BeautifulSoup(content, "html.parser")


def forms(page: BeautifulSoup) -> list[Tag]:
    return [form for form in page.find_all("form") if str(form.get("method", "")).lower() == "post"]


def form_of(page: BeautifulSoup) -> Sent:
    """The main form: the last in the page's body that is sent to the page itself."""
    found = [form for form in forms(page) if not form.get("action")]
    assert found, "no form that is sent to the page itself"
    values: dict[str, list[str]] = {}
    typed, words, hidden, first = [], [], [], {}
    for field in found[-1].find_all(["input", "textarea", "select"]):
        name, kind = str(field.get("name", "")), field.get("type")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if field.name == "textarea" or (field.name == "input" and kind in TYPED):
            typed.append(name)
            words += [] if field.get("inputmode") in {"numeric", "decimal"} else [name]
        if kind == "hidden":
            hidden.append(name)
        if answers := _answers(field):
            first.setdefault(name, answers[:1])
        values.setdefault(name, []).extend(_value(field))
    return Sent(values, tuple(typed), tuple(words), tuple(hidden), first)


def _answers(field: Tag) -> list[str]:
    """The answers that a field offers, but for none."""
    if field.name == "select":
        return [str(option["value"]) for option in field.find_all("option") if option.get("value")]
    return [str(field.get("value", ""))] if field.get("type") in {"radio", "checkbox"} else []


def _value(field: Tag) -> list[str]:
    if field.name == "textarea":
        return [field.get_text()]
    if field.name == "select":
        return [str(option["value"]) for option in field.find_all("option", selected=True)]
    if field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked"):
        return []
    return [str(field.get("value", ""))]


def typed_in(page: BeautifulSoup, name: str) -> str:
    """What a field of the page holds."""
    field = page.find(["input", "textarea"], attrs={"name": name})
    assert isinstance(field, Tag), f"no field {name} any more"
    return field.get_text() if field.name == "textarea" else str(field.get("value", ""))


def summary(page: BeautifulSoup) -> list[str]:
    """The lines of the error summary."""
    return [line.get_text(" ", strip=True) for line in page.select(".govuk-error-summary__list li")]


def at_fields(page: BeautifulSoup) -> list[str]:
    """The errors said at fields, without the word before each."""
    return [
        found.get_text(" ", strip=True).removeprefix("Error:").strip() for found in page.select(".govuk-error-message")
    ]
