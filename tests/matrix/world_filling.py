"""What filling in forms adds to the world: the service takes part, and a yearly form is begun."""

from datetime import date

from cairn.access import scope
from cairn.collection.actions import filling
from cairn.collection.actions.filling import NewOpenForm
from cairn.collection.models import CollectionService, SignUp
from cairn.services.models import Service
from tests.conftest import Party


def begun(provider: Party, things: dict[str, str]) -> dict[str, str]:
    """In the provider's scope; the sign-up is there already."""
    with scope.of(provider.system):
        sign_up = SignUp.objects.get(uid=things["sign_up"])
        CollectionService.objects.create(
            organisation=provider.organisation, service=Service.objects.get(uid=things["service"]), sign_up=sign_up,
            term="long", service_type="sheltered", service_number="B 42", client_group="1", start_date=date(2024, 4, 1),
        )  # fmt: skip
        new = NewOpenForm(
            sign_up_uid=things["sign_up"], when="review", date=date(2025, 7, 1), service_uid=things["service"],
            episode_uid=things["episode"],
        )  # fmt: skip
        row = filling.start(by=provider.support_worker, forms=[new]).one
    return {"form": str(row.uid), "task": "person", "need_task": "be_healthy"}
