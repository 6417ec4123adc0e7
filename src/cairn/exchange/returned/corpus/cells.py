"""Cases of a cell that is wrong."""

from datetime import date
from typing import Any

from cairn.exchange.returned.corpus.cases import Wanted, spoilt
from cairn.exchange.returned.corpus.draft import Draft, Failed, Formula

#: (name, what, the figure, its group, the column, what stands there, the rule)
FIGURES: tuple[tuple[str, str, str, str, str, Any, str], ...] = (
    ("text-in-number", "Words where a number belongs", "people_supported", "", "H", "about forty", "number.text"),
    ("unit-in-number", "A unit beside the number", "days_to_support", "", "H", "6.5 days", "number.text"),
    ("comma", "Decimals with a comma", "days_to_support", "", "H", "6,5", "number.comma"),
    ("thousands", "A comma between thousands", "people_supported", "", "H", "1,204", "number.comma"),
    ("percent-sign", "A per cent sign", "feedback_response_share", "", "H", "75%", "number.percent"),
    ("percent-over", "More than 100 per cent", "feedback_response_share", "", "H", 1.25, "share.range"),
    ("percent-whole", "Per cent instead of a share", "feedback_response_share", "", "H", 75, "share.range"),
    ("share-negative", "A share below nothing", "feedback_response_share", "", "H", -0.1, "share.range"),
    ("negative", "A negative count", "people_supported", "", "H", -3, "number.negative"),
    ("fraction", "Half a person", "people_supported", "", "H", 12.5, "number.whole"),
    ("too-large", "A number that no figure is", "people_supported", "", "H", 2e12, "number.size"),
    ("n-smaller", "n smaller than the figure", "people_supported", "", "I", 3, "figure.n_small"),
    ("n-text", "Words for n", "people_supported", "", "I", "all", "number.text"),
    ("n-negative", "n below nothing", "people_supported", "", "I", -12, "number.negative"),
    ("n-fraction", "n with a part", "people_supported", "", "I", 12.5, "number.whole"),
    ("n-missing", "A share without its n", "feedback_response_share", "", "I", None, "figure.n_missing"),
    ("group-over", "A group with more than the whole", "referrals_unsuccessful", "no_contact", "H", 90, "figure.part"),
    ("not-agreed", "A measure that is not agreed", "people_supported", "", "A", "hours_delivered", "figure.not_agreed"),
    ("breakdown-not-agreed", "A breakdown not agreed", "referrals_received", "woman", "D", "age_band", "figure.breakdown"),
    ("code-unknown", "A code that is in no list", "referrals_received", "woman", "E", "female", "figure.code"),
    ("class-changed", "Another class", "people_supported", "", "C", "primary_outcome", "figure.class"),
)  # fmt: skip
#: What only a workbook can hold.
ODD: tuple[tuple[str, str, Any, str], ...] = (
    ("formula", "A formula where a number belongs", Formula("=6*7"), "cell.formula"),
    ("formula-outside", "A formula that reads another file", Formula("='[other.xlsx]Sheet1'!A1"), "cell.formula"),
    ("error-cell", "An error of the spreadsheet", Failed("#REF!"), "cell.formula"),
    ("date-in-number", "A date where a number belongs", date(2025, 5, 14), "number.date"),
    ("true-in-number", "Yes or no where a number belongs", True, "number.flag"),
)
#: (name, what, sheet, cell, what stands there, the rule)
ROWS: tuple[tuple[str, str, str, str, Any, str], ...] = (
    ("code-not-in-list", "A code that is not in its list", "person", "C4", "Female", "code.list"),
    ("scale-unknown", "A scale that there is not", "assessment", "D3", "my-own-scale", "code.list"),
    ("date-as-text", "A date written out", "referral", "D5", "28/04/2025", "date.text"),
    ("date-as-words", "A date in words", "referral", "D5", "28 April 2025", "date.text"),
    ("date-as-serial", "A spreadsheet’s count of days", "referral", "D5", 45775, "date.serial"),
    ("date-that-is-not", "A day that there is not", "referral", "D5", "2025-02-30", "date.text"),
    ("name-as-code", "A name where a code belongs", "person", "A6", "Ada Lovelace", "code.own"),
    ("nhs-number", "A number of ten digits as code", "person", "A6", "4857773456", "code.number"),
    ("code-missing", "No code of the person", "assessment", "A7", None, "row.code"),
    ("record-missing", "No code of the record", "assessment", "B7", None, "row.code"),
    ("record-twice", "A record that stands twice", "referral", "B9", "R-00001", "row.twice"),
    ("answers-no-list", "Answers that are no list", "assessment", "I3", "3 4 2 3", "numbers.list"),
    ("place-too-fine", "A postcode where its district belongs", "person", "G5", "B29 6QJ", "place.unknown"),
    ("score-text", "Words for a score", "assessment", "J3", "high", "number.text"),
)


def _figure(way: str, name: str, what: str, measure: str, group: str, column: str, value: Any, rule: str) -> None:
    from cairn.exchange.returned.corpus.draft import good

    row = good().find(measure, group)
    field = {"A": "measure", "C": "class", "D": "breakdown", "E": "code", "H": "value", "I": "n"}[column]
    cell = f"figures[{row - 2}].{field}" if way == "json" else f"{column}{row}"

    @spoilt(way, name, what, Wanted(rule, "figures", cell))
    def _spoil(draft: Draft) -> None:
        draft.put("figures", f"{column}{row}", value)


def _row(way: str, name: str, what: str, sheet: str, cell: str, value: Any, rule: str) -> None:
    @spoilt(way, name, what, Wanted(rule, sheet, cell))
    def _spoil(draft: Draft) -> None:
        draft.put(sheet, cell, value)


for _place, _case in enumerate(FIGURES):
    _figure("workbook" if _place % 3 else "package", *_case)
for _case in FIGURES[:6]:
    _figure("json", *_case)
for _name, _what, _value, _rule in ODD:
    _figure("workbook", _name, _what, "people_supported", "", "H", _value, _rule)
for _place, _line in enumerate(ROWS):
    _row("package" if _place % 2 else "workbook", *_line)
