"""Who may open what: one row for each address. The resolver and this table name the same addresses, or a test fails.

Everybody else, signed in, is told that there is no such page; nobody signed in goes to sign-in. The words of an address
(`client`, `episode`, …) are filled from the thing of that name in the world; `referral="…"` in a row takes another thing.
"""

from tests.matrix.pages import (
    COMMISSIONERS,
    EVERYBODY,
    FIGURES,
    LEADS,
    MANAGERS,
    QUESTION,
    READERS,
    RECORDERS,
    RESTRICTED,
    RETURN_READERS,
    SETTERS,
    WORKERS,
    Page,
    ask,
    form,
    post,
    show,
)
from tests.matrix.table_annual import ANNUAL
from tests.matrix.table_carrying import CARRYING
from tests.matrix.table_finding import FILES, FINDING
from tests.matrix.table_funders import FUNDING
from tests.matrix.table_groups import GROUPS
from tests.matrix.table_measures import OWN_MEASURES
from tests.matrix.table_money import MONEY
from tests.matrix.table_negotiation import NEGOTIATING
from tests.matrix.table_portfolio import PORTFOLIO
from tests.matrix.table_programmes import PROGRAMMES
from tests.matrix.table_returned import RETURNED
from tests.matrix.table_review import REVIEWING
from tests.matrix.table_scales import SCALES
from tests.matrix.table_talk import TALK
from tests.matrix.table_uses import USING
from tests.matrix.table_words import WORDS
from tests.matrix.table_year import YEAR

NOTES = [
    show("workspace:notes", READERS),
    show("workspace:notes", READERS, asks="kind=waiting&need=x&all"),
    form("workspace:note_new", WORKERS),
    form("workspace:note_answer", WORKERS),
    form("workspace:note_answer", RESTRICTED, note="restricted_note"),
    post("workspace:note_dealt", WORKERS),
    post("workspace:note_dealt", RESTRICTED, note="restricted_note"),
    show("workspace:memos", WORKERS),
]
TODAY = [
    show("workspace:home", EVERYBODY),
    show("workspace:home", EVERYBODY, asks="q=Ada"),
    show("workspace:caseload", READERS),
    show("workspace:readings_due", READERS),
    show("workspace:readings_due", READERS, asks="what=follow_up&overdue=1"),
    show("workspace:caseload", READERS, asks="q=Ada&worker="),
]
PEOPLE = [
    show("workspace:client", READERS),
    show("workspace:timeline", READERS),
    show(
        "workspace:timeline",
        READERS,
        asks="kind=note&kind=step&since=2025-01-01&until=x&q=first&before=2025-07-01.50.9",
    ),
    show("workspace:history", FIGURES & READERS),
    show("workspace:reads", FIGURES & READERS),
    show("workspace:around", READERS),
    show("workspace:around_find", WORKERS, asks="q=Charles"),
    form("workspace:around_new", WORKERS),
    form("workspace:around_change", WORKERS),
    form("workspace:around_remove", WORKERS),
    form("workspace:communication", WORKERS),
    show("workspace:concerns", WORKERS),
    show("workspace:concerns_open", RESTRICTED),
    form("workspace:concern_new", WORKERS),
    show("workspace:concern", WORKERS),
    form("workspace:concern_note", WORKERS),
    form("workspace:concern_change", RESTRICTED),
    form("workspace:concern_close", RESTRICTED),
    form("workspace:concern_reopen", RESTRICTED, sound="junk", concern="closed_concern"),
    show("workspace:client_alike", WORKERS, asks="q=Charles"),
    form("workspace:merge", MANAGERS, other="newcomer"),
    post("workspace:apart", WORKERS, other="newcomer"),
    ask("workspace:alike", WORKERS, {"name": "Ada Lovelace"}),
    show("workspace:pairs", WORKERS),
    post("workspace:pairs_look", WORKERS),
    form("workspace:client_contact", WORKERS),
    form("workspace:client_about", WORKERS, sound="empty"),
    show("workspace:life", READERS),
    form("workspace:status_new", WORKERS, kind="status_kind"),
    form("workspace:status_new", RESTRICTED, kind="restricted_kind"),
    form("workspace:status_change", WORKERS),
    post("workspace:status_remove", WORKERS),
    form("workspace:optional", WORKERS),
    form("workspace:block_new", WORKERS),
    form("workspace:block_change", WORKERS),
    post("workspace:block_remove", WORKERS),
    form("workspace:level_new", WORKERS),
    post("workspace:level_remove", WORKERS),
    form("workspace:carers_new", WORKERS),
    form("workspace:carers_change", WORKERS),
    post("workspace:carers_remove", WORKERS),
    form("workspace:safeguarding_new", WORKERS),
    form("workspace:safeguarding_outcome", WORKERS, referral="made_referral"),
    post("workspace:safeguarding_remove", RESTRICTED, referral="made_referral"),
    show("workspace:blocked", READERS),
    form("workspace:erase", MANAGERS),
    show("workspace:erased", MANAGERS),
]
DOORS = [
    show("workspace:own_page", READERS),
    show("workspace:own_print", WORKERS),
    show("workspace:own_print", WORKERS, asks="lang=arabic"),
    form("workspace:own_link_new", WORKERS),
    post("workspace:own_link_end", WORKERS),
    form("workspace:consent_new", WORKERS),
    form("workspace:otherwise_new", WORKERS),
    form("workspace:otherwise_answer", WORKERS, sound="junk"),
    post("workspace:otherwise_back", WORKERS),
    form("workspace:service_door", MANAGERS, sound="empty"),
    post("workspace:service_door_close", MANAGERS),
    post("workspace:service_door_renew", MANAGERS),
    show("workspace:service_door_poster", MANAGERS),
]
ELSEWHERE = [
    show("workspace:directory", READERS),
    show("workspace:directory", READERS, asks="q=debt&need=debt&state=all&stale=1&page=x"),
    show("workspace:directory", READERS, asks="as=open-referral"),
    show("workspace:directory_entry", READERS),
    form("workspace:directory_new", WORKERS),
    form("workspace:directory_change", WORKERS),
    post("workspace:directory_set", WORKERS),
    form("workspace:directory_bring", MANAGERS),
    form("workspace:directory_compare", MANAGERS, sound="empty junk", file="directory_file"),
    show("workspace:sent", READERS),
    show("workspace:send_choose", WORKERS, asks="q=debt"),
    form("workspace:send", WORKERS),
    show("workspace:need_choose", WORKERS),
    form("workspace:signposting", WORKERS),
    post("workspace:signposting_remove", WORKERS),
]
REFERRALS = [
    show("workspace:referrals", WORKERS),
    show("workspace:referrals", WORKERS, asks="state=accepted"),
    show("workspace:referral_find", WORKERS),
    show("workspace:referral_find", WORKERS, asks="q=Ada"),
    form("workspace:person_new", WORKERS),
    form("workspace:referral_new", WORKERS),
    show("workspace:referral", WORKERS),
    form("workspace:referral_contact", WORKERS, sound="empty"),
    form("workspace:referral_accept", WORKERS),
    form("workspace:referral_close", WORKERS),
    form("workspace:referral_withdraw", WORKERS),
    show("workspace:door", WORKERS),
    show("workspace:door", WORKERS, asks="stands=new&as=csv"),
    show("workspace:came", WORKERS),
    form("workspace:came_take", WORKERS),
    form("workspace:came_no", WORKERS),
    form("workspace:came_dismiss", WORKERS),
    show("workspace:pass_on", WORKERS),
    show("workspace:passed_on", READERS),
    post("workspace:passed_on_withdraw", WORKERS),
    show("workspace:refused", FIGURES),
]
CASEWORK = [
    show("workspace:client_needs", READERS),
    show("workspace:client_needs", READERS, asks="episode="),
    form("workspace:needs_check", WORKERS),
    form("workspace:need_new", WORKERS),
    show("workspace:need", READERS),
    form("workspace:need_judge", WORKERS),
    form("workspace:need_meet", WORKERS),
    form("workspace:need_signpost", WORKERS),
    form("workspace:step_new", WORKERS),
    form("workspace:assess", WORKERS),
    show("workspace:assess", WORKERS, scale="locked_scale"),
    show("workspace:reading", READERS),
    form("workspace:no_baseline", WORKERS),
    form("workspace:episode_assign", WORKERS),
    form("workspace:episode_fund", MANAGERS),
    form("workspace:funding_end", MANAGERS),
    form("workspace:episode_close", WORKERS),
    post("workspace:episode_reopen", WORKERS, episode="closed_episode"),
]
ACTIVITIES = [
    show("workspace:activity_new", WORKERS),
    show("workspace:activity_new", WORKERS, asks="q=Ada"),
    form("workspace:activity_kind", WORKERS),
    show("workspace:activity_kind", WORKERS, asks="part"),
    form("workspace:activity_record", WORKERS),
    post("workspace:activity_repeat", WORKERS),
    form("workspace:appointment_new", WORKERS),
    form("workspace:appointment_change", WORKERS),
    post("workspace:appointment_missed", WORKERS),
    show("workspace:diary", WORKERS),
    show("workspace:diary", WORKERS, asks="day=tomorrow&view=day&who=x"),
    show("workspace:diary_whom", WORKERS),
    show("workspace:diary_calendar", WORKERS),
    post("workspace:diary_reminders", WORKERS, {"on": "yes"}),
    form("workspace:covers", WORKERS),
    post("workspace:cover_end", RECORDERS),
    form("workspace:session_plan", WORKERS),
    form("workspace:session_change", WORKERS),
    show("workspace:team", MANAGERS),
    form("workspace:hand_over", MANAGERS),
    post("workspace:member_end", MANAGERS),
    show("workspace:trail", READERS),
    post("workspace:activity_remove", WORKERS),
    form("workspace:session", WORKERS, activity_type="group"),
    form("workspace:session", WORKERS, activity_type="drop_in"),
    form("workspace:activity_change", WORKERS),
    post("workspace:undo", RECORDERS),
    post("workspace:draft", WORKERS | LEADS | COMMISSIONERS, {"name": "Half a name"}),
    post("workspace:draft_of", WORKERS | LEADS, {"name": "Half a name"}),
    post("workspace:session_draft", WORKERS, {"minutes": "40"}, activity_type="group"),
]
LISTS = [
    post("workspace:list_save", READERS, {"name": "Mine", "asked": "due=any"}),
    post("workspace:list_together", WORKERS, {"what": "plan"}),
]
OFFLINE = [
    show("workspace:offline", WORKERS),
    show("workspace:offline_record", WORKERS),
    show("workspace:offline_register", WORKERS),
    show("workspace:offline_known", WORKERS),
    show("workspace:offline_send", WORKERS),
]
SERVICES = [
    show("workspace:services", MANAGERS),
    show("workspace:service", MANAGERS),
    form("workspace:service_change", MANAGERS),
    form("workspace:service_fund", MANAGERS),
    form("workspace:service_needs", MANAGERS, sound="empty"),
    form("workspace:service_scales", MANAGERS, sound="empty"),
    form("workspace:service_questions", MANAGERS, sound="empty junk"),
    form("workspace:service_levels", MANAGERS),
    form("workspace:ladder_new", MANAGERS),
    form("workspace:ladder", MANAGERS),
    form("workspace:activity_type_new", MANAGERS),
    form("workspace:activity_type", MANAGERS),
    show("workspace:settings", SETTERS),
    form("workspace:words", SETTERS, sound="junk"),
    form("workspace:member_new", SETTERS),
    form("workspace:member", SETTERS, member="worker"),
    post("workspace:member_leave", SETTERS, member="worker"),
    post("workspace:provide", SETTERS),
    show("workspace:keys", SETTERS),
    form("workspace:key_new", SETTERS),
    post("workspace:key_end", SETTERS),
]
SETUP = [
    show("workspace:setup", MANAGERS),
    post("workspace:setup_begin", MANAGERS, {"starter": "carers_support"}),
    form("workspace:setup_page", MANAGERS, step="of_service"),
    form("workspace:setup_page", MANAGERS, sound="empty", step="of_who"),
    form("workspace:setup_page", MANAGERS, step="of_activities"),
    form("workspace:setup_page", MANAGERS, step="of_steps"),
    form("workspace:setup_page", MANAGERS, sound="empty", step="of_outcomes"),
    form("workspace:setup_page", MANAGERS, sound="empty", step="of_needs"),
    form("workspace:setup_check", MANAGERS, sound="empty junk"),
]
PLANS = [
    show("workspace:plan", READERS),
    form("workspace:plan_write", WORKERS),
    show("workspace:plan_pdf", READERS),
    form("workspace:goal_new", WORKERS),
    form("workspace:goal_change", WORKERS),
    form("workspace:goal_end", WORKERS),
    form("workspace:plan_set_aside", WORKERS),
    form("workspace:plan_reached", WORKERS),
    post("workspace:plan_take_up", WORKERS),
    form("workspace:linking", MANAGERS),
]
RATINGS = [
    show("workspace:ratings", WORKERS),
    show("workspace:ratings_of", WORKERS),
    form("workspace:rating_new", WORKERS),
    post("workspace:rating_end", WORKERS, link="rating"),
    post("workspace:rating_seen", WORKERS, link="rating"),
    show("workspace:feedback", WORKERS),
    form("workspace:feedback_write", WORKERS),
    show("workspace:feedback_answers", MANAGERS),
]
RETURNS = [
    show("workspace:returns", RETURN_READERS),
    show("workspace:return", RETURN_READERS),
    show("workspace:return", RETURN_READERS, answer="submitted"),
    show("workspace:return", RETURN_READERS, answer="accepted"),
    show("workspace:rows_behind", RETURN_READERS),
    show("workspace:rows_behind", RETURN_READERS, asks="code=gender=woman"),
    form("workspace:override", LEADS),
    post("workspace:override_clear", LEADS, measure="overridden"),
    show("workspace:return_preview", LEADS),
    form("workspace:return_submit", LEADS, sound="empty junk"),
    show("workspace:return_receipt", RETURN_READERS, answer="submitted"),
]
AGREEMENTS = [
    show("workspace:agreements", LEADS),
    show("workspace:agreement", LEADS),
    show("workspace:agreement", LEADS, agreement="drafted"),
    post("workspace:agreement_sign", LEADS, agreement="drafted"),
    post("workspace:agreement_pause", LEADS),
    form("workspace:agreement_strike", LEADS, sound="empty junk"),
    form("workspace:partner_agree", LEADS, sound="empty junk", contract="partnered"),
]
OWN_FIGURES = [
    show("workspace:figures", FIGURES),
    show("workspace:figures", FIGURES, asks="measure=referrals_received&period=2025-Q1&by=gender"),
    show("workspace:figures_change", FIGURES),
    show("workspace:figures_change", FIGURES, asks="scale=swemwbs&period=2025-Q1&first_to=latest&service=&rater=&by="),
]
CONTRACTS = [
    show("commissioner:contracts", COMMISSIONERS),
    form("commissioner:contract_new", COMMISSIONERS),
    show("commissioner:contract", COMMISSIONERS),
    form("commissioner:measures", COMMISSIONERS),
    form("commissioner:instruments", COMMISSIONERS, sound="empty junk"),
    form("commissioner:partner_new", COMMISSIONERS),
    form("commissioner:round_new", COMMISSIONERS),
    form("commissioner:agreement_new", COMMISSIONERS),
    show("commissioner:agreement", COMMISSIONERS),
    show("commissioner:agreement", COMMISSIONERS, agreement="drafted"),
    post("commissioner:agreement_sign", COMMISSIONERS, agreement="drafted"),
    form("commissioner:agreement_strike", COMMISSIONERS, sound="empty junk"),
]
REVIEW = [
    show("commissioner:returns", COMMISSIONERS),
    show("commissioner:return", COMMISSIONERS),
    show("commissioner:return", COMMISSIONERS, answer="submitted"),
    show("commissioner:return", COMMISSIONERS, answer="accepted"),
    post("commissioner:accept", COMMISSIONERS, answer="submitted"),
    form("commissioner:reject", COMMISSIONERS, sound="junk", answer="submitted"),
    show("commissioner:crosstab", COMMISSIONERS),
    show("commissioner:crosstab", COMMISSIONERS, asks=QUESTION),
    show("commissioner:crosstab_csv", COMMISSIONERS, asks=QUESTION, one_sided=True),
]
IMPORTS = [
    show("workspace:imports", MANAGERS),
    form("workspace:import_new", MANAGERS),
    show("workspace:import_template", MANAGERS),
    form("workspace:import_columns", MANAGERS),
    form("workspace:import_values", MANAGERS),
    show("workspace:import_check", MANAGERS),
    show("workspace:import_check", MANAGERS, asks="rule=client.name"),
    show("workspace:import_progress", MANAGERS, file="brought_in"),
    show("workspace:import_errors", MANAGERS, asks="as=csv"),
    show("workspace:import_mapping", MANAGERS),
    post("workspace:import_agree", MANAGERS),
    post("workspace:import_go_on", MANAGERS),
    post("workspace:import_undo", MANAGERS, file="brought_in"),
    post("workspace:import_drop", MANAGERS),
    form("workspace:import_readings_new", MANAGERS),
    show("workspace:import_readings", MANAGERS, file="readings_file"),
    show("workspace:import_readings", MANAGERS, asks="as=csv", file="readings_file"),
    post("workspace:import_readings_agree", MANAGERS, file="readings_file"),
    post("workspace:import_readings_undo", MANAGERS, file="readings_in"),
]
TABLE: list[Page] = [
    *TODAY, *FINDING, *PEOPLE, *FILES, *NOTES, *REFERRALS, *CASEWORK, *ACTIVITIES, *LISTS, *OFFLINE, *SERVICES, *SCALES,
    *YEAR, *IMPORTS, *SETUP, *PLANS, *DOORS, *RATINGS, *ELSEWHERE, *RETURNS, *WORDS, *AGREEMENTS, *OWN_FIGURES, *CONTRACTS,
    *REVIEW, *ANNUAL, *MONEY, *PORTFOLIO, *TALK, *REVIEWING, *CARRYING, *USING, *RETURNED, *FUNDING, *OWN_MEASURES, *GROUPS,
    *NEGOTIATING, *PROGRAMMES,
]  # fmt: skip

#: Open to all: what nobody signed in gets, and what somebody signed in gets ("/" is their own first page).
PUBLIC: dict[str, tuple[str, str]] = {
    "offline_worker": ("200", "200"),
    "account_login": ("200", "/"),
    "account_logout": ("sign-in", "200"),
    "account_signup": ("200", "/"),
    "account_inactive": ("200", "200"),
    "account_reauthenticate": ("sign-in", "200"),
    "account_change_password": ("sign-in", "200"),
    "account_reset_password": ("200", "200"),
    "account_reset_password_done": ("200", "200"),
    "account_reset_password_from_key": ("200", "200"),
    "account_reset_password_from_key_done": ("200", "200"),
}
#: The public doors: a made-up code or token opens nothing, whoever brings it; tests/public has the real ones.
PUBLIC |= dict.fromkeys(("public:refer", "public:receipt", "public:own_door"), ("404", "404"))
PUBLIC |= dict.fromkeys(("public:rate", "public:rate_here", "public:rate_thanks", "public:tell"), ("404", "404"))
PUBLIC |= {"account_hand_back": ("/", "/")}
PUBLIC |= {"public:own": ("403", "403")}
PUBLIC |= {f"public:own_{deed}": ("405", "405") for deed in ("say", "back", "agree", "answers", "close")}
#: The API opens to a key and to nothing else; tests/api has the keys.
PUBLIC |= {"api:openapi": ("200", "200")}
PUBLIC |= {f"api:{name}": ("401", "401") for name in ("scales", "scale", "fhir_questionnaire", "score", "nothing")}
PUBLIC |= {f"api:return{name}": ("401", "401") for name in ("s", "_empty", "_content", "_check", "_submissions")}
PUBLIC |= {f"api:collection{name}": ("401", "401") for name in ("s", "_form", "_form_part", "_check", "_file", "_take")}
#: For who is signed in, wherever they belong: on to their own organisation.
SIGNED_IN = {"start"}
