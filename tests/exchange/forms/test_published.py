"""The published specification says what the rules say: whatever it lets through they let through, as far as it can say it."""

import io
import json
from random import Random

import jsonschema
from lxml import etree

from cairn.collection.columns import FormColumn, Local
from cairn.collection.rules import check
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm, NeedQuestion
from cairn.exchange.forms import conditions, examples, offered, schema, template, xsd
from cairn.exchange.forms.offered import Offered
from cairn.questionnaire.conditions import evaluate
from cairn.questionnaire.rules import check_row
from cairn.questionnaire.texts import DaysAfter, Reads
from tests import thorough

FORMS = [form for form in registry.all("form") if form.programme == "supporting-people"]


def changed(form: CollectionForm, columns: tuple[FormColumn, ...], rng: Random) -> dict[str, str]:
    """A good form in which up to two answers became others, good or bad, came or went."""
    said = dict(rng.choice(made(form)))
    for column in rng.sample(columns, rng.randint(0, 2)):
        values = [
            "",
            "x" * 201,
            "a,b",
            "2025-02-30",
            "2025-02-03",
            "-1",
            "7",
            "300",
            *column.codes,
            "; ".join(column.codes[:4]),
        ]
        said[column.name] = rng.choice(values)
    return {name: text for name, text in said.items() if text}


def made(form: CollectionForm, known: dict[str, list[dict[str, str]]] = {}) -> list[dict[str, str]]:  # noqa: B006  # a memory
    if form.id not in known:
        known[form.id] = examples.made(form, 3)
    return known[form.id]


def test_json_schema_and_rules_agree_about_forms() -> None:
    rng = Random(7)
    for form in FORMS:
        of = offered.of(form)
        document = schema.json_schema(of)
        jsonschema.Draft202012Validator.check_schema(document)
        validator = jsonschema.Draft202012Validator({**document["$defs"]["form"]})
        unsaid = {(rule.id, rule.field) for rule in schema.unsaid(of)}
        for _ in range(thorough.examples(40)):
            said = changed(form, of.columns, rng)
            wrong = [p for p in check(form, said) if p.severity == "error" and (p.rule, p.field) not in unsaid]
            assert validator.is_valid(said) == (not wrong), (form.id, said, wrong)


def test_what_the_xml_schema_refuses_the_rules_refuse() -> None:
    rng = Random(8)
    for form in FORMS:
        of = offered.of(form)
        validator = etree.XMLSchema(etree.parse(io.BytesIO(xsd.schema(of))))
        refused = 0
        for _ in range(thorough.examples(60)):
            said = changed(form, of.columns, rng)
            if not validator.validate(etree.parse(io.BytesIO(examples.as_xml(of, [said])))):
                refused += 1
                assert [p for p in check(form, said) if p.severity == "error"], (validator.error_log.last_error, said)
        assert refused > thorough.examples(60) // 12


def test_the_columns_of_the_csv_are_those_of_the_template() -> None:
    of = offered.of(FORMS[0])
    (resource,) = schema.columns(of)["resources"]
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == template.csv(of).decode("utf-8-sig").strip().split(",")
    age = next(field for field in fields if field["name"] == "Age")
    assert (age["type"], age["constraints"]) == ("integer", {"required": True, "minimum": 0, "maximum": 120})


def test_what_a_schema_cannot_say_is_left_out() -> None:
    assert conditions.schema(DaysAfter("a", "b", 0)) is None and conditions.schema(Reads("a", "number", 5000)) is None
    assert conditions.schema(Reads("a", "number", -3, 5)) is None


def local() -> Local:
    need = registry.get("form", "sp-long").needs[0]
    return (
        NeedQuestion(
            **{**vars_of(need), "ref": "L1", "name": "GardenWork", "number": "L1", "label": "Work in the garden"}
        ),
    )


def vars_of(need: NeedQuestion) -> dict[str, object]:
    return {name: getattr(need, name) for name in need.__dataclass_fields__}


def with_local() -> Offered:
    return offered.of(registry.get("form", "sp-long"), {"00CN": local(), "00CS": (), "00CQ": local()})


def test_what_an_authority_adds_is_asked_where_a_form_is_for_it() -> None:
    of = with_local()
    assert [column.name for column in of.own][:2] == ["GardenWork_L1", "ActualOutcome_L1"]
    (own, *_), (good,) = of.own, examples.made(of.form)
    assert evaluate(own.asked, {"AdminAuth": "00CQ"}) and not evaluate(own.asked, {"AdminAuth": "00CS"})
    validator = jsonschema.Draft202012Validator(schema.json_schema(of)["$defs"]["form"])
    for answers, rule in (({}, "needed"), ({"GardenWork_L1": "No"}, ""), ({"GardenWork_L1": "Yes"}, "needed")):
        said = {**good, "AdminAuth": "00CN", **answers}
        found = {problem.rule for problem in check_row(of.rules, said) if problem.severity == "error"}
        assert found == ({rule} - {""}) and validator.is_valid(said) == (not rule)
    elsewhere = {**good, "AdminAuth": "00CS", "GardenWork_L1": "No"}
    assert [p.rule for p in check_row(of.rules, elsewhere)] == ["not-asked"] and not validator.is_valid(elsewhere)
    assert of.stamp != offered.of(of.form).stamp
    assert "GardenWork_L1" in template.csv(of).decode("utf-8-sig")


def test_the_example_keeps_what_is_published_also_where_authorities_add_to_it() -> None:
    of = offered.of(registry.get("form", "sp-long"), {"E08000025": local()})
    body = json.loads(examples.one(of, examples.as_json))
    assert body["forms"][0]["GardenWork_L1"] == "No"
    assert jsonschema.Draft202012Validator(schema.json_schema(of)).is_valid(body)
