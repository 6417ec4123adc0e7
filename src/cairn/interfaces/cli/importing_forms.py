"""import forms: forms of a programme from a file, by the steps of the screen."""

import argparse
from typing import TYPE_CHECKING, Any

from cairn.kernel.problems import Problem, Refused

if TYPE_CHECKING:
    from cairn.access.actors import Actor
    from cairn.exchange.forms.files import SubmissionView


def add_to(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--collection", default="", metavar="NAME", help="forms: for which collection, where there are several"
    )
    command.add_argument(
        "--right", action="append", default=[], metavar="RULE:COLUMN",
        help="forms: what was asked about and is right; `all` for all of it",
    )  # fmt: skip


def bring_in(by: "Actor", arguments: argparse.Namespace) -> dict[str, Any]:
    """Receive and check; and unless told otherwise, or a form is wrong, take."""
    from cairn.exchange.actions import forms
    from cairn.exchange.forms import files

    uid = _collection(by, arguments.collection)
    try:
        file = arguments.file.open("rb")
    except OSError:
        fix = "Check its name."
        raise Refused(
            [Problem("file.missing", "There is no such file, or it cannot be read.", fix, field="file")]
        ) from None
    with file:
        row = forms.receive(by=by, collection_uid=uid, name=arguments.file.name, file=file, now=True).one
    try:
        seen = files.view(by, row.uid)
        right = _right(seen, arguments.right)
        if arguments.dry_run or not _is_to_be_taken(seen, right, arguments.good_rows):
            return _answer(seen, right, taken=False)
        forms.agree(by=by, row=seen.row, confirmed=right, good_rows=arguments.good_rows, now=True)
        return _answer(files.view(by, row.uid), right, taken=True)
    finally:
        if files.get(by, row.uid).state in forms.WAITING:
            forms.drop(by=by, row=files.get(by, row.uid))


def _collection(by: "Actor", name: str) -> str:
    """The uid of the collection of this name; of the only one, where none is named. Raises Refused."""
    from cairn.exchange.forms import context

    there = context.collections_of(by)
    found = [one for one in there if name in ("", one.name, str(one.uid), one.programme)]
    if len(found) == 1:
        return str(found[0].uid)
    fix = f"Name one: {', '.join(one.name for one in there)}." if there else "Ask an authority to let you in."
    message = (
        "It is not plain for which collection they are."
        if there
        else "No collection takes forms from this organisation."
    )
    raise Refused([Problem("forms.collection", message, fix, field="collection")])


def _right(seen: "SubmissionView", said: list[str]) -> list[str]:
    keys = [group.kind.key for group in seen.of_grade("soft")]
    return keys if "all" in said else [key for key in keys if key in said]


def _is_to_be_taken(seen: "SubmissionView", right: list[str], good_rows: bool) -> bool:
    """Whether there is a form to take, and nobody has to be asked."""
    open_ = [group for group in seen.of_grade("soft") if group.kind.key not in right]
    if seen.state != "checked" or any(not group.rows for group in open_):
        return False
    all_good = not seen.counts["rejected"] and not open_
    return all_good or bool(good_rows and seen.counts["good"] + (seen.counts["to_confirm"] if not open_ else 0))


def _answer(seen: "SubmissionView", right: list[str], *, taken: bool) -> dict[str, Any]:
    """The surface of design section 7, with the receipt. What was said to be right is no error any more."""
    from cairn.exchange.forms.found import listed

    counts = seen.counts
    groups = [group for group in seen.groups if group.kind.key not in right]
    received = counts["received"]
    rejected = counts["rejected"] if taken else received if seen.state == "wrong" else _kept_out(counts, groups)
    told = {name: counts[name] for name in ("taken", "same", "replaced")} if taken else {}
    return {
        "received": received, "accepted": received - rejected, "rejected": rejected, "import": seen.uid if taken else "",
        **told, "receipt": seen.row.number if taken else "", "sha256": seen.row.sha256 if taken else "",
        "errors": list(listed(groups, seen.sheet)),
    }  # fmt: skip


def _kept_out(counts: dict[str, Any], groups: list[Any]) -> int:
    is_open = any(group.kind.grade == "soft" and group.rows for group in groups)
    return int(counts["rejected"] + (counts["to_confirm"] if is_open else 0))
