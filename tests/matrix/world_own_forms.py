"""A form of the commissioner's own that is being built, and one that is published."""

from cairn.access.actors import Actor
from tests.collection.own import drafted, published
from tests.matrix.world_doors import Things


def own_forms_of(by: Actor) -> Things:
    return {
        "own_form_draft": drafted(by), "own_form_published": published(by), "own_form_domain": "d1", "own_form_need": "N1",
    }  # fmt: skip
