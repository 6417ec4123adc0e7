"""Every component draws what the design system publishes, for every option that it does not leave out by name."""

import json
import re
from importlib import resources
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cairn.web import jinja
from tests.web.govuk_fixtures import date_parts, ours, paths, tree

COMPONENTS = Path(jinja.__file__).parent / "components"
READ = YAML(typ="safe", pure=True)
EXAMPLES = {path.parent.name: READ.load(path.read_text()) for path in sorted(COMPONENTS.glob("*/example.yaml"))}
HELD = [name for name, example in EXAMPLES.items() if "leaves_out" in example]


def macro(env, name):
    return getattr(env.get_template(f"components/{name}/template.jinja").module, name.replace("-", "_"))


def fixtures(name):
    try:
        folder = resources.files("cairn_assets_dev")
    except ModuleNotFoundError:  # pragma: no cover
        pytest.fail("The published fixtures are in an editable install only: run `make test`, or `pip install -e .`.")
    return json.loads((folder / "govuk-fixtures" / name / "fixtures.json").read_text())["fixtures"]


@pytest.mark.parametrize("name", HELD)
def test_it_draws_what_the_design_system_publishes(env, name):
    draw, left_out = macro(env, name), set(EXAMPLES[name]["leaves_out"])
    compared, met = 0, set()
    for fixture in fixtures(name):
        used = set(paths(fixture["options"]))
        met |= used & left_out
        if used & left_out or fixture["name"] in EXAMPLES[name].get("not_compared", []):
            continue
        arguments = date_parts(fixture["options"]) if name == "date-input" else ours(fixture["options"])
        assert tree(draw(**arguments)) == tree(fixture["html"]), fixture["name"]
        compared += 1
    assert compared == EXAMPLES[name]["compared"], "say in example.yaml how many published fixtures are compared"
    assert compared > 0
    assert met == left_out, "an option left out that no fixture uses"


def test_every_component_has_an_example():
    folders = {path.parent.name for path in COMPONENTS.glob("*/template.jinja")}
    assert folders - set(EXAMPLES) == {"choices"}, "choices is the common part of radios and checkboxes"
    assert len(HELD) >= 25


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_its_examples_are_drawn(env, name):
    draw = macro(env, name)
    for example in EXAMPLES[name]["examples"]:
        assert tree(draw(**example))


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_it_escapes_plain_text(env, name):
    draw = macro(env, name)
    for example in EXAMPLES[name]["examples"]:
        assert "<script>" not in draw(**poisoned(example))


def poisoned(value):
    """The same arguments, every sentence followed by an attack."""
    if isinstance(value, dict):
        return {key: poisoned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each) for each in value]
    return value + '"><script>' if isinstance(value, str) and " " in value else value


#: classes that the design systems' markup carries for their scripts or as names only, without a rule of their own
UNSTYLED = {
    "govuk-checkboxes", "govuk-radios", "govuk-date-input__label", "govuk-table__body", "govuk-table__head", "govuk-table__row",
    "moj-timeline__header", "moj-filter__content", "moj-filter__heading-title", "moj-filter__heading-action",
}  # fmt: skip


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_every_class_it_borrows_is_known_to_the_style_sheets(env, name):
    vendor = resources.files("cairn_assets") / "static/vendor"
    sheets = ("govuk-frontend/govuk-frontend.min.css", "moj-frontend/moj-frontend.min.css")
    rules = set(
        re.findall(r"\.((?:govuk|moj)-(?:[\w-]|\\!)+)", "".join((vendor / each).read_text() for each in sheets))
    )
    known = {rule.replace("\\", "") for rule in rules} | UNSTYLED
    html = "".join(str(macro(env, name)(**example)) for example in EXAMPLES[name]["examples"])
    used = {each for found in re.findall(r'class="([^"]*)"', html) for each in found.split()}
    assert {each for each in used if each.startswith(("govuk-", "moj-"))} - known == set()
