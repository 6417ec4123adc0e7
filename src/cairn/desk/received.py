"""Files as they were received: kept under their hash, read only through here, gone when their time is over.

The bytes of an organisation lie in `CAIRN_DATA_DIR/received/<organisation>/<hash>`; nothing serves that directory.
"""

import hashlib
import io
import os
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings  # noqa: TID251  # where files lie is asked here and in the mart's files only
from django.db.models import QuerySet

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import NotFound
from cairn.desk.models import Upload
from cairn.kernel import clock

PIECE = 1 << 20
WHY = "files whose time is over go, whoever received them"
_wanted: dict[str, Callable[[], "QuerySet[Any]"]] = {}


def keep_while(kind: str, wanted: Callable[[], "QuerySet[Any]"]) -> None:
    """Files of a kind whose ids `wanted` gives stay past their day: a room above says which still belong to something."""
    _wanted[kind] = wanted


def put(*, by: Actor, kind: str, name: str, data: bytes, kept_until: date) -> Upload:
    """Keep a file as it came. The bytes are written first, so that no row is ever without its file."""
    return put_file(by=by, kind=kind, name=name, file=io.BytesIO(data), kept_until=kept_until)


def put_file(*, by: Actor, kind: str, name: str, file: BinaryIO, kept_until: date) -> Upload:
    """The same of a file that may be too large to be held: it is copied piece by piece, from its beginning."""
    folder = _path(by.organisation_uid, "")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Of two who keep the same file at once, each writes its own: neither renames what the other is still writing.
    aside = folder / f"aside.{secrets.token_hex(8)}"
    try:
        digest, size = _copied(file, aside)
        aside.replace(folder / digest)
    finally:
        aside.unlink(missing_ok=True)
    made: Upload = Upload.objects.create(
        organisation_id=by.organisation_id, user_uid=by.uid, kind=kind, name=name[:200], size=size,
        sha256=digest, received_at=clock.now(), kept_until=kept_until,
    )  # fmt: skip
    return made


def _copied(file: BinaryIO, to: Path) -> tuple[str, int]:
    """Its hash and its size."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
        while piece := file.read(PIECE):
            digest.update(piece)
            copy.write(piece)
            size += len(piece)
    return digest.hexdigest(), size


def read(by: Actor, upload: Upload) -> bytes:
    """The bytes as they came. Raises NotFound when the file is gone, or another organisation's."""
    with opened(by, upload) as file:
        return file.read()


def opened(by: Actor, upload: Upload) -> BinaryIO:
    """The file, to be read piece by piece and closed. Raises NotFound as `read` does."""
    if upload.organisation_id != by.organisation_id or upload.state != "kept":
        raise NotFound("no such file")
    try:
        return _path(by.organisation_uid, upload.sha256).open("rb")
    except FileNotFoundError:
        raise NotFound("no such file") from None


def keep_until(upload: Upload, day: date) -> None:
    Upload.objects.filter(pk=upload.pk).update(kept_until=day)


def let_go(organisation_id: int, upload_ids: list[int] | None = None) -> int:
    """Say which files are to go: in the transaction that makes them unwanted. `remove` takes the bytes after it."""
    kept = Upload.objects.filter(organisation_id=organisation_id, state="kept")
    return (kept if upload_ids is None else kept.filter(pk__in=upload_ids)).update(state="leaving")


def let_go_of_the_old(today: date) -> int:
    """Say that every file whose day has passed is to go."""
    with scope.every(WHY):
        old = Upload.objects.filter(state="kept", kept_until__lt=today)
        for kind, wanted in _wanted.items():
            old = old.exclude(kind=kind, pk__in=wanted())
        return int(old.update(state="leaving"))


def remove(organisation_id: int | None = None) -> int:
    """Take the bytes of files that are to go; name, size and hash stay. Asked again, it does what was left undone."""
    with scope.every(WHY):
        leaving = Upload.objects.filter(state="leaving").select_related(None)
        leaving = leaving if organisation_id is None else leaving.filter(organisation_id=organisation_id)
        rows = list(leaving.values_list("pk", "organisation_id", "sha256"))
        for pk, owner, digest in rows:
            if not Upload.objects.filter(organisation_id=owner, sha256=digest, state="kept").exists():
                uid = Organisation.objects.values_list("uid", flat=True).get(pk=owner)
                _path(str(uid), digest).unlink(missing_ok=True)
            Upload.objects.filter(pk=pk).update(state="gone")
    return len(rows)


def _path(organisation_uid: str, digest: str) -> Path:
    return Path(settings.DATA_DIR) / "received" / organisation_uid / digest
