"""That a list left the program as a file: who took it, which list, how many rows. No name, no word that was searched for."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed


def note(*, by: Actor, list_name: str, form: str, rows: int) -> str:
    """Write down one export, before the file is handed over; returns the uid of the event."""
    with deed("desk.list_exported", by=by, reason=f"{list_name}, {form}, {rows} rows") as this:
        pass
    return this.uid
