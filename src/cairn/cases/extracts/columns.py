"""The columns of every table, and the model fields that each comes from."""

from cairn.kernel.extracts import Column, ColumnType

#: Everything that is known of a person, their service, their funding and the way they came, on every row about a person.
WHO = (
    Column("person", "string", "people.Client.uid"),
    Column("gender", "string", "people.Client.gender"),
    Column("same_as_birth", "string", "people.Client.same_as_birth"),
    Column("age_band", "string", "cases.Episode.age_band,people.Client.age_band"),
    Column("disability", "string", "people.Client.disability"),
    Column("ethnicity", "string", "people.Client.ethnicity"),
    Column("ethnicity_group", "string", "people.Client.ethnicity_group"),
    Column("ward", "string", "people.Client.ward,people.Client.postcode_state"),
    Column("sector", "string", "people.Client.sector,people.Client.postcode_state"),
    Column("district", "string", "people.Client.district,people.Client.postcode_state"),
)
WHERE = (
    Column("provider", "string", "access.Organisation.uid"),
    Column("service", "string", "services.Service.uid"),
    Column("commissioning_area", "string", "services.Service.commissioning_area"),
    Column("contracts", "string_list", "contracts.Contract.uid"),
)
ROUTE = (
    Column("referral_sector", "string", "cases.Referral.sector"),
    Column("referral_kind", "string", "cases.Referral.kind"),
    Column("crisis", "string", "cases.Referral.crisis"),
)
WIDE = (*WHO, *WHERE, *ROUTE)
_EPISODE = Column("episode", "string", "cases.Episode.uid")


def _columns(model: str, *own: tuple[str, ColumnType, str]) -> tuple[Column, ...]:
    return tuple(Column(name, kind, source if "." in source else f"{model}.{source}") for name, kind, source in own)


_OWN: dict[str, tuple[Column, ...]] = {
    "referral": _columns(
        "cases.Referral",
        ("uid", "string", "uid"),
        ("direction", "string", "state"),
        ("received_date", "date", "received_date"),
        ("state", "string", "state"),
        ("unsuccessful_reason", "string", "unsuccessful_reason"),
        ("urgency", "string", "urgency"),
        ("days_to_contact", "int", "first_contact_date"),
        ("days_to_assessment", "int", "assessed_date"),
        ("days_to_decision", "int", "decided_date"),
        ("days_to_start", "int", "cases.Referral.received_date,cases.Episode.start_date"),
        ("days_to_activity", "int", "cases.Referral.received_date,cases.Activity.activity_date"),
    ),
    "episode": _columns(
        "cases.Episode",
        ("uid", "string", "uid"),
        ("start_date", "date", "start_date"),
        ("end_date", "date", "end_date"),
        ("is_new", "bool", "start_date"),
        ("closure_reason", "string", "closure_reason"),
        ("closure_planned", "string", "closure_planned"),
        ("destination", "string", "destination"),
        ("contract_spans", "string_list", "cases.EpisodeFunding.start_date,cases.EpisodeFunding.end_date"),
    ),
    "paid_support": (
        *_columns("cases.EpisodeFunding", ("uid", "string", "cases.Episode.uid,contracts.Contract.uid")),
        _EPISODE,
        *_columns(
            "cases.EpisodeFunding",
            ("start_date", "date", "cases.Episode.start_date,cases.EpisodeFunding.start_date"),
            ("end_date", "date", "cases.Episode.end_date,cases.EpisodeFunding.end_date"),
            ("is_repeat", "bool", "cases.Episode.start_date,cases.EpisodeFunding.start_date"),
            ("contract_spans", "string_list", "cases.EpisodeFunding.start_date,cases.EpisodeFunding.end_date"),
        ),
    ),
    "need": (
        *_columns("cases.Need", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.Need",
            ("need", "string", "need"),
            ("need_area", "string", "need"),
            ("presented_date", "date", "presented_date"),
            ("part_met_date", "date", "part_met_date"),
            ("met_date", "date", "met_date"),
            ("state", "string", "state"),
            ("can_meet", "string", "can_meet"),
            ("signposted_date", "date", "cases.Signposting.made_date"),
        ),
    ),
    "need_asked": (
        *_columns("cases.NeedsCheck", ("uid", "string", "cases.Episode.uid,cases.NeedsCheck.answers")),
        _EPISODE,
        *_columns(
            "cases.NeedsCheck",
            ("need", "string", "answers"),
            ("need_area", "string", "answers"),
            ("asked_date", "date", "check_date"),
            ("answer", "string", "answers"),
        ),
    ),
    "step": (
        *_columns("cases.StepRecord", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.StepRecord",
            ("ladder", "string", "services.StepLadder.uid"),
            ("rung", "string", "services.Rung.uid"),
            ("reached_date", "date", "step_date"),
            ("is_first", "bool", "step_date"),
            ("is_added_later", "bool", "is_added_later"),
            ("towards_set_aside", "bool", "cases.OutcomeSetAside.start_date,cases.OutcomeSetAside.end_date"),
        ),
    ),
    "outcome": (
        *_columns("cases.OutcomeRecord", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.OutcomeRecord",
            ("aim", "string", "cases.Episode.uid,cases.OutcomeRecord.outcome,cases.OutcomeSetAside.outcome"),
            ("framework", "string", "framework"),
            ("outcome", "string", "outcome"),
            ("state", "string", "cases.OutcomeRecord.is_reached,cases.OutcomeSetAside.start_date"),
            ("from_date", "date", "cases.Episode.start_date,cases.OutcomeSetAside.start_date"),
            ("to_date", "date", "cases.Episode.end_date,cases.OutcomeSetAside.end_date"),
            ("reached_date", "date", "outcome_date"),
            ("is_added_later", "bool", "is_added_later"),
            ("contract_spans", "string_list", "cases.EpisodeFunding.start_date,cases.EpisodeFunding.end_date"),
        ),
    ),
    "assessment": (
        *_columns("cases.Assessment", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.Assessment",
            ("line", "string", "cases.Episode.uid,cases.Assessment.scale"),
            ("scale", "string", "scale"),
            ("scale_version", "int", "scale_version"),
            ("stage", "string", "stage"),
            ("rater", "string", "rater"),
            ("assessed_date", "date", "assessed_date"),
            ("answers", "int_list", "answers"),
            ("total", "float", "total"),
            ("metric", "float", "metric"),
            ("score", "float", "cases.Assessment.total,cases.Assessment.metric,cases.Assessment.subscales"),
            ("band", "string", "cases.Assessment.total,cases.Assessment.metric,cases.Assessment.subscales"),
            ("is_first", "bool", "assessed_date"),
            ("is_latest", "bool", "assessed_date"),
            ("missing", "int", "answers"),
            ("entered_by", "string", "entered_by"),
        ),
    ),
    "assessment_pair": (
        *_columns("cases.Assessment", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.Assessment",
            ("line", "string", "cases.Episode.uid,cases.Assessment.scale"),
            ("scale", "string", "scale"),
            ("scale_version", "int", "scale_version"),
            ("of", "string", "scale"),
            ("rater", "string", "rater"),
            ("stage", "string", "stage"),
            ("first_date", "date", "assessed_date"),
            ("first_score", "float", "total"),
            ("second_date", "date", "assessed_date"),
            ("second_score", "float", "total"),
            ("change", "float", "total"),
            ("verdict", "string", "total"),
            ("reliable", "string", "total"),
            ("crossed", "string", "total"),
            ("baseline_missing_reason", "string", "cases.Episode.no_baseline_reason"),
        ),
    ),
    "outcome_change": (
        *_columns("cases.Assessment", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.Assessment",
            ("line", "string", "cases.Episode.uid,cases.Assessment.scale"),
            ("framework", "string", "scale"),
            ("outcome", "string", "scale"),
            ("scale", "string", "scale"),
            ("scale_version", "int", "scale_version"),
            ("rater", "string", "rater"),
            ("stage", "string", "stage"),
            ("combined_by", "string", "scale"),
            ("areas", "int", "answers"),
            ("first_date", "date", "assessed_date"),
            ("reading_date", "date", "assessed_date"),
            ("pair_state", "string", "answers"),
            ("verdict", "string", "answers"),
            ("baseline_missing_reason", "string", "cases.Episode.no_baseline_reason"),
        ),
    ),
    "feedback": (
        *_columns("cases.Feedback", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.Feedback",
            ("why", "string", "why"),
            ("asked_date", "date", "asked_date"),
            ("answered_date", "date", "answered_date"),
            ("accessible", "int", "accessible"),
        ),
    ),
    "attendance": (
        *_columns("cases.Attendance", ("uid", "string", "uid")),
        *_columns(
            "cases.Activity",
            ("activity", "string", "uid"),
            ("activity_type", "string", "services.ActivityType.uid"),
            ("activity_date", "date", "activity_date"),
        ),
        *_columns("cases.Attendance", ("state", "string", "state")),
    ),
    "move_on_block": (
        *_columns("cases.MoveOnBlock", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.MoveOnBlock",
            ("move_on_cause", "string", "cause"),
            ("start_date", "date", "start_date"),
            ("end_date", "date", "cases.MoveOnBlock.end_date,cases.Episode.end_date"),
            ("days", "int", "cases.MoveOnBlock.start_date,cases.MoveOnBlock.end_date,cases.Episode.end_date"),
            ("contract_spans", "string_list", "cases.EpisodeFunding.start_date,cases.EpisodeFunding.end_date"),
        ),
    ),
    "carers_assessment": (
        *_columns("cases.CarersAssessment", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.CarersAssessment",
            ("carers_assessment_kind", "string", "kind"),
            ("carers_assessment_state", "string", "state"),
            ("assessment_date", "date", "assessment_date"),
        ),
    ),
    "signposting": (
        *_columns("cases.Signposting", ("uid", "string", "uid")),
        _EPISODE,
        *_columns(
            "cases.Signposting",
            ("signposting_kind", "string", "kind"),
            ("signposting_result", "string", "result"),
            ("made_date", "date", "made_date"),
            ("result_date", "date", "result_date"),
            ("need", "string", "cases.Need.need"),
            ("need_area", "string", "cases.Need.need"),
        ),
    ),
    # Of how life stands only the home: legal and immigration status lie in the same table, and are in no mart.
    "home_move": (
        *_columns("people.DatedStatus", ("uid", "string", "people.DatedStatus.uid,cases.Episode.uid")),
        _EPISODE,
        *_columns(
            "people.DatedStatus",
            ("move", "string", "uid"),
            ("moved_date", "date", "start_date[accommodation]"),
            ("from_home", "string", "code[accommodation]"),
            ("to_home", "string", "code[accommodation]"),
            ("from_standing", "string", "code[accommodation]"),
            ("to_standing", "string", "code[accommodation]"),
        ),
    ),
    # That there is a referral, and its quarter, which stands for the day as a ward stands for a postcode.
    "safeguarding": _columns("cases.SafeguardingReferral", ("uid", "string", "uid"), ("made_quarter", "date", "uid")),
    "headcount": _columns(
        "cases.Activity",
        ("uid", "string", "uid"),
        ("activity", "string", "uid"),
        ("activity_type", "string", "services.ActivityType.uid"),
        ("activity_date", "date", "activity_date"),
        ("heads", "int", "heads"),
    ),
}


#: tables that name nobody, and what their rows are about instead
_NAMELESS = {"headcount": "cases.Activity.uid", "safeguarding": "cases.SafeguardingReferral.uid"}


def columns_of(table: str) -> tuple[Column, ...]:
    """`subject`, the table's own columns, then the shared ones."""
    subject = _NAMELESS.get(table, "people.Client.uid")
    return (Column("subject", "string", subject), *_OWN[table], *(WHERE if table in _NAMELESS else WIDE))
