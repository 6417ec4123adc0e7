"""What the reader asks: of which collection and form, at which level, of what time, held to which answers. All by GET."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import Http404

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.collection import columns, library, local
from cairn.collection.models import Collection, CollectionYear
from cairn.definitions.mart import ANSWERED
from cairn.definitions.shapes.form import CollectionForm
from cairn.insight import collected
from cairn.insight.asking import quarters_of
from cairn.insight.collected import Level
from cairn.interfaces.pages import Request
from cairn.kernel import clock, periods
from cairn.kernel.periods import Period
from cairn.presentation import dimensions
from cairn.presentation.collected.headline import Local, Question

LEVELS = {"provider": "Our own forms", "authority": "All that we were sent", "whole": "The whole collection"}
EVERY = ("", "Everybody")
#: Characteristics that any two of are put in a table, in the order in which people think of them.
CHARACTERISTICS = (
    "form_client_group", "form_service_type", "age_band", "form_gender", "form_ethnicity", "form_disability",
    "form_religion", "form_work", "form_domain", "form_need", "provider", "authority", "service_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """What may be asked of one collection."""

    collection: Collection
    levels: tuple[Level, ...]
    years: tuple[CollectionYear, ...]
    forms: tuple[CollectionForm, ...]


def ground(by: Actor, uid: object) -> Ground:
    """Raises Http404 for a collection in which the actor's organisation has no part."""
    with scope.of(by):
        collection = Collection.objects.select_related("organisation").filter(uid=str(uid)).first()
        found = collected.levels(by, collection) if collection else ()
        if collection is None or not found:
            raise Http404
        years = tuple(collection.years.order_by("-start_date"))
    return Ground(collection, found, years, _newest(collection.programme))


def open_to(by: Actor) -> list[Collection]:
    """The collections whose figures the actor's organisation may read."""
    with scope.of(by):
        every = Collection.objects.select_related("organisation").order_by("name", "pk")
        return [one for one in every if collected.levels(by, one)]


def _newest(programme: str) -> tuple[CollectionForm, ...]:
    """The forms of a programme, each in its newest version, those with needs first."""
    found = {form.id: form for form in library.ever_of(programme)}
    return tuple(sorted(found.values(), key=lambda form: (not form.needs, form.id)))


class AskForm(forms.Form):
    """`of_client_group` and `of_service_type` hold the figures to one answer."""

    form = forms.ChoiceField(label="Form", required=False)
    level = forms.ChoiceField(label="Of", required=False)
    period = forms.ChoiceField(label="Time", required=False)
    of_client_group = forms.ChoiceField(label="Client group", required=False)
    of_service_type = forms.ChoiceField(label="Type of service", required=False)

    def __init__(self, request: Request, ground: Ground, *, only_with_needs: bool = True) -> None:
        self.ground = ground
        self.told = tuple(form for form in ground.forms if form.needs or not only_with_needs)
        usual = {
            "form": self.told[0].id if self.told else "",
            "level": ground.levels[0],
            "period": self._usual_period(),
        }
        super().__init__({**usual, **{name: value for name, value in request.GET.items() if value}})
        self._choices("form", [(form.id, form.label) for form in self.told])
        self._choices("level", [(level, LEVELS[level]) for level in ground.levels])
        self._choices("period", _periods(ground.years))
        chosen = next((form for form in self.told if form.id == self.data["form"]), None)
        for name, dimension in HELD.items():
            self._choices(name, [EVERY, *answers(chosen, dimension)])

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def _usual_period(self) -> str:
        """The year that is open: of several, the one that today lies in."""
        return _label(_now(self.ground.years)) if self.ground.years else ""

    def question(self, by: Actor) -> Question | None:
        """What is asked; None where there is no form or no year yet. Raises Http404 for what is not offered."""
        if not self.told or not self.ground.years:
            return None
        if not self.is_valid():
            raise Http404
        said = self.cleaned_data
        form = next(form for form in self.told if form.id == said["form"])
        held = {dimension: said[name] for name, dimension in HELD.items() if said[name]}
        level: Level = said["level"]
        own = [Local(need, target) for need, target in local.read_by(by, self.ground.collection, form.id, level)]
        words = local.reasons_read_by(by, self.ground.collection, form.id, level)
        return Question(self.ground.collection, level, form, Period.parse(said["period"]), held, own, words)


NOT_APART = {"provider": {"provider"}, "authority": {"authority"}, "whole": {"provider", "service_number"}}
HELD = {"of_client_group": "form_client_group", "of_service_type": "form_service_type"}


def answers(form: CollectionForm | None, dimension: str) -> list[tuple[str, str]]:
    """The answers that a form offers to what a dimension holds, in its own order."""
    if form is None or dimension not in ANSWERED:
        return []
    asked = ANSWERED[dimension].partition(":")[2]
    return [
        (one.code, one.label)
        for column in columns.columns_of(form)
        if column.from_record == asked
        for one in column.choices
    ]


def characteristics(form: CollectionForm, level: Level) -> list[tuple[str, str]]:
    """What forms of this kind may be told apart by. Which provider sent a form is not told of the whole; its area is."""
    named = NOT_APART[level]
    return [
        (name, dimensions.label(name))
        for name in CHARACTERISTICS
        if name not in named and (name not in ANSWERED or answers(form, name))
    ]


def _now(years: Sequence[CollectionYear]) -> CollectionYear:
    today = clock.today()
    return next((year for year in years if year.start_date <= today <= year.end_date), years[0])


def _label(year: CollectionYear) -> str:
    return Period(year.start_date, year.end_date).label


def _periods(years: Sequence[CollectionYear]) -> list[tuple[str, str]]:
    """The years, newest first, and under each the quarters of it that have begun."""
    found: list[tuple[str, str]] = []
    for year in years:
        found.append((_label(year), year.label))
        found += [(part.label, f"{year.label}: {periods.words(part)}") for part in quarters(year)]
    return found


def quarters(year: CollectionYear) -> list[Period]:
    """The quarters of a year that have begun, oldest first."""
    every = quarters_of(Period(year.start_date, year.end_date))
    return [part for part in every if part.start <= clock.today()]
