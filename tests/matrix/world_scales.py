"""A scale of an organisation's own that is being built, one that is published; a file of its readings that waits, and a
reading that was made."""

from cairn.access.actors import Actor
from cairn.cases.models import Assessment
from cairn.exchange import tables
from cairn.exchange.actions import readings
from cairn.exchange.readings.columns import ReadingMap
from cairn.people.models import Client
from cairn.scales.actions import local
from cairn.scales.building import Area, Plan
from tests.matrix.world_doors import Things

PLAN = Plan(
    label="Garden ladder",
    low_label="Not yet",
    high_label="There",
    areas=[Area(label="Confidence"), Area(label="Sleep")],
)


def own_scales(by: Actor, things: Things) -> Things:
    draft, published = (str(local.draft(by=by, plan=PLAN).one.scale) for _ in range(2))
    local.publish(by=by, id=published, number=1)
    Client.objects.filter(uid=things["client"]).update(reference="R-1")
    told = ReadingMap(everyone={"scale": published, "rater": "client", "stage": "review"})
    data = tables.csv(["Reference", "Date", "Confidence", "Sleep"], [["R-1", "2025-02-10", 3, 4], ["R-2", "x", "", 99]])
    waiting, done = (readings.receive(by=by, name="stars.csv", data=data, mapping=told) for _ in range(2))
    readings.agree(by=by, row=done)
    made = Assessment.objects.filter(client__uid=things["client"]).earliest("pk")
    return {
        "own_draft": draft, "own_published": published, "readings_file": str(waiting.uid), "readings_in": str(done.uid),
        "reading": str(made.uid),
    }  # fmt: skip
