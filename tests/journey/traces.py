"""Whether words are anywhere on the disk: in the database's own file and its log, in marts, files and drafts."""

from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session


def of(*words: str) -> list[str]:
    """Each place that holds one of the words. A session is packed, so it is opened."""
    found = [f"session: {word}" for row in Session.objects.all() for word in words if word in str(row.get_decoded())]
    files = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    for path in files:
        held = path.read_bytes()
        found += [f"{path.name}: {word}" for word in words if word.encode() in held]
    return found
