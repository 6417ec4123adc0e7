"""What imports cannot show: keys point down, the tenant wall fails closed, every field says how private it is, every
store of personal data answers erase, every room has its door plate."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from cairn.access import scope
from cairn.access.tenancy import Tenant, TenantManager, TwoParty, TwoPartyManager
from cairn.kernel import erasure
from cairn.kernel.privacy import MART_CLASSES, Privacy

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "cairn"
#: From the ground up; rooms on one line share a floor.
FLOORS = (
    ("kernel",),
    ("questionnaire", "web"),
    ("access",),
    ("desk",),
    ("definitions",),
    ("scales", "frameworks"),
    ("people", "services"),
    ("contracts",),
    ("cases", "governance"),
    ("collection",),
    ("insight",),
    ("returns",),
    ("exchange", "intake"),
    ("presentation",),
    ("interfaces",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
OURS = [model for model in apps.get_models() if model.__module__.startswith("cairn.")]
TENANTS = [model for model in OURS if isinstance(model._meta.default_manager, TenantManager | TwoPartyManager)]


def name(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=name)
def test_foreign_keys_point_down_the_house_or_stay_in_the_room(model: type[models.Model]) -> None:
    own = model._meta.app_label
    for field in model._meta.concrete_fields:
        if field.is_relation:
            other = field.related_model._meta.app_label
            assert other == own or FLOOR[other] < FLOOR[own], f"{field.name} points up to {other}"


@pytest.mark.parametrize("model", OURS, ids=name)
def test_every_field_says_how_private_it_is(model: type[models.Model]) -> None:
    said = {key for key, value in vars(model.Privacy).items() if isinstance(value, Privacy)}
    fields = {field.name for field in model._meta.concrete_fields}
    assert said == fields, f"not classified: {fields - said}; classified but not there: {said - fields}"


@pytest.mark.parametrize("model", TENANTS, ids=name)
def test_a_tenants_rows_cannot_be_read_outside_a_scope(model: type[models.Model]) -> None:
    with pytest.raises(scope.NoScope):
        model._meta.default_manager.all()


def test_every_row_of_an_organisation_stands_behind_the_wall() -> None:
    open_models = [
        name(model)
        for model in OURS
        if model not in TENANTS and any(f.is_relation and f.name == "organisation" for f in model._meta.concrete_fields)
    ]
    assert open_models == []
    assert all(issubclass(model, Tenant | TwoParty) or hasattr(model, "party_to") for model in TENANTS)


def test_every_store_of_personal_data_answers_erase() -> None:
    """Personal: it names a client, or holds what may not leave. Users and their organisation are not clients."""
    answered = {label for store in erasure.stores() for label in store.covers}
    private = {Privacy.IDENTITY, Privacy.CONTACT, Privacy.FREE_TEXT, Privacy.LOCATION, Privacy.PERSONAL}
    asked = {
        name(model)
        for model in OURS
        if any(f.name in {"client", "client_id", "client_uid"} for f in model._meta.concrete_fields)
        or (private & set(vars(model.Privacy).values()) and name(model) not in NOT_ABOUT_CLIENTS)
    }
    assert asked - answered == set(), "these hold personal data and no store answers for them"


#: Who signs in, and what two organisations say to each other about figures, not about a person.
NOT_ABOUT_CLIENTS = {
    "access.User",
    "returns.Return",
    "returns.Figure",
    "returns.FigureNote",
    "returns.FigureRating",
    "returns.ReviewMeeting",
    "returns.NarrativeAnswer",
    "returns.CleaningEntry",
    "returns.Nudge",
    "returns.Chase",
    "returns.DataUse",
    "returns.RoundFeedback",
    "returns.FeedbackFor",
    "contracts.RelevanceTalk",
    "contracts.SmallGrant",
    "contracts.MeasureProposal",
    "contracts.ProposalLine",
    "contracts.ProposalComment",
    "contracts.Variation",
    "contracts.TemplateChange",
    "contracts.TemplateReply",
    "contracts.GroupApplication",
    "contracts.GroupCheck",
    "contracts.GroupLink",
    "contracts.GroupReport",
    "returns.Submission",
    "cases.ActivityFunding",
    "cases.Activity",
}


def test_an_extract_may_carry_no_name_note_or_postcode() -> None:
    assert MART_CLASSES.isdisjoint(
        {Privacy.IDENTITY, Privacy.CONTACT, Privacy.FREE_TEXT, Privacy.LOCATION, Privacy.RESTRICTED, Privacy.SECRET}
    )


def test_every_room_has_a_readme_on_its_door() -> None:
    rooms = [path for path in HOUSE.iterdir() if (path / "__init__.py").exists()]
    rooms += [path for path in (HOUSE / "interfaces").iterdir() if (path / "__init__.py").exists()]
    assert [room.name for room in rooms if not (room / "README.md").exists()] == []


def sources() -> list[Path]:
    return [path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts]


def test_no_signals() -> None:
    """A signal is a call that nobody can see in the code that makes it."""
    pattern = re.compile(
        r"django\.(db\.models|dispatch|core)\.?\w* import .*\b(signals|receiver|Signal)\b|\.signals import"
    )
    assert [str(path) for path in sources() if pattern.search(path.read_text())] == []


def test_no_rule_rests_on_a_conditional_unique_constraint() -> None:
    """MariaDB drops those without a word."""
    conditional = [
        f"{name(model)}.{constraint.name}"
        for model in OURS
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is not None
    ]
    assert conditional == []


def test_every_setting_of_the_environment_is_in_the_documentation() -> None:
    from cairn.config.environment import VARIABLES

    written = (ROOT / "docs" / "settings.md").read_text()
    assert [variable for variable, _, _ in VARIABLES if f"`{variable}`" not in written] == []
    assert len(VARIABLES) <= 30
