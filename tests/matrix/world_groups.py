"""What an anchor's groups add to the world: a group that told with a photo, was looked at and applied, and has a link."""

import io
from datetime import date

from PIL import Image

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import group_applications, group_checks, groups
from cairn.contracts.actions.groups import Place
from cairn.contracts.rules_groups import NewApplication, NewCheck, NewGroup
from cairn.intake import rules_telling, telling
from cairn.intake.actions import group_links
from cairn.kernel.periods import Period
from tests.matrix.world_doors import Things

TYPED = {"heads": "61", "heads_new": "4", "story": "A chair by the window.", "story_consent": "told"}


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


def grouped(lead: Actor, by: Actor, things: Things) -> Things:
    contract, day = things["contract"], date(2025, 5, 1)
    with scope.of(by):
        said = Place(("Ladywood",), ("over_50",))
        groups.place(by=by, contract_uid=contract, said=said)
    with scope.of(lead):
        new = [NewGroup("Tea Friends", date(2025, 1, 2), "E05011118", ("over_50",), "Tea.")]
        group = str(groups.add(by=lead, contract_uid=contract, new=new).one.uid)
        check = group_checks.record(by=lead, checks=[NewCheck(group, day, {"constitution": "in_place"})]).one
        received = NewApplication(group, day, 900, "Tea")
        application = group_applications.receive(by=lead, new=[received]).one
        link = group_links.make(by=lead, group_uids=[group], period=Period.parse("2025-Q2"), languages=["english"]).one
    telling.keep(link.row, rules_telling.heard(TYPED, ["money"], telling.helps()))
    telling.bring(link.row, telling.PHOTO, "tea.png", photo())
    report = telling.send(link.row)
    return {
        "small_group": group, "check": str(check.uid), "application": str(application.uid), "report": report.uid,
        "group_photo": report.files[0]["uid"], "group_link": str(link.row.uid), "group_token": link.token,
    }  # fmt: skip
