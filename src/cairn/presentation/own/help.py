"""Whom somebody may call who is not well now: facts from outside, each with its source and how sure it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`id` names its words (`rate_help_…`); `sure` says how the fact was come by."""

    id: str
    number: str
    source: str
    sure: str


LINES = (
    Line("danger", "999", "the emergency number of the United Kingdom, nhs.uk", "seen in a public source, November 2026"),
    Line("mind", "111", "NHS 111, mental health option, as NHS trusts publish it", "seen in a public source, November 2026"),
    Line("talk", "116 123", "Samaritans, samaritans.org", "seen in a public source, November 2026"),
)  # fmt: skip
