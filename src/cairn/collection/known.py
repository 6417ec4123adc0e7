"""What a record knows of what a form asks, as plain values: read by `proposing`, turned into answers by `rules_proposing`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Proposal:
    """What stands in the form until somebody changes it, and where it comes from; `date` is when that was recorded."""

    value: str
    source: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NeedKnown:
    """A need that was presented: `ref` is the framework's need that it counts towards. `judged_date` is of its latest
    judgement, None where nobody has judged it."""

    ref: str
    label: str
    state: str
    presented_date: dt.date
    judged_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PersonKnown:
    """What is recorded of a person, as codes; "" where nothing is. `groups` are (primary, secondary)."""

    code: str
    age: int | None = None
    gender: str = ""
    ethnicity: str = ""
    disability: str = ""
    religion: str = ""
    employment: str = ""
    employment_date: dt.date | None = None
    accommodation: str = ""
    accommodation_date: dt.date | None = None
    primary: str = ""
    secondary: tuple[str, ...] = ()
    groups_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class StayKnown:
    """What is recorded of their time with the service. `not_present`: the framework's needs that were asked about, and are
    not there; `reached` its outcomes, each with the latest day."""

    start_date: dt.date
    end_date: dt.date | None = None
    closure_reason: str = ""
    planned: str = ""
    destination: str = ""
    referral_sector: str = ""
    referral_date: dt.date | None = None
    plan_agreed: str = ""
    plan_date: dt.date | None = None
    needs: tuple[NeedKnown, ...] = ()
    not_present: Mapping[str, dt.date] = field(default_factory=dict)
    reached: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def has_died(self) -> bool:
        return "died" in (self.closure_reason, self.destination)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of what a form asks. `form_date` is the day of its event."""

    form_date: dt.date
    number: str
    provider_name: str
    provider_number: str
    national_number: str
    authority_code: str
    service_name: str = ""
    service_number: str = ""
    service_type: str = ""
    service_group: str = ""
    person: PersonKnown | None = None
    stay: StayKnown | None = None
