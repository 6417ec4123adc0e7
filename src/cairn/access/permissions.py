"""What a person may do, each in one word, and the named bundles that organisations hand out.

Roles stand here and not among the definition files because access lies below definitions (ADR 0003).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing that a member may do in their own organisation."""

    READ_CLIENTS = "clients.read"
    RECORD = "cases.record"
    READ_RESTRICTED = "cases.restricted"
    ERASE_CLIENTS = "clients.erase"
    MANAGE_SERVICES = "services.manage"
    MANAGE_ORGANISATION = "organisation.manage"
    SEE_OWN_FIGURES = "insight.own"
    MAKE_MEASURES = "measures.make"
    READ_RETURNS = "returns.read"
    PREPARE_RETURNS = "returns.prepare"
    SIGN_AGREEMENTS = "agreements.sign"
    MANAGE_CONTRACTS = "contracts.manage"
    REVIEW_RETURNS = "returns.review"
    SEE_SHARED_FIGURES = "insight.shared"
    READ_AUDIT = "audit.read"


@dataclass(frozen=True, slots=True)
class Role:
    """A named bundle. `words` is what the person who hands it out reads."""

    key: str
    label: str
    words: str
    permissions: frozenset[Permission]


_P = Permission
ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "support_worker",
            "Support worker",
            "Sees the people the organisation supports and records referrals, visits, steps, needs and assessments.",
            frozenset({_P.READ_CLIENTS, _P.RECORD}),
        ),
        Role(
            "service_manager",
            "Service manager",
            "Does all that a support worker does; says what services do and with whom; sees the figures, makes measures of one's "
            "own and reads the returns that they fill; sees the restricted records; may erase a person.",
            frozenset(
                {_P.READ_CLIENTS, _P.RECORD, _P.READ_RESTRICTED, _P.ERASE_CLIENTS, _P.MANAGE_SERVICES}
                | {_P.MANAGE_ORGANISATION, _P.SEE_OWN_FIGURES, _P.MAKE_MEASURES, _P.READ_RETURNS, _P.READ_AUDIT}
            ),
        ),
        Role(
            "safeguarding_lead",
            "Safeguarding lead",
            "Reads and keeps the restricted records: concerns with their chronology, and restricted notes.",
            frozenset({_P.READ_CLIENTS, _P.RECORD, _P.READ_RESTRICTED}),
        ),
        Role(
            "data_lead",
            "Data lead",
            "Prepares, explains and submits returns; signs data-sharing agreements; makes measures of one's own; sees the "
            "rows behind a figure.",
            frozenset(
                {_P.READ_CLIENTS, _P.SEE_OWN_FIGURES, _P.MAKE_MEASURES, _P.READ_RETURNS, _P.PREPARE_RETURNS}
                | {_P.SIGN_AGREEMENTS, _P.READ_AUDIT}
            ),
        ),
        Role(
            "contract_manager",
            "Commissioner",
            "Sets up contracts, agreements and rounds; accepts or rejects returns; sees shared figures, never a name.",
            frozenset({_P.MANAGE_CONTRACTS, _P.REVIEW_RETURNS, _P.SEE_SHARED_FIGURES, _P.READ_AUDIT}),
        ),
        Role(
            "administrator",
            "Administrator",
            "Says who works here and what each may do, and gives keys to other programs; sees nobody's record and no figure.",
            frozenset({_P.MANAGE_ORGANISATION}),
        ),
        Role(
            "trustee",
            "Trustee",
            "Sees the organisation's figures, and nobody's record.",
            frozenset({_P.SEE_OWN_FIGURES}),
        ),
    )
}


def of_roles(keys: Iterable[str]) -> frozenset[Permission]:
    """All that these roles may do together; a key no longer known gives nothing."""
    return frozenset().union(*(ROLES[key].permissions for key in keys if key in ROLES))
