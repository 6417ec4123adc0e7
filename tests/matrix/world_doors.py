"""Who stands at the doors of the world: somebody who came, and somebody who was sent to the door of another."""

import uuid
from typing import Any

from cairn.cases.actions import incoming, passing_on
from cairn.cases.actions.incoming import NewIncoming
from cairn.cases.actions.passing_on import NewPassingOn
from tests.conftest import Party

Things = dict[str, Any]


def at_the_door(provider: Party, things: Things, advice: str) -> Things:
    """Somebody who came by the public form, and the client sent to the door of another organisation."""
    new = NewIncoming(uid=str(uuid.uuid4()), service_uid=things["service"], name="Sophia Kovalevskaya")
    came = incoming.receive(by=provider.system, incoming=[new]).one
    sending = NewPassingOn(
        uid=str(uuid.uuid4()), client_uid=things["client"], service_uid=advice, reason="Owes rent", agreed=True
    )
    sent = passing_on.send(by=provider.support_worker, new=sending).one
    return {"incoming": str(came.uid), "sent": str(sent.uid), "advice": advice}
