"""What sending a return in as a file adds to the world: one that was looked over and waits."""

from cairn.access.actors import Actor
from cairn.exchange.actions import returned
from cairn.exchange.returned import filled, form, writing


def returned_file(by: Actor, answer: str) -> dict[str, str]:
    """As the data lead, in its scope."""
    of = form.of(by, answer)
    data = writing.body(of, filled.of(by, of))
    row = returned.receive(by=by, return_uid=answer, name="return.json", data=data).one
    return {"returned_file": str(row.uid), "way": "json"}
