"""A file of forms that was checked: one form in it is good, one is asked about, one must be mended."""

from io import BytesIO

from cairn.access.actors import Actor
from cairn.collection.columns import columns_of
from cairn.definitions import registry
from cairn.exchange import tables
from cairn.exchange.actions import forms
from tests.collection.forms import whole


def form_file(lead: Actor, collection: str) -> dict[str, str]:
    """Within the provider's scope."""
    form = registry.get("form", "sp-long")
    names = [column.name for column in columns_of(form)]
    some = [
        whole(
            form,
            FormID=f"0000000010{number}",
            PersonCode=f"P-{number}",
            ReviewDate="2025-06-03",
            StartDate="2024-04-01",
            **more,
        )
        for number, more in enumerate(({}, {"SupportPlan": "No"}, {"Gender": "perhaps"}))
    ]
    data = tables.csv(names, [[row.get(name, "") for name in names] for row in some])
    done = forms.receive(by=lead, collection_uid=collection, name="forms.csv", file=BytesIO(data), now=True)
    return {"form_file": str(done.one.uid)}
