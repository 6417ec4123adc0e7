"""What cannot be changed later, seen once more before it is published."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import own_forms, rules_own
from cairn.collection.actions import own_forms as deeds
from cairn.collection.own_differing import differences
from cairn.interfaces.commissioner.collections.own.forms import PublishForm
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done


@page(P.MANAGE_CONTRACTS, writes=True)
def publish(request: Request, form: str, number: int) -> HttpResponse:
    row = own_forms.get(request.actor, form, number)
    if row.state != "draft":
        return go(request, "commissioner:own_form", form=form)
    sending = prepare(request, PublishForm)

    def deed(said: dict[str, Any]) -> Done[Any]:
        return deeds.publish(by=request.actor, id=form, number=number, from_date=said["from_date"])

    if attempt(request, sending, deed):
        words = "It is published. Open a collection with it, and providers can be asked to fill it in."
        return go(request, "commissioner:own_form", form=form, said=words)
    draft = own_forms.form_of(row)
    versions = own_forms.versions_of(request.actor, form)
    before = next((one for one in versions if one.number < number and one.state != "draft"), None)
    return form_page(
        request, sending, template="commissioner/collections/own/publish", title=f"Publish {draft.label}, version {number}",
        submit="Publish this version", back=address(request, "commissioner:own_form", form=form), draft=draft,
        lacking=rules_own.lacking(draft), before=before, differs=differences(before.form, draft) if before else [],
    )  # fmt: skip
