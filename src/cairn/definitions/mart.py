"""The columns that measures may name, table by table: what the mart must have. Types are words, not engine types.

`codes:<list>` holds codes of that list; `need`, `need_area`, `ladder`, `rung`, `scale`, `framework` hold ids of
definitions, `outcome` a framework and its reference (`framework/reference`); `area` a place code; `uids` a list. The
same table, with the grain of each, is `data/measures/README.md`.
"""

WHO = {
    "person": "uid",
    "gender": "codes:gender",
    "same_as_birth": "codes:same_as_birth",
    "age_band": "codes:age_band",
    "disability": "codes:disability",
    "ethnicity": "codes:ethnicity",
    "ethnicity_group": "codes:ethnicity_group",
    "ward": "area",
    "sector": "area",
    "district": "area",
}
WHERE = {"provider": "uid", "service": "uid", "commissioning_area": "codes:commissioning_area", "contracts": "uids"}
ROUTE = {
    "referral_sector": "codes:referral_sector",
    "referral_kind": "codes:referral_kind",
    "crisis": "codes:crisis",
}
PERSONAL = {**WHO, **WHERE, **ROUTE}

TABLES: dict[str, dict[str, str]] = {
    "referral": {
        "uid": "uid",
        "direction": "codes:referral_direction",
        "received_date": "date",
        "state": "codes:referral_state",
        "unsuccessful_reason": "codes:unsuccessful_reason",
        "urgency": "codes:urgency",
        "days_to_contact": "number",
        "days_to_assessment": "number",
        "days_to_decision": "number",
        "days_to_start": "number",
        "days_to_activity": "number",
        **PERSONAL,
    },
    "episode": {
        "uid": "uid",
        "start_date": "date",
        "end_date": "date",
        "is_new": "flag",
        "closure_reason": "codes:closure_reason",
        "closure_planned": "codes:closure_planned",
        "destination": "codes:destination",
        **PERSONAL,
    },
    "need": {
        "uid": "uid",
        "episode": "uid",
        "need": "need",
        "need_area": "need_area",
        "presented_date": "date",
        "part_met_date": "date",
        "met_date": "date",
        "state": "codes:need_state",
        "can_meet": "codes:can_meet",
        "signposted_date": "date",
        **PERSONAL,
    },
    "need_asked": {
        "uid": "uid",
        "episode": "uid",
        "need": "need",
        "need_area": "need_area",
        "asked_date": "date",
        "answer": "codes:need_answer",
        **PERSONAL,
    },
    "step": {
        "uid": "uid",
        "episode": "uid",
        "ladder": "ladder",
        "rung": "rung",
        "reached_date": "date",
        "is_first": "flag",
        "is_added_later": "flag",
        "towards_set_aside": "flag",
        **PERSONAL,
    },
    "outcome": {
        "uid": "uid",
        "episode": "uid",
        "aim": "uid",
        "framework": "framework",
        "outcome": "outcome",
        "state": "codes:outcome_state",
        "from_date": "date",
        "to_date": "date",
        "reached_date": "date",
        "is_added_later": "flag",
        **PERSONAL,
    },
    "assessment_pair": {
        "uid": "uid",
        "episode": "uid",
        "scale": "scale",
        "first_date": "date",
        "first_score": "number",
        "second_date": "date",
        "second_score": "number",
        "change": "number",
        "baseline_missing_reason": "codes:missing_baseline_reason",
        **PERSONAL,
    },
    "attendance": {
        "uid": "uid",
        "activity": "uid",
        "activity_date": "date",
        "state": "codes:attendance_state",
        **PERSONAL,
    },
    "move_on_block": {
        "uid": "uid",
        "episode": "uid",
        "move_on_cause": "codes:move_on_cause",
        "start_date": "date",
        "end_date": "date",
        "days": "number",
        **PERSONAL,
    },
    "carers_assessment": {
        "uid": "uid",
        "episode": "uid",
        "carers_assessment_kind": "codes:carers_assessment_kind",
        "carers_assessment_state": "codes:carers_assessment_state",
        "assessment_date": "date",
        **PERSONAL,
    },
    "signposting": {
        "uid": "uid",
        "episode": "uid",
        "signposting_kind": "codes:signposting_kind",
        "signposting_result": "codes:signposting_result",
        "made_date": "date",
        "result_date": "date",
        "need": "need",
        "need_area": "need_area",
        **PERSONAL,
    },
    "safeguarding": {"uid": "uid", "made_quarter": "date", **WHERE},
    "headcount": {"uid": "uid", "activity": "uid", "activity_date": "date", "heads": "number", **WHERE},
}

DERIVED_DIMENSIONS = {"quarter": "period_date", "contract": "contracts"}
"""Dimensions that are worked out: the quarter of the period date, and one row for each contract of the list."""


def column_of(dimension: str, period_date: str) -> str:
    """The column that a dimension is read from."""
    column = DERIVED_DIMENSIONS.get(dimension, dimension)
    return period_date if column == "period_date" else column
