"""Cases of a sheet that is wrong: its columns, its rows, whether it belongs there, and whose file it is."""

from cairn.exchange.returned.corpus.cases import Wanted, spoilt
from cairn.exchange.returned.corpus.draft import Draft
from cairn.exchange.returned.example import QUESTION


@spoilt(
    "workbook",
    "moved-column",
    "value and n have changed places",
    Wanted("column.moved", "figures", "H1"),
    Wanted("column.moved", "figures", "I1"),
)
def _moved(draft: Draft) -> None:
    for row in draft.sheets["figures"]:
        row[7], row[8] = row[8], row[7]


@spoilt(
    "package", "moved-column-rows", "Two columns of rows have changed places", Wanted("column.moved", "person", "C1")
)
def _moved_rows(draft: Draft) -> None:
    for row in draft.sheets["person"]:
        row[2], row[3] = row[3], row[2]


@spoilt("workbook", "changed-heading", "A heading in other words", Wanted("column.heading", "figures", "H1"))
def _heading(draft: Draft) -> None:
    draft.put("figures", "H1", "Total")


@spoilt("package", "heading-in-capitals", "A heading in capitals", Wanted("column.heading", "person", "C1"))
def _capitals(draft: Draft) -> None:
    draft.put("person", "C1", "GENDER")


@spoilt("workbook", "heading-twice", "A heading that stands twice", Wanted("column.twice", "figures", "I1"))
def _twice(draft: Draft) -> None:
    draft.put("figures", "I1", "value")


@spoilt("package", "column-missing", "The last column is missing", Wanted("column.missing", "figures", "J1"))
def _missing(draft: Draft) -> None:
    for row in draft.sheets["figures"]:
        del row[9]


@spoilt("workbook", "column-extra", "A column that the agreement does not name", Wanted("column.extra", "person", "H1"))
def _extra(draft: Draft) -> None:
    draft.sheets["person"][0].append("date_of_birth")
    for row in draft.sheets["person"][1:]:
        row.append("1980-03-31")


@spoilt(
    "workbook",
    "column-put-in",
    "A column of one's own between two others",
    Wanted("column.extra", "person", "C1"),
    found=1,
)
def _put_in(draft: Draft) -> None:
    for number, row in enumerate(draft.sheets["person"]):
        row.insert(2, "checked" if number else "Our check")


@spoilt(
    "package",
    "column-blank",
    "A column without a heading between two others",
    Wanted("column.extra", "figures", "D1"),
    found=1,
)
def _blank_column(draft: Draft) -> None:
    for row in draft.sheets["figures"]:
        row.insert(3, "")


@spoilt(
    "json", "field-extra", "A field that the agreement does not name", Wanted("column.extra", "person", "rows.person[]")
)
def _field(draft: Draft) -> None:
    draft.sheets["person"][0].append("name")
    for row in draft.sheets["person"][1:]:
        row.append("A name")


@spoilt("workbook", "headings-gone", "No headings", Wanted("sheet.blank", "words", "A1"))
def _gone(draft: Draft) -> None:
    draft.sheets["words"] = []


@spoilt("workbook", "title-above", "A title above the headings", Wanted("column.heading", "figures", "A1"))
def _title(draft: Draft) -> None:
    draft.sheets["figures"].insert(0, ["Our return for the year"])


@spoilt("workbook", "extra-sheet", "A sheet that does not belong there", Wanted("sheet.extra", "Notes"))
def _sheet(draft: Draft) -> None:
    draft.sheets["Notes"] = [["Anything"], ["Something"]]


@spoilt("package", "extra-resource", "A file that does not belong there", Wanted("sheet.extra", "staff"))
def _resource(draft: Draft) -> None:
    draft.sheets["staff"] = [["name"], ["Somebody"]]


@spoilt("json", "extra-part", "A table that does not belong there", Wanted("sheet.extra", "staff"))
def _part(draft: Draft) -> None:
    draft.sheets["staff"] = [["grade"], ["4"]]


@spoilt("workbook", "sheet-missing", "The sheet of figures is missing", Wanted("sheet.missing", "figures"))
def _no_figures(draft: Draft) -> None:
    del draft.sheets["figures"]


@spoilt("package", "table-missing", "A table is missing", Wanted("sheet.missing", "referral"))
def _no_table(draft: Draft) -> None:
    del draft.sheets["referral"]


@spoilt(
    "workbook",
    "sheet-renamed",
    "A sheet with another name",
    Wanted("sheet.extra", "Figures 2025"),
    Wanted("sheet.missing", "figures"),
)
def _renamed(draft: Draft) -> None:
    draft.sheets = {"Figures 2025" if name == "figures" else name: rows for name, rows in draft.sheets.items()}


@spoilt("workbook", "merged", "Merged cells", Wanted("cell.merged", "figures", "H2:H4"))
def _merged(draft: Draft) -> None:
    draft.merged.append(("figures", "H2:H4"))


@spoilt("workbook", "figure-twice", "A figure that stands twice", Wanted("figure.twice", "figures", "A3"))
def _figure_twice(draft: Draft) -> None:
    draft.sheets["figures"].insert(2, list(draft.sheets["figures"][1]))


@spoilt("package", "person-twice", "Two rows about one person", Wanted("person.twice", "person", "A14"))
def _person_twice(draft: Draft) -> None:
    draft.sheets["person"].append([*draft.sheets["person"][1][:1], "P-99999", *draft.sheets["person"][1][2:]])


@spoilt("workbook", "groups-too-few", "Groups that do not come to the whole", Wanted("figure.sum", "figures", "H2"))
def _groups(draft: Draft) -> None:
    draft.put("figures", f"H{draft.find('referrals_received', 'woman')}", 7)


@spoilt("package", "groups-too-many", "Groups that come to more than the whole", Wanted("figure.sum", "figures", "H2"))
def _groups_more(draft: Draft) -> None:
    draft.put("figures", f"H{draft.find('referrals_received', 'man')}", 5)
    draft.put("figures", f"I{draft.find('referrals_received', 'man')}", 5)


@spoilt("workbook", "row-too-long", "A cell beyond the last column", Wanted("row.long", "figures", "L2"))
def _long(draft: Draft) -> None:
    draft.put("figures", "L2", "see my notes")


@spoilt("workbook", "answer-too-long", "An answer of too many words", Wanted("words.long", "words", "E2"))
def _words(draft: Draft) -> None:
    draft.put("words", "E2", "word " * 400)


@spoilt("package", "question-unknown", "A question that is not asked", Wanted("words.unknown", "words", "A3"))
def _question(draft: Draft) -> None:
    draft.put("words", "A3", "What went well?")


@spoilt("workbook", "question-twice", "A question that is answered twice", Wanted("words.twice", "words", "A3"))
def _question_twice(draft: Draft) -> None:
    draft.put("words", "A3", QUESTION)


@spoilt("workbook", "last-round", "Last round’s file", Wanted("identity.from", "cairn"))
def _last_round(draft: Draft) -> None:
    draft.identity |= {"from": "2024-04-01", "to": "2025-03-31", "return": "99999999-9999-4999-8999-999999999999"}


@spoilt("package", "last-round-package", "Last round’s data package", Wanted("identity.from", "datapackage.json"))
def _last_package(draft: Draft) -> None:
    draft.identity |= {"from": "2024-04-01", "to": "2025-03-31"}


@spoilt("workbook", "another-provider", "Another provider’s file", Wanted("identity.provider", "cairn", "B4"))
def _provider(draft: Draft) -> None:
    draft.identity["provider"] = "88888888-8888-4888-8888-888888888888"


@spoilt("json", "another-contract", "A file of another contract", Wanted("identity.contract", "identity"))
def _contract(draft: Draft) -> None:
    draft.identity["contract"] = "EX-002"


@spoilt("workbook", "template-changed", "Made before what is asked was changed", Wanted("identity.template", "cairn"))
def _template(draft: Draft) -> None:
    draft.identity["template"] = "0" * 16


@spoilt("workbook", "identity-gone", "The hidden sheet was deleted", Wanted("identity.format", "cairn"))
def _identity(draft: Draft) -> None:
    draft.identity = {}


@spoilt("package", "format-newer", "Of a version that is not read", Wanted("identity.format", "datapackage.json"))
def _format(draft: Draft) -> None:
    draft.identity["format"] = "cairn-return/9"


@spoilt(
    "workbook",
    "not-given",
    "A figure that is left blank: a warning, no obstacle",
    Wanted("figure.blank", "figures", "H2", "warning"),
)
def _blank(draft: Draft) -> None:
    row = draft.find("referrals_received")
    draft.put("figures", f"H{row}", None)
    draft.put("figures", f"I{row}", None)
