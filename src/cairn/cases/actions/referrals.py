"""Receive a referral; accept it, which opens an episode; close it unsuccessful; note that it was withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import Episode, Referral
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """`sector`, `kind` and `crisis` are codes of `referral_sector`, `referral_kind` and `crisis`. A `uid` made by the
    sender makes sending twice the same referral once."""

    client_uid: str
    service_uid: str
    received_date: date
    sector: str = "not_known"
    kind: str = "not_known"
    source: str = ""
    reason: str = ""
    crisis: str = "not_known"
    first_contact_date: date | None = None
    assessed_date: date | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What became known of a referral that is still pending."""

    referral_uid: str
    first_contact_date: date | None = None
    assessed_date: date | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    referral_uid: str
    decided_date: date
    start_date: date
    worker_uid: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsuccessfulClosing:
    """`reason` is a code of `unsuccessful_reason`."""

    referral_uid: str
    decided_date: date
    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    referral_uid: str
    decided_date: date
    version: int | None = None


def receive(*, by: Actor, referrals: Sequence[NewReferral]) -> Done[Referral]:
    raise NotImplementedError


def note_contact(*, by: Actor, contacts: Sequence[Contact]) -> Done[Referral]:
    raise NotImplementedError


def accept(*, by: Actor, decisions: Sequence[Acceptance]) -> Done[Episode]:
    raise NotImplementedError


def close_unsuccessful(*, by: Actor, closings: Sequence[UnsuccessfulClosing]) -> Done[Referral]:
    raise NotImplementedError


def withdraw(*, by: Actor, withdrawals: Sequence[Withdrawal]) -> Done[Referral]:
    raise NotImplementedError
