"""An annual round of the quarter of `conftest`: rows about people, under an agreement that names what may leave."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.actions import measures
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import AgreedMeasure, Agreement
from cairn.contracts.rules import NewField
from cairn.people.models import Client
from cairn.returns.actions import rounds
from cairn.returns.actions.rounds import NewRound
from cairn.returns.models import Return
from tests.returns.conftest import Quarter, signed_agreement

WHOLE_YEAR = NewRound("Year", date(2025, 1, 1), date(2025, 7, 9), date(2025, 7, 9), date(2025, 8, 31), kind="annual")
NAMED = ("gender", "age_band", "ethnicity", "postcode", "religion", "readings", "accessibility", "referrals")


def named(*names: str, **terms: Any) -> list[NewField]:
    return [NewField(name, f"To see {name}", **terms) for name in names]


def annual_round(quarter: Quarter) -> Return:
    """An annual round, open, with a figure of its own."""
    by, uid = quarter.commissioner, str(quarter.contract.uid)
    with scope.of(by):
        measures.agree(by=by, contract_uid=uid, measures=[NewMeasure("referrals_accepted")])
        AgreedMeasure.objects.filter(measure="referrals_accepted").update(frequency="annual")
        asked = rounds.add(by=by, contract_uid=uid, rounds=[WHOLE_YEAR]).one
        return Return.objects.select_related("round__contract__commissioner").get(round=asked)


def agreed(quarter: Quarter, *names: str, threshold: int = 1, **terms: Any) -> Agreement:
    return signed_agreement(quarter, fields=named(*(names or NAMED), **terms), threshold=threshold)


def answered(quarter: Quarter, name: str, **answers: Any) -> Client:
    """Put what somebody answered into their record."""
    with scope.of(quarter.harbour.service_manager):
        Client.objects.filter(pk=quarter.people[name].pk).update(**answers)
        return Client.objects.get(pk=quarter.people[name].pk)


@pytest.fixture
def annual(quarter: Quarter) -> Return:
    return annual_round(quarter)
