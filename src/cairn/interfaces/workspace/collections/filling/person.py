"""One person: the forms that are owed, on their way and sent; and their client groups."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import filled
from cairn.collection.due import due
from cairn.collection.rules_due import WORDS
from cairn.definitions import registry
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.codes import choices
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import queries as people
from cairn.people.actions import groups
from cairn.people.actions.groups import LIST, PRIMARY_ONLY, SECONDARY_ONLY
from cairn.people.models import ClientGroups
from cairn.web.formfields import CodeField, CodesField, VersionField


@page(P.READ_CLIENTS)
def client_forms(request: Request, client: str) -> HttpResponse:
    """The forms of one person: what is owed, what was sent, and why one is not owed."""
    by, person = request.actor, people.get(request.actor, client)
    owing = due(by, clock.today(), client_uid=str(person.uid))
    sent = filled.sent(by).filter(client=person).select_related("service", "year").order_by("-form_date", "-id")
    return draw(
        request, "collections/filling/person", **frame(request, client, "client_forms"), owing=owing, why=WORDS,
        today=clock.today(), groups=groups_of(person),
        sent=[{"row": row, "label": registry.get("form", row.form, row.form_version).label} for row in sent],
        begun=[
            {"row": row, "label": registry.get("form", row.form, row.form_version).label}
            for row in filled.visible_to(by).filter(client=person, left_out_reason="").select_related("service")
        ],
    )  # fmt: skip


def groups_of(person: Any) -> dict[str, Any] | None:
    """Somebody's groups in words; None where none is recorded."""
    row = ClientGroups.objects.filter(client=person).first()
    if row is None:
        return None
    codes = registry.get("codes", LIST)
    read = {code: codes.label_of(code) for code in codes.codes}
    others = [read.get(code, code) for code in row.secondary]
    return {"primary": read.get(row.primary, row.primary), "secondary": others, "date": row.recorded_date}


class GroupsForm(forms.Form):
    """One group says best why somebody uses the service; up to three others are true of the support as well."""

    primary = CodeField(label="Which group says best why they are supported?", choices=[])
    secondary = CodesField(
        label="Which other groups matter for the support?",
        choices=[],
        required=False,
        help_text="Up to three, or none.",
    )
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, leave_out in (("primary", SECONDARY_ONLY), ("secondary", PRIMARY_ONLY)):
            self.fields[name].choices = choices(LIST, (leave_out,))  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = f"govuk-{'radios' if name == 'primary' else 'checkboxes'}--small"


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def client_groups(request: Request, client: str) -> HttpResponse:
    """Primary and secondary client groups."""
    person = people.get(request.actor, client)

    def stands() -> tuple[int, dict[str, Any]]:
        row = ClientGroups.objects.filter(client=person).first()
        return (row.version, {"primary": row.primary, "secondary": row.secondary}) if row else (0, {})

    version, now = stands()
    sending = prepare(request, GroupsForm, initial={**now, "version": version})

    def record(said: dict[str, Any]) -> Done[Any]:
        return groups.record(
            by=request.actor, client_uid=client, primary=said["primary"], secondary=said["secondary"],
            version=said.get("version"),
        )  # fmt: skip

    if attempt(request, sending, record, now=stands):
        say(request, sending, "The groups are kept. Forms take them from here.")
        return to(request, "client_forms", client=client)
    title = f"Client groups: {person.name or person.known_as or person.reference}"
    return draw_form(
        request, sending, title=title, back=address(request, "workspace:client_forms", client=client),
        intro="Forms that a programme asks for take them from here.",
    )  # fmt: skip
