"""In which order what was found is read."""

from cairn.exchange.returned.found import Finding
from cairn.exchange.returned.listing import Findings


def test_that_it_is_another_file_altogether_is_said_first_and_warnings_last() -> None:
    found = Findings()
    found.extend([
        Finding("figure.blank", "", severity="warning", sheet="a", row=1),
        Finding("sheet.missing", "", sheet="episode"),
        Finding("number.text", "", sheet="a", row=3),
        Finding("identity.from", "", sheet="cairn", row=5),
    ])  # fmt: skip
    assert [one.rule for one in found.every()] == ["identity.from", "number.text", "sheet.missing", "figure.blank"]
