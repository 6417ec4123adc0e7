"""What the rounds of a contract say about from when a new set of measures may hold."""

from django.db.models import Q

from cairn.contracts.models import Contract
from cairn.contracts.standing import Rounds, Start
from cairn.kernel import clock
from cairn.returns.models import Round


def rounds(contract: Contract) -> Rounds:
    """The latest that has opened or was answered, and the first days of those that have not. Two queries."""
    rows = Round.objects.filter(contract=contract).order_by("observed_from_date", "-kind")
    begun = Q(opens_date__lte=clock.today()) | ~Q(answer__state="open")
    opened = rows.filter(begun).order_by("-observed_from_date").values_list("observed_from_date", flat=True).first()
    coming = {day: name for day, name in rows.values_list("observed_from_date", "name") if not opened or day > opened}
    return Rounds(opened, tuple(Start(day, name) for day, name in coming.items()))
