"""Following the feed: nothing when nothing happened, a delta for some people, a rebuild where that is not enough."""

from dataclasses import replace
from pathlib import Path

from cairn.access import feed, scope
from cairn.access.models import Organisation
from cairn.insight import gather
from cairn.insight.gather import Kind
from cairn.insight.mart import files, fill, folding, following
from cairn.insight.mart.files import Manifest
from cairn.insight.results import Refreshed
from cairn.kernel import clock

#: A change of one of these moves figures of people whom no event names.
REBUILD_KINDS = frozenset({"service", "activity_type", "ladder", "contract", "agreement"})
#: After these the old files must be gone, not only passed over.
REBUILD_TYPES = frozenset({"people.client_erased"})
DELTA_KINDS = frozenset({"client", "activity", "safeguarding", "group", "collected_form"})
FOLD_AT_LEAST, FOLD_AT_SHARE = 2_000, 0.05


def refresh(organisation_id: int, kind: Kind) -> Refreshed:
    """Bring a mart up to its feed. Cheap when it is there already: three queries and one small file."""
    place = files.folder(uid_of(organisation_id), kind)
    with scope.organisation(organisation_id):
        if (done := _up_to_date(organisation_id, kind, files.read(place))) is not None:
            return done
        with files.locked(place):
            manifest = files.read(place)
            return _up_to_date(organisation_id, kind, manifest) or _bring_up(organisation_id, kind, place, manifest)


def rebuild(organisation_id: int, kind: Kind) -> Refreshed:
    """Build a new base whatever the feed says."""
    place = files.folder(uid_of(organisation_id), kind)
    with scope.organisation(organisation_id), files.locked(place):
        return _rebuild(organisation_id, kind, place)


def uid_of(organisation_id: int) -> str:
    return str(Organisation.objects.values_list("uid", flat=True).get(pk=organisation_id))


def _usable(organisation_id: int, kind: Kind, manifest: Manifest | None) -> Manifest | None:
    """The manifest, if deltas may still be laid over its base."""
    if manifest is None or manifest.fingerprint != gather.fingerprint(kind):
        return None
    return manifest if manifest.outside == gather.outside(kind, organisation_id) else None


def _up_to_date(organisation_id: int, kind: Kind, manifest: Manifest | None) -> Refreshed | None:
    manifest = _usable(organisation_id, kind, manifest)
    if manifest is None or following.heads(organisation_id, kind) != (manifest.seq, manifest.others):
        return None
    return Refreshed("nothing", 0, 0, manifest.seq)


def _bring_up(organisation_id: int, kind: Kind, place: Path, manifest: Manifest | None) -> Refreshed:
    if (manifest := _usable(organisation_id, kind, manifest)) is None:
        return _rebuild(organisation_id, kind, place)
    changes = feed.since(organisation_id, manifest.seq)
    if kind == "shared":  # its rows come only by accepted returns, of which `outside` tells
        files.point(place, replace(manifest, seq=changes.upto))
        return Refreshed("nothing", 0, 0, changes.upto)
    if REBUILD_KINDS & changes.subjects.keys() or REBUILD_TYPES & changes.types:
        return _rebuild(organisation_id, kind, place)
    subjects = frozenset().union(*(changes.subjects.get(name, frozenset()) for name in DELTA_KINDS))
    subjects |= gather.brought(organisation_id, changes.subjects)
    followed = following.changed(organisation_id, place.name, kind, manifest)
    return _lay(organisation_id, kind, place, replace(manifest, seq=changes.upto, others=followed.others),
                subjects | followed.subjects, followed.erased)  # fmt: skip


def _lay(
    organisation_id: int, kind: Kind, place: Path, manifest: Manifest, subjects: frozenset[str], erased: bool
) -> Refreshed:
    """Lay what changed over the base, in a mart that has then reached what `manifest` says. A delta that has grown large is
    folded into a new base, and so is one that somebody was erased by, of whom nothing may stay in a file."""
    if not subjects:
        files.point(place, manifest)
        return Refreshed("nothing", 0, 0, manifest.seq)
    most = max(FOLD_AT_LEAST, FOLD_AT_SHARE * sum(manifest.rows.values()))
    if len(subjects) > most:
        return _rebuild(organisation_id, kind, place)
    manifest, rows = _delta(organisation_id, kind, place, manifest, subjects)
    if erased or manifest.changed > most:
        manifest = _folded(kind, place, manifest)
    files.point(place, manifest)
    return Refreshed("delta", len(subjects), rows, manifest.seq)


def _delta(
    organisation_id: int, kind: Kind, place: Path, manifest: Manifest, subjects: frozenset[str]
) -> tuple[Manifest, int]:
    """The manifest with another delta, and how many rows this holds."""
    path = files.new_file(place, "delta")
    before = place / manifest.delta if manifest.delta else None
    rows = fill.build_delta(path, kind, organisation_id, subjects, before)
    changed = rows.pop("changed")
    at = clock.now().isoformat()
    return replace(manifest, delta=path.name, changed=changed, built_at=at), sum(rows.values())


def _folded(kind: Kind, place: Path, manifest: Manifest) -> Manifest:
    path = files.new_file(place, "base")
    rows = folding.fold(path, kind, place / manifest.base, place / manifest.delta)
    return replace(manifest, base=path.name, delta="", changed=0, rows=rows)


def _rebuild(organisation_id: int, kind: Kind, place: Path) -> Refreshed:
    """The cursor and the hashes are read before the rows: what is written meanwhile is read again by the next refresh."""
    (upto, others), beside = following.heads(organisation_id, kind), gather.outside(kind, organisation_id)
    path = files.new_file(place, "base")
    rows = fill.build(path, kind, organisation_id, None)
    fingerprint, at = gather.fingerprint(kind), clock.now().isoformat()
    files.point(place, Manifest(upto, fingerprint, beside, path.name, "", at, rows, 0, others))
    return Refreshed("rebuild", 0, sum(rows.values()), upto)
