"""The XML schema (1.0) of a form. It says names, answers and what is always there; what is asked where it cannot say: that is
in the documentation of each element, and in the rules. Pure."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from cairn.collection.columns import FormColumn
from cairn.collection.routing import asked_words
from cairn.exchange.forms.offered import Offered
from cairn.exchange.forms.schema import several
from cairn.questionnaire.conditions import ALWAYS
from cairn.questionnaire.texts import REAL_DAY


def schema(offered: Offered) -> bytes:
    """The whole file."""
    form = offered.form
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" version="{form.version}">',
        _documented(f"{form.label}, version {form.version}. A blank answer is left out.", "  "),
        '  <xs:element name="forms">',
        "    <xs:complexType>",
        "      <xs:sequence>",
        '        <xs:element name="form" type="form" maxOccurs="unbounded"/>',
        "      </xs:sequence>",
        f'      <xs:attribute name="form" type="xs:string" use="required" fixed={quoteattr(form.id)}/>',
        f'      <xs:attribute name="version" type="xs:integer" use="required" fixed="{form.version}"/>',
        "    </xs:complexType>",
        f'    <xs:unique name="number"><xs:selector xpath="form"/><xs:field xpath="{form.number_column}"/></xs:unique>',
        "  </xs:element>",
        '  <xs:complexType name="form">',
        "    <xs:all>",
        *(line for column in offered.columns for line in _element(column)),
        "    </xs:all>",
        "  </xs:complexType>",
        "</xs:schema>",
        "",
    ]
    return "\n".join(lines).encode()


def _documented(words: str, room: str) -> str:
    return f"{room}<xs:annotation><xs:documentation>{escape(words)}</xs:documentation></xs:annotation>"


def _element(column: FormColumn) -> Iterator[str]:
    is_there = "1" if column.needed and column.asked == ALWAYS else "0"
    told = " ".join(filter(None, (f"{column.label}.", asked_words(column, lambda name: name), column.hint)))
    yield f'      <xs:element name="{column.name}" minOccurs="{is_there}">'
    yield _documented(told, "        ")
    yield f'        <xs:simpleType><xs:restriction base="{_BASES.get(column.kind, "xs:string")}">'
    yield from (f"          {facet}" for facet in _facets(column))
    yield "        </xs:restriction></xs:simpleType>"
    yield "      </xs:element>"


_BASES = {"number": "xs:integer"}


def _facets(column: FormColumn) -> Iterator[str]:
    match column.kind:
        case "one":
            for choice in column.choices:
                words = _documented(choice.label, "")
                yield f"<xs:enumeration value={quoteattr(choice.code)}>{words}</xs:enumeration>"
        case "many":
            yield f"<xs:pattern value={quoteattr(several(column))}/>"
        case "date":
            yield f"<xs:pattern value={quoteattr(_shared(REAL_DAY))}/>"
        case "number":
            if column.low is not None:
                yield f'<xs:minInclusive value="{column.low}"/>'
            if column.high is not None:
                yield f'<xs:maxInclusive value="{column.high}"/>'
        case _:
            yield from _text(column)


def _text(column: FormColumn) -> Iterator[str]:
    yield '<xs:minLength value="1"/>'
    if column.pattern:
        yield f"<xs:pattern value={quoteattr(_shared(column.pattern))}/>"
    else:
        yield f'<xs:maxLength value="{column.longest}"/>'


def _shared(pattern: str) -> str:
    """XML Schema has no groups that are not kept."""
    return pattern.replace("(?:", "(")
