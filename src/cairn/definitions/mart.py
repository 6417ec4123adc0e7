"""The columns that measures may name, table by table: what the mart must have. Types are words, not engine types.

`codes:<list>` holds codes of that list; `need`, `need_area`, `ladder`, `rung`, `scale`, `framework` hold ids of
definitions, `outcome` a framework and its reference (`framework/reference`); `band` a band of a set of a scale's version;
`score` which score of a scale (`total`, `metric`, a subscale's or an item's id); `rule` a framework's rule of combining;
`activity_type` an organisation's own type of contact or session; `checklist_item` and
`checklist_kind` an item of a checklist and what it belongs to; `form`, `form_need`, `form_part`, `form_domain` and
`form_reason` what the forms of a programme ask (`programme/reference`), `answer:<from_record>` an answer to the field that
the record fills so; `area` a place code; `uids` and `numbers` lists. The same table, with the
grain of each, is `data/measures/README.md`.
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
    "paid_support": {
        "uid": "uid",
        "episode": "uid",
        "start_date": "date",
        "end_date": "date",
        "is_repeat": "flag",
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
    "assessment": {
        "uid": "uid",
        "episode": "uid",
        "line": "uid",
        "scale": "scale",
        "scale_version": "number",
        "stage": "codes:assessment_stage",
        "rater": "codes:assessment_rater",
        "assessed_date": "date",
        "answers": "numbers",
        "total": "number",
        "metric": "number",
        "score": "number",
        "band": "band",
        "is_first": "flag",
        "is_latest": "flag",
        "missing": "number",
        "entered_by": "codes:assessment_entry",
        **PERSONAL,
    },
    "assessment_pair": {
        "uid": "uid",
        "episode": "uid",
        "line": "uid",
        "scale": "scale",
        "scale_version": "number",
        "of": "score",
        "rater": "codes:assessment_rater",
        "stage": "codes:assessment_stage",
        "first_date": "date",
        "first_score": "number",
        "second_date": "date",
        "second_score": "number",
        "change": "number",
        "verdict": "codes:change_verdict",
        "reliable": "codes:reliable_change",
        "crossed": "codes:cutoff_crossed",
        "baseline_missing_reason": "codes:missing_baseline_reason",
        **PERSONAL,
    },
    "outcome_change": {
        "uid": "uid",
        "episode": "uid",
        "line": "uid",
        "framework": "framework",
        "outcome": "outcome",
        "scale": "scale",
        "scale_version": "number",
        "rater": "codes:assessment_rater",
        "stage": "codes:assessment_stage",
        "combined_by": "rule",
        "areas": "number",
        "first_date": "date",
        "reading_date": "date",
        "pair_state": "codes:pair_state",
        "verdict": "codes:change_verdict",
        "baseline_missing_reason": "codes:missing_baseline_reason",
        **PERSONAL,
    },
    "feedback": {
        "uid": "uid",
        "episode": "uid",
        "why": "codes:feedback_reason",
        "asked_date": "date",
        "answered_date": "date",
        "accessible": "number",
        **PERSONAL,
    },
    "attendance": {
        "uid": "uid",
        "activity": "uid",
        "activity_type": "activity_type",
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
    "home_move": {
        "uid": "uid",
        "episode": "uid",
        "move": "uid",
        "moved_date": "date",
        "from_home": "codes:accommodation",
        "to_home": "codes:accommodation",
        "from_standing": "codes:accommodation_group",
        "to_standing": "codes:accommodation_group",
        **PERSONAL,
    },
    "safeguarding": {"uid": "uid", "made_quarter": "date", **WHERE},
    "headcount": {
        "uid": "uid",
        "activity": "uid",
        "activity_type": "activity_type",
        "activity_date": "date",
        "heads": "number",
        **WHERE,
    },
}

#: What small groups tell their anchor, and how it finds them. No person stands here.
GROUP = {"group": "uid", "ward": "area", **WHERE}
TABLES |= {
    "group_supported": {"uid": "uid", "start_date": "date", "end_date": "date", **GROUP},
    "group_report": {
        "uid": "uid",
        "from_date": "date",
        "to_date": "date",
        "told_date": "date",
        "heads": "number",
        "heads_new": "number",
        "is_sample": "flag",
        **GROUP,
    },
    "group_sample": {
        "uid": "uid",
        "to_date": "date",
        "sample_of": "codes:group_sample_of",
        "is_asked": "flag",
        "is_yes": "flag",
        "of": "number",
        "heads": "number",
        **GROUP,
    },
    "group_help": {"uid": "uid", "to_date": "date", "group_help": "codes:group_help", **GROUP},
    "group_check": {
        "uid": "uid",
        "checked_date": "date",
        "before_date": "date",
        "check_item": "checklist_item",
        "check_kind": "checklist_kind",
        "check_answer": "codes:group_check_answer",
        "came_about": "flag",
        **GROUP,
    },
    "group_application": {
        "uid": "uid",
        "received_date": "date",
        "decided_date": "date",
        "application_decision": "codes:application_decision",
        "application_refusal": "codes:application_refusal",
        "is_elsewhere": "flag",
        "asked_pounds": "number",
        "given_pounds": "number",
        "raised_pounds": "number",
        "raised_date": "date",
        **GROUP,
    },
}

#: What forms of a programme say, such as Supporting People's: as they were sent, to whichever authority they name.
ANSWERED = {
    "form_service_type": "answer:service_type",
    "form_client_group": "answer:client_group_primary",
    "form_gender": "answer:gender",
    "form_ethnicity": "answer:ethnicity",
    "form_religion": "answer:religion",
    "form_disability": "answer:disability",
    "form_work": "answer:economic_status",
}
FORM = {
    "form": "form",
    "collection": "uid",
    "collection_year": "uid",
    "form_date": "date",
    "person": "uid",
    "provider": "uid",
    "authority": "uid",
    "service_number": "text",
    "age_band": "codes:age_band",
    "contracts": "uids",
    **ANSWERED,
}
COLLECTED: dict[str, dict[str, str]] = {
    "collected_form": {
        "uid": "uid",
        "days": "number",
        "asked": "number",
        "blank": "number",
        "days_to_send": "number",
        "is_whole": "flag",
        "needs": "number",
        "confirmed": "number",
        "is_died": "flag",
        "has_plan": "flag",
        **FORM,
    },
    "collected_need": {
        "uid": "uid",
        "of": "uid",
        "form_domain": "form_domain",
        "form_need": "form_need",
        "form_part": "form_part",
        "is_first_part": "flag",
        "is_local": "flag",
        "achieved": "codes:form_answer",
        "ongoing": "codes:form_answer",
        **FORM,
    },
    "collected_reason": {
        "uid": "uid",
        "of": "uid",
        "form_domain": "form_domain",
        "form_need": "form_need",
        "form_reason": "form_reason",
        "reason_group": "codes:form_reason_group",
        "is_main": "flag",
        "is_local": "flag",
        **FORM,
    },
    "collected_own_reason": {
        "uid": "uid",
        "of": "uid",
        "form_domain": "form_domain",
        "form_need": "form_need",
        "own_reason": "text",
        "reason_group": "codes:form_reason_group",
        "is_main": "flag",
        **FORM,
    },
}

EVERY = TABLES | COLLECTED
"""Of both: what comes by returns, and what comes by the forms of a programme."""

GROUPED = {
    "ethnicity": ("ethnicity_group", "ethnicity_group", "ethnicity"),
    "from_home": ("from_standing", "accommodation_group", "accommodation"),
    "to_home": ("to_standing", "accommodation_group", "accommodation"),
}
"""Columns whose list names a group for each of its codes: the column of the same row that holds the group, the list of groups,
and the list that names them."""

DERIVED_DIMENSIONS = {"quarter": "period_date", "contract": "contracts"}
"""Dimensions that are worked out: the quarter of the period date, and one row for each contract of the list."""


def column_of(dimension: str, period_date: str) -> str:
    """The column that a dimension is read from."""
    column = DERIVED_DIMENSIONS.get(dimension, dimension)
    return period_date if column == "period_date" else column
