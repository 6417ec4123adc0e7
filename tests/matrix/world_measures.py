"""A measure of an organisation's own that is being made, and one that is published."""

from cairn.access.actors import Actor
from cairn.contracts.actions import own_measures
from cairn.contracts.rules_own_measures import Plan
from tests.matrix.world_doors import Things


def own_measures_of(by: Actor) -> Things:
    plans = [Plan(label=f"People in the {place}", not_shown="Why they came") for place in ("garden", "kitchen")]
    draft, published = (str(own_measures.draft(by=by, plan=plan).one.measure) for plan in plans)
    own_measures.publish(by=by, id=published, number=1)
    return {"measure_draft": draft, "measure_published": published}
