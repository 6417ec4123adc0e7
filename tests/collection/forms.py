"""Forms that are filled in whole, for tests to spoil."""

from cairn.collection.columns import Local, columns_of
from cairn.definitions.shapes.form import CollectionForm, FormReason, Guidance, NeedQuestion, Part
from cairn.questionnaire.conditions import evaluate

SLIPS = (
    "",
    " ",
    "Yes",
    "No",
    "NA",
    "Missing",
    "0",
    "-1",
    "9999999999",
    "2025-02-29",
    "2025-06-01",
    "1/6/2025",
    "c1; e1",
    "c1;e1",
    "21",
)
LOCAL = NeedQuestion(
    ref="L1", name="Garden", number="L1", domain="be_healthy", label="Grow something",
    parts=(Part(label="Grew something", sure="own", source="Test"),), guidance=Guidance(says="Anything that grows."),
    sure="own", source="Test",
)  # fmt: skip
REASON = FormReason(code="eL1", label="It rained", group="external", sure="own", source="Test")
_GIVEN = {
    "FormID": "00000000042", "ClientRecordProviderID": "04217", "NationalProviderID": "00012345",
    "ProviderName": "Harbour", "AdminAuth": "E08000025", "Service_Name": "Night stop", "SPServiceID": "B 42",
    "PersonCode": "SO-20417", "StartDate": "2025-04-01", "ReviewDate": "2026-03-31", "EndDate": "2026-03-31",
    "Age": "44", "ClientGroup_Primary": "21", "EconomicStatus": "job_seeker", "HouseholdSize": "0",
}  # fmt: skip


def whole(form: CollectionForm, local: Local = (), **changed: str) -> dict[str, str]:
    """A form with nothing wrong: no support was needed. `changed` answers are set as they are, a blank one is taken out."""
    answers: dict[str, str] = {}
    for column in columns_of(form, local):
        if column.needed and evaluate(column.asked, answers):
            usual = "No" if "No" in column.codes else next(iter(column.codes), "")
            answers[column.name] = _GIVEN.get(column.name) or usual
    if "SupportPlan" in answers:
        answers["SupportPlan"] = "Yes" if form.version > 1 or form.id == "sp-long" else "completed"
    answers |= changed
    return {name: text for name, text in answers.items() if text}
