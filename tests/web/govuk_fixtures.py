"""The design system's published options put into our macros' words, and markup in a form that can be compared."""

import re

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from markupsafe import Markup

NAMES = {
    "for": "for_", "isPageHeading": "label_heading",
    "label.text": "label", "label.isPageHeading": "label_heading", "hint.text": "hint",
    "errorMessage.text": "error", "fieldset.legend.text": "legend", "fieldset.legend.classes": "legend_classes",
    "fieldset.legend.isPageHeading": "legend_heading", "fieldset.describedBy": "described_by", "legend.text": "legend",
    "legend.isPageHeading": "legend_heading", "formGroup.classes": "group_classes", "prefix.text": "prefix",
    "suffix.text": "suffix", "titleText": "title", "summaryText": "summary", "descriptionText": "description",
    "tag.text": "tag", "card.title.text": "card_title", "card.actions.items": "card_actions", "key.text": "key",
    "value.text": "value", "actions.items": "actions", "conditional.text": "conditional", "title.text": "title",
    "status.text": "status", "status.tag.text": "tag", "status.tag.classes": "tag_classes", "namePrefix": "name",
    "errorList": "errors", "values.day": "day", "values.month": "month", "values.year": "year", "idPrefix": "id",
    "card.title.headingLevel": "card_heading_level",
}  # fmt: skip
PARTS = ("day", "month", "year")
WHOLE = {"attributes", "previous", "next"}


def snake(name):
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).replace(".", "_").lower()


def merged(options):
    """Options with every `html` put in the place of its `text`, as markup."""
    if isinstance(options, list):
        return [merged(each) for each in options]
    if not isinstance(options, dict):
        return options
    put = {key: merged(value) for key, value in options.items()}
    for key in [each for each in put if each == "html" or each.endswith("Html")]:
        html = put.pop(key)
        if html:
            put["text" if key == "html" else key.removesuffix("Html") + "Text"] = Markup(html)
    return put


def flat(options, path=""):
    """(dotted path, value) for each leaf; lists, attributes and links of pagination stay whole."""
    for key, value in options.items():
        if isinstance(value, dict) and key not in WHOLE:
            yield from flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def paths(options, path=""):
    """Every option path of a fixture, `[]` for the inside of a list, `html` under its own name as `text`."""
    if isinstance(options, dict):
        for key, value in merged(options).items():
            if (isinstance(value, dict) and key != "attributes") or isinstance(value, list):
                yield from paths(value, f"{path}{key}.")
            else:
                yield f"{path}{key}"
            yield f"{path}{key}"
    elif isinstance(options, list):
        for each in options:
            yield from paths(each, f"{path.removesuffix('.')}[].")
    else:
        yield f"{path}" + ("bare" if options else "empty")


def ours(options):
    """Keyword arguments of our macro for a fixture's options."""
    return {NAMES.get(path, snake(path)): listed(value) for path, value in flat(merged(options))}


def date_parts(options):
    """A date input's options with its `items`, or its `day`, `month` and `year`, said as our macro says them."""
    rest = {key: value for key, value in options.items() if key not in ("items", *PARTS)}
    named = [
        options[key] | {"name": key} if options.get(key) else {"name": key} for key in PARTS if options.get(key, 1)
    ]
    given = options.get("items") or named
    said = {each["name"]: each["value"] for each in given if "value" in each}
    named_wrong = [each["name"] for each in given if each.get("error") or "--error" in each.get("classes", "")]
    not_right = [each["name"] for each in given if each.get("error") is not False]
    wrong = named_wrong or (not_right if "errorMessage" in options else [])
    filled = {each["autocomplete"].rpartition("-")[0] for each in given if "autocomplete" in each}
    return ours(rest) | said | {
        "parts": [each["name"] for each in given], "wrong": wrong, "autocomplete": "".join(filled), "joiner": "-",
    }  # fmt: skip


def listed(value):
    if isinstance(value, list):
        return [listed(each) for each in value]
    if isinstance(value, dict):
        said = {NAMES.get(path, snake(path)): listed(each) for path, each in flat(value)}
        return said | ({"value": "false"} if said.get("value") is False else {})
    return value


def tree(html):
    """Markup as nested tuples: names, attributes in order of the alphabet, classes sorted, white space as one space."""
    return branches(BeautifulSoup(html, "html.parser"))


def branches(node):
    found = []
    for child in node.children:
        if isinstance(child, Tag):
            attributes = {key: sorted(v) if isinstance(v, list) else v for key, v in child.attrs.items()}
            found.append((child.name, tuple(sorted(attributes.items())), branches(child)))
        elif isinstance(child, NavigableString) and not isinstance(child, Comment) and child.strip():
            found.append(" ".join(child.split()))
    return found
