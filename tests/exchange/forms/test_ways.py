"""The same forms by each way in are the same: template, CSV, JSON and XML have one hash; and a body that is none says so."""

from io import BytesIO

import pytest

from cairn.collection.models import CollectedForm
from cairn.exchange.forms import bodies, examples, offered, template
from cairn.exchange.forms.found import Unreadable
from tests.exchange.forms.conftest import Programme


def test_the_same_forms_have_the_same_hash_by_each_way(programme: Programme) -> None:
    rows, form = programme.rows(3), offered.of(programme.forms["sp-long"])
    ways = {
        "workbook": template.workbook(form, rows, ready=3), "csv": template.csv(form, rows),
        "json": examples.as_json(form, rows), "xml": examples.as_xml(form, rows),
    }  # fmt: skip
    seen = {way: programme.send(data) for way, data in ways.items()}
    assert {way: [one.kind.rule for one in each.groups] for way, each in seen.items()} == {way: [] for way in ways}
    taken = [programme.take(each) for each in seen.values()]
    assert len({each.row.sha256 for each in taken}) == 1
    assert [(each.counts["taken"], each.counts["same"]) for each in taken] == [(3, 0), (0, 3), (0, 3), (0, 3)]
    assert CollectedForm.objects.count() == 3


@pytest.mark.parametrize("way", ["json", "xml"])
def test_a_finding_in_a_body_is_at_its_form(programme: Programme, way: str) -> None:
    rows, form = programme.rows(3), offered.of(programme.forms["sp-long"])
    rows[1]["Gender"], rows[2]["Typo"] = "male-ish", "x"
    seen = programme.send({"json": examples.as_json, "xml": examples.as_xml}[way](form, rows))
    found = {group.kind.key: group.rows for group in seen.groups}
    assert found == {"choice:Gender": (2,), "column_extra:Typo": ()}
    assert bodies.pointer(way, 2, "Gender") == {"json": "/forms/1/Gender", "xml": "/forms/form[2]/Gender"}[way]


HEAD = b'{"form": "sp-long", "forms": '
BOMB = b'<!DOCTYPE forms [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><forms form="sp-long"><form><Age>&b;</Age></form></forms>'
OUTSIDE = b'<!DOCTYPE forms [<!ENTITY a SYSTEM "file:///etc/hostname">]><forms form="sp-long"/>'


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"{", "cut"), (HEAD + b'[{"Age": "3', "cut"), (HEAD + b'[{"Age": }]}', "json"), (HEAD + b"[]} x}", "json"),
        (HEAD + b'[{"Age": {"in": "years"}}]}', "json_value"), (HEAD + b'["Age"]}', "json_value"),
        (HEAD + b'[{"Age": "3", "Age": "4"}]}', "json_twice"), (b'{"forms": []}', "form"), (b"[]", "json"),
        (b'{"form": "sp-other", "forms": []}', "form"), (b'{"form": "sp-long", "version": 99, "forms": []}', "version"),
        (HEAD + b'[{"Age": "\xff"}]}', "encoding"), (HEAD + b'[{"Age": "\\ud800"}]}', "encoding"),
        (HEAD + b'[{"\\uDC00": ""}]}', "encoding"), (HEAD + b'[{"Age": ' + b"1" * 5_000 + b"}]}", "json_value"),
        (b"{" + b",".join(b'"a%d": 1' % n for n in range(1_001)) + b"}", "json"),
        (b'<forms form="sp-long"><form>' + b"".join(b"<a%d/>" % n for n in range(1_001)), "columns"),
        (b'<forms form="sp-long"><form ' + b" " * 3_000_000 + b"/></forms>", "long"),
        (b'{"rows": "' + b"x" * 2_500_000 + b'"}', "json"),
        (BOMB, "doctype"), (OUTSIDE, "doctype"), (b'<forms form="sp-long"><form><Age>3</Age>', "cut"),
        (b'<forms form="sp-long"><form><Age>3</Aged></form></forms>', "xml"), (b"<html><body/></html>", "xml_form"),
        (b'<forms form="sp-long"><form><Age><b/></Age></form></forms>', "xml_form"), (b"<forms/>", "form"),
        (b'<forms form="sp-long"><form><Age>3</Age><Age>4</Age></form></forms>', "xml_twice"),
    ],
)  # fmt: skip
def test_a_body_that_is_none_says_what_is_wrong_with_it(body: bytes, rule: str) -> None:
    source = bodies.Body(BytesIO(body), len(body), bodies.kind_of(body))
    with pytest.raises(Unreadable) as refused:
        list(next(source.pages()).lines)
    assert [kind.rule for kind in refused.value.kinds] == [f"file.{rule}"]


def test_an_authority_and_a_service_in_another_case_are_the_same_form(programme: Programme) -> None:
    """Else there could be two forms of one person, service and year, and the same form would have two hashes."""
    rows = programme.rows(1)
    programme.take(programme.send(programme.csv(rows)))
    other = [{**rows[0], "AdminAuth": rows[0]["AdminAuth"].lower(), "SPServiceID": rows[0]["SPServiceID"].lower()}]
    assert programme.send(programme.csv(other)).counts["same"] == 1
    second = programme.send(programme.csv([{**other[0], "FormID": "99999999999"}]))
    assert [group.kind.key for group in second.groups] == ["once-before-error:PersonCode"]


def test_half_a_sign_written_with_its_other_half_is_one() -> None:
    body = HEAD + b'[{"Age": "\\ud83c\\udf33", "\\u0000A\\u0001": "1"}]}'
    (_, names), (_, values) = next(bodies.Body(BytesIO(body), len(body), "json").pages()).lines
    assert {name: value for name, value in zip(names, values, strict=True) if value} == {"Age": "🌳", "A": "1"}


def test_a_body_is_read_whatever_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of several bytes, escapes and numbers that are cut by the end of a piece are read all the same."""
    body = '\ufeff {"forms": [{"Age": 34, "FormID": "é\\u00e9 ", "Died": false, "X": ["1", "2"], "Y": null}], "form": "sp-long" }'
    data = body.encode()
    for size in (1, 3, 1 << 20):
        monkeypatch.setattr(bodies, "PIECE", size)
        (_, names), (_, values) = next(bodies.Body(BytesIO(data), len(data), "json").pages()).lines
        said = {name: value for name, value in zip(names, values, strict=True) if value}
        assert said == {"Age": "34", "FormID": "éé ", "Died": "No", "X": "1; 2"}
