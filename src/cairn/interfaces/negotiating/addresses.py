"""The pages of a negotiation at which both sides sit: addresses, and who of a side may open them."""

from typing import Any

from django.urls import URLPattern, path

from cairn.access.permissions import Permission
from cairn.contracts import proposals
from cairn.interfaces.negotiating import promises, proposing, talks, values
from cairn.interfaces.negotiating.sides import Side
from cairn.interfaces.pages import View, page, seen_from


def of(side: Side) -> list[URLPattern]:
    """Whoever talks reads, proposes and comments; whoever binds their side decides, and writes down what the bid promised and
    what became of it."""
    talking, binding = proposals.TALKS[side.side], proposals.BINDS[side.side]

    def at(route: str, name: str, view: View, needed: Permission = talking, **how: Any) -> URLPattern:
        return path(f"negotiation/{route}", page(needed, **how)(seen_from(side, view)), name=name)

    return [
        at("", "negotiations", talks.every),
        at("values/", "values", values.shelf),
        at("values/load/", "values_load", values.load, writes=True),
        at("values/template.xlsx", "values_template", values.template),
        at("<uuid:contract>/values/", "values_for", values.shelf),
        at("<uuid:contract>/", "negotiation", talks.one),
        at("<uuid:contract>/propose/", "propose", proposing.propose, writes=True),
        at("<uuid:contract>/commitments/", "commitments", promises.every),
        at("<uuid:contract>/commitments/new/", "commitments_new", promises.new, binding, writes=True),
        at("commitment/<uuid:commitment>/match/", "commitment_match", promises.match, binding, writes=True),
        at("proposal/<uuid:proposal>/", "proposal", talks.proposal),
        at("proposal/<uuid:proposal>/comment/", "proposal_comment", talks.comment, writes=True),
        at("proposal/<uuid:proposal>/agree/", "proposal_agree", talks.agree, binding, only_post=True),
        at("proposal/<uuid:proposal>/decline/", "proposal_decline", talks.decline, binding, writes=True),
        at("proposal/<uuid:proposal>/withdraw/", "proposal_withdraw", talks.withdraw, only_post=True),
    ]
