"""A page as the matrix reads it: its HTML, the form that it sends, and what is wrong with it."""

import re
from dataclasses import dataclass

import lxml.html
from bs4 import BeautifulSoup, Tag

STRANGE = re.compile(r"^(https?:)?//")
ADDRESSED = ("src", "href", "action", "srcset", "data", "poster", "formaction")
#: scripts that are not run
DATA = {"application/json", "application/ld+json"}

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
    return BeautifulSoup(content, "lxml", multi_valued_attributes=None)  # a third faster


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


def typed_in(page: BeautifulSoup) -> dict[str, str]:
    """What each field of the page holds, by its name: the first of a name."""
    fields = reversed(page.select("input[name], textarea[name]"))
    return {
        str(each["name"]): each.get_text() if each.name == "textarea" else str(each.get("value", "")) for each in fields
    }


def summary(page: BeautifulSoup) -> list[str]:
    """The lines of the error summary."""
    return [line.get_text(" ", strip=True) for line in page.select(".govuk-error-summary__list li")]


def at_fields(page: BeautifulSoup) -> list[str]:
    """The errors said at fields, without the word before each."""
    return [
        found.get_text(" ", strip=True).removeprefix("Error:").strip() for found in page.select(".govuk-error-message")
    ]


def strange(content: bytes) -> list[str]:
    """Scripts and styles inside the page, addresses of others, and forms without their token; but one that is kept on the
    device is never sent as it stands. Read by lxml: it is asked of every page, and ten times as fast."""
    found = []
    for tag in lxml.html.document_fromstring(content.decode()).iter(lxml.etree.Element):
        said = lxml.html.tostring(tag, encoding="unicode")[:120] if tag.tag in ("script", "style", "form") else ""
        if tag.tag == "style" or (tag.tag == "script" and not tag.get("src") and tag.get("type") not in DATA):
            found.append(said)
        found += [f"{tag.tag} {name}" for name in tag.attrib if name == "style" or name.startswith("on")]
        for name in ADDRESSED:
            value = tag.get(name, "")
            found += [f"{tag.tag} to {value}"] if STRANGE.match(value) else []
            found += [f"{tag.tag} runs {value}"] if value.startswith("javascript:") else []
        if tag.tag == "form" and tag.get("method", "").lower() == "post" and tag.get("data-offline-form") is None:
            found += [] if tag.xpath(".//input[@name='csrfmiddlewaretoken']") else [f"no token: {said}"]
    return found
