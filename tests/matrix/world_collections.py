"""What a collection adds to the world: the commissioner runs one and is its authority, the provider has sent it a form."""

from datetime import date

from cairn.access import scope
from cairn.access.deeds import deed
from cairn.access.models import Organisation
from cairn.collection import persons, taking
from cairn.collection.actions import indicators, reasons
from cairn.collection.models import (
    AuthorityRequest,
    Collection,
    CollectionAuthority,
    CollectionYear,
    FormSubmission,
    SignUp,
)
from cairn.collection.rules_programme import Indicator
from cairn.definitions import registry
from cairn.kernel import clock
from tests.collection.forms import whole
from tests.conftest import Party
from tests.matrix.world_filling import begun
from tests.matrix.world_form_files import form_file
from tests.matrix.world_own_forms import own_forms_of

TERM = (date(2025, 4, 1), date(2026, 3, 31))


def programmes_of(provider: Party, commissioner: Party, things: dict[str, str]) -> dict[str, str]:
    """The collection with all that hangs on it: forms on their way, and forms that the authority writes itself."""
    made = collected(provider, commissioner)
    return made | begun(provider, {**things, **made}) | own_forms_of(commissioner.contract_manager)


def collected(provider: Party, commissioner: Party) -> dict[str, str]:
    """Both sides sit in their own scope."""
    with scope.of(commissioner.system):
        collection = Collection.objects.create(
            organisation=commissioner.organisation, programme="supporting-people", name="SP", is_listed=False
        )
        CollectionAuthority.objects.create(
            collection=collection, organisation=commissioner.organisation, code="E08000025", joined_date=TERM[0]
        )
        year = CollectionYear.objects.create(
            collection=collection, label="2025/26", start_date=TERM[0], end_date=TERM[1], due_date=TERM[1],
            new_until=TERM[1], edit_until=TERM[1],
        )  # fmt: skip
        asks = Organisation.objects.create(
            name="Asks", slug=f"asks-{commissioner.organisation.slug}", is_provider=False, is_commissioner=True
        )
        seat = AuthorityRequest.objects.create(
            collection=collection, organisation=asks, code="E1", asked_at=clock.now(), asked_by_uid=asks.uid
        )
        by = commissioner.contract_manager
        own = Indicator(label="Garden", domain="be_healthy", outcome="Grew something", says="Anything that grows.")
        added = indicators.add(
            by=by, collection_uid=collection.uid, indicator=own, forms=["sp-long"], start_date=TERM[1]
        ).one
        reason = reasons.add(
            by=by, collection_uid=collection.uid, label="Flood", group="external", forms=["sp-long"], start_date=TERM[1]
        ).one
    with scope.of(provider.system):
        sign_up = SignUp.objects.create(
            collection=collection, provider=provider.organisation, commissioner=commissioner.organisation,
            provider_number="04217", state="approved", asked_at=clock.now(), asked_by_uid=provider.data_lead.uid,
        )  # fmt: skip
        sent = FormSubmission.objects.create(
            organisation=provider.organisation, collection=collection, way="file", asked_at=clock.now(),
            user_uid=provider.data_lead.uid,
        )  # fmt: skip
        form = registry.get("form", "sp-long")
        answers = whole(
            form, SPServiceID="C 7", ReviewDate="2025-06-02", StartDate="2024-04-01", MaxIncome_1a="Yes", ActualOutcome_1a="No",
            OngoingSupport_1a="Yes", Reason_1a_Primary="c1",
        )  # fmt: skip
        new = taking.new_form(
            form,
            answers,
            person=persons.Person("matrix"),
            commissioner_id=commissioner.organisation.pk,
            year_id=year.pk,
        )
        with deed("collection.forms_sent", by=provider.system) as this:
            taking.take(this, sent, [new])
        return form_file(provider.data_lead, str(collection.uid)) | {
            "collection": str(collection.uid), "ref": "1a", "collection_year": str(year.uid), "sign_up": str(sign_up.uid),
            "indicator": str(added.uid), "reason": str(reason.uid), "seat": str(seat.uid),
            "form_submission": str(sent.uid), "collected_form": str(sent.forms.get().uid), "blank": "sp-long",
            "part": "schema.json",
        }  # fmt: skip
