"""Between which days a return may be sent. Pure: dates are passed in."""

from dataclasses import dataclass
from datetime import date, timedelta

from cairn.kernel.problems import Problem

#: So long is a late return taken where the round does not say until when; and one that was sent back, from that day.
GRACE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Window:
    """When a round takes a return. `late_until` is what the commissioner said, or None; `sent_back` the day on which the
    return was last rejected or opened again: who is asked to send again is given the time. `ask` is whom to ask."""

    opens: date
    closes: date
    late_until: date | None = None
    sent_back: date | None = None
    ask: str = "the commissioner"

    @property
    def last_day(self) -> date:
        """The last day on which it is taken, late."""
        last = max(self.closes, self.late_until or self.closes + GRACE)
        return max(last, self.sent_back + GRACE) if self.sent_back else last

    def problems(self, today: date) -> list[Problem]:
        """Too early and too late are refused; late is a warning, because a late figure is better than none."""
        if today < self.opens:
            return [Problem("return.early", "The round is not open yet.", f"Come back on {_words(self.opens)}.")]
        if today <= self.closes:
            return []
        closed = f"The round closed on {_words(self.closes)}"
        if today <= self.last_day:
            fix = f"It can still be submitted until {_words(self.last_day)}, and is marked as late."
            return [Problem("return.late", f"{closed}.", fix, severity="warning")]
        message = f"{closed}, and a late return was taken until {_words(self.last_day)}."
        return [Problem("return.closed", message, f"Ask {self.ask} to take it later, or to open the return again.")]


def late_problems(closes: date, until: date) -> list[Problem]:
    """What is wrong with a day until which late returns are to be taken."""
    if until >= closes:
        return []
    fix = f"Choose {_words(closes)} or a later day."
    return [Problem("round.late_until", "That is before the round closes.", fix, field="late_until_date")]


def ended_problems(ended: date | None, figures_only: bool) -> list[Problem]:
    """An agreement that ended within the round, or before it was sent, lets no row leave: whoever sends it says so."""
    if ended is None or figures_only:
        return []
    return [
        Problem(
            "return.agreement_ended",
            f"The data-sharing agreement ended on {_words(ended)}, so no row may leave: only figures.",
            "Agree on a new one first, or say that only figures are to leave.",
            field="figures_only",
        )
    ]


def _words(day: date) -> str:
    return f"{day:%-d %B %Y}"
