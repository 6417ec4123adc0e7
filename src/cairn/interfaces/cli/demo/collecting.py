"""Supporting People in the demonstration: the council runs a collection, a second authority sits in it, providers send forms
of two years, one asks to take part. Every form is drawn by chance. All invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.queries import system
from cairn.cases.models import Episode
from cairn.collection import columns, expecting, library, persons, programmes, taking
from cairn.collection.actions import expecting as expecting_deeds
from cairn.collection.actions import indicators, programme, signing_up
from cairn.collection.columns import FormColumn, Local
from cairn.collection.due import Line, due
from cairn.collection.models import Collection, CollectionService, CollectionYear, FormSubmission, SignUp
from cairn.collection.rules_programme import Indicator, YearDates, following_year, usual_year
from cairn.collection.taking import NewForm
from cairn.definitions.shapes.form import CollectionForm, NeedQuestion
from cairn.interfaces.cli.demo.founding import Founded
from cairn.kernel import clock
from cairn.questionnaire.conditions import evaluate

CODE, OTHER = "E08000025", ("northfield-district", "Northfield District Council", "E07000999")
TAKING_PART, FORMS_EACH = 6, 60
RECORDED, SENT = 4, (0.93, 0.81, 1.0, 0.62)
"""Providers whose people are on record, and how much each sends of what is due; the others send files, and one of them says
how many forms it expects."""
KINDS = (("sp-long", 3), ("sp-short", 2), ("sp-client-record", 1))
GARDEN = Indicator(
    label="Grow and cook food", domain="be_healthy", outcome="Cooks with something grown on the allotment",
    says="Support to grow food, on the allotment or at home, and to cook with it.",
    counts="Grew beans on a windowsill and made a stew.",
    counts_not="Was given a box of vegetables.",
)  # fmt: skip
NEIGHBOURS = Indicator(
    label="Get to know neighbours", domain="positive_contribution", outcome="Knows at least one neighbour by name",
    says="Support to meet people who live close by.", counts="Has coffee with the woman downstairs.",
    counts_not="Talks to the warden.",
)  # fmt: skip
WHY_SAMPLE = "As the national programme asked: a tenth of older people, half of all others."


def lay(council: Actor, founded: Mapping[str, Founded], seed: int) -> None:
    """Providers in the order of the city; the one whose people sign in takes part with its services."""
    rng = Random(f"{seed} collecting")
    collection = _open(council)
    other = _other_authority(collection)
    _own_indicators(council, collection)
    everybody = list(founded.values())
    for place, one in enumerate(everybody[: TAKING_PART + 1]):
        if place < TAKING_PART:
            _take_part(council, collection, one, place, rng)
            if place < RECORDED:
                _send_due(one, collection, council, rng, SENT[place])
            else:
                _send(one, collection, council, CODE, rng, rng.randint(20, FORMS_EACH))
            if other and place % 2:
                _take_part(other, collection, one, place, rng, with_services=False)
                _send(one, collection, other, OTHER[2], rng, rng.randint(10, 20))
        else:
            _ask(council, collection, one, place)


def _open(council: Actor) -> Collection:
    """Last year's and this year's: of the first only changes are taken now, or new forms too, as the day falls."""
    today = clock.today()
    april = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    with scope.of(council):
        made: Collection = programme.open_(
            by=council, programme="supporting-people", name="Supporting People", code=CODE,
            start_date=april.replace(year=april.year - 1),
        ).one  # fmt: skip
        last = made.years.get()
        dates = programmes.dates_of(last)
        longer = YearDates(
            dates.start_date, dates.end_date, dates.due_date, today + timedelta(days=30), today + timedelta(days=90)
        )
        programme.set_year(by=council, collection_uid=made.uid, dates=longer, year_uid=last.uid)
        before = usual_year(dates.start_date.replace(year=dates.start_date.year - 1))
        programme.set_year(by=council, collection_uid=made.uid, dates=before)  # closed long ago
        this = following_year(dates)
        year = programme.set_year(by=council, collection_uid=made.uid, dates=this).one
        programme.sample(by=council, year_uid=year.uid, is_on=True, reason=WHY_SAMPLE)
    return made


def _other_authority(collection: Collection) -> Actor | None:
    slug, name, code = OTHER
    new = organisations.NewOrganisation(name, slug, is_provider=False, is_commissioner=True, is_demonstration=True)
    by = system(organisations.add(organisation=new))
    with scope.of(by):
        programme.join(by=by, collection_uid=collection.uid, code=code)
    return by


def _own_indicators(council: Actor, collection: Collection) -> None:
    first = min(year.start_date for year in _years(council, collection) if year.new_until >= clock.today())
    with scope.of(council):
        for one, target in ((GARDEN, 60), (NEIGHBOURS, 50)):
            indicators.add(
                by=council, collection_uid=collection.uid, indicator=one, forms=["sp-long", "sp-short"], start_date=first,
                target_percent=target,
            )  # fmt: skip


def _years(by: Actor, collection: Collection) -> list[CollectionYear]:
    with scope.of(by):
        return list(CollectionYear.objects.filter(collection=collection).order_by("start_date"))


def _ask(council: Actor, collection: Collection, one: Founded, place: int) -> SignUp:
    numbers = {"provider_number": f"{4_000 + place:05}", "national_number": f"{12_000 + place:08}"}
    with scope.of(one.lead):
        made: SignUp = signing_up.ask(
            by=one.lead, collection_uid=collection.uid, authority_uid=council.organisation_uid, **numbers
        ).one
    return made


def _take_part(
    council: Actor, collection: Collection, one: Founded, place: int, rng: Random, *, with_services: bool = True
) -> None:
    made = _ask(council, collection, one, place)
    with scope.of(council):
        signing_up.decide(by=council, sign_up_uid=made.uid, approve=True)
    if not with_services:
        return
    offered = programmes.offered(collection.programme)
    with scope.of(one.lead):
        for at, service in enumerate(one.services):
            term = "short" if service.plan.is_short_stay else "long"
            new = signing_up.NewPlace(
                service_uid=service.uid, term=term, service_type=rng.choice(offered.types[term]), service_number=f"B {40 + at}",
                client_group="4", start_date=collection.years.earliest("start_date").start_date, is_recorded=place < RECORDED,
            )  # fmt: skip
            signing_up.place(by=one.lead, sign_up_uid=made.uid, place=new)
        if place == RECORDED:
            for year in _open_years(one.lead, collection):
                asked = expecting.asked(one.lead, made, year)
                numbers = {of.place(first): rng.choice((2, 3, 4, 4, 6)) for of in asked for first in of.quarters}
                expecting_deeds.say(by=one.lead, sign_up_uid=made.uid, year_uid=year.uid, numbers=numbers)


@dataclass(frozen=True, slots=True)
class _To:
    """Where a provider sends forms, and what it writes on each."""

    one: Founded
    authority: Actor
    code: str
    number: int


def _send(one: Founded, collection: Collection, authority: Actor, code: str, rng: Random, many: int) -> None:
    """A file of so many forms, as if it had come today."""
    years = _open_years(authority, collection)
    with scope.of(authority):
        local = [programmes.need_of(row) for row in programmes.one_for_authority(authority, collection.uid).indicators]
    to = _To(one, authority, code, rng.randrange(10**9))
    _file(one.lead, collection, [_form(to, place, rng, years, local) for place in range(many)])


def _send_due(one: Founded, collection: Collection, authority: Actor, rng: Random, share: float) -> None:
    """So much of what the record says is due, as if somebody had looked over it."""
    with scope.of(authority):
        local = [programmes.need_of(row) for row in programmes.one_for_authority(authority, collection.uid).indicators]
    to, by = _To(one, authority, CODE, rng.randrange(10**9)), one.lead
    forms = []
    with scope.of(by):
        numbers = {str(row.service.uid): row for row in CollectionService.objects.select_related("service")}
        years = _open_years(by, collection)
        for place, line in enumerate(due(by, clock.today()).due):
            if rng.random() < share and line.date:
                year = next(year for year in years if year.start_date <= line.date <= year.end_date)
                forms.append(_of_line(to, line, numbers[line.service_uid], year, local, rng, to.number * 100 + place))
    _file(by, collection, forms)


def _of_line(
    to: _To, line: Line, of: CollectionService, year: CollectionYear, local: Sequence[NeedQuestion], rng: Random, number: int
) -> NewForm:  # fmt: skip
    assert line.date
    form = library.for_event("supporting-people", line.when, line.date)
    assert form
    answers = _answers(to, form, local if form.needs else (), rng, line.date, number)
    answers |= {form.service_column: of.service_number} if form.service_column else {}
    episode = Episode.objects.select_related("client").get(uid=line.episode_uid)
    person = persons.Person(persons.code(to.one.lead.organisation_uid, episode.client), episode.client_id)
    return taking.new_form(
        form, answers, person=person, commissioner_id=to.authority.organisation_id, year_id=year.pk,
        service_id=of.service_id, episode_id=episode.pk,
    )  # fmt: skip


def _open_years(by: Actor, collection: Collection) -> list[CollectionYear]:
    return [year for year in _years(by, collection) if year.start_date <= clock.today() <= year.new_until]


def _file(by: Actor, collection: Collection, forms: Sequence[NewForm]) -> None:
    with scope.of(by):
        sent = FormSubmission(
            organisation_id=by.organisation_id, collection=collection, user_uid=by.uid, way="file", asked_at=clock.now()
        )
        sent.save()
        for start in range(0, len(forms), taking.BATCH):
            part = forms[start : start + taking.BATCH]
            with deed("collection.forms_sent", by=by) as this:
                told = taking.take(this, sent, part, noted=False)
                taking.write_receipt(this, sent, told, received=len(part), rejected=len(told.rejected))


def _form(to: _To, place: int, rng: Random, years: Sequence[CollectionYear], local: Sequence[NeedQuestion]) -> NewForm:
    id = rng.choices([id for id, _ in KINDS], weights=[weight for _, weight in KINDS])[0]
    year = rng.choice(list(years))
    last = min(year.end_date, clock.today())
    day = year.start_date + timedelta(days=rng.randrange((last - year.start_date).days + 1))
    forms = tuple(form for form in library.of_programme("supporting-people") if form.id == id)
    form = library.in_force(forms, day)
    assert form
    asked = [need for need in local if form.needs]
    answers = _answers(to, form, asked, rng, day, to.number * 100 + place)
    person = persons.Person(persons.code(to.one.lead.organisation_uid, answers[form.person_column]))
    return taking.new_form(form, answers, person=person, commissioner_id=to.authority.organisation_id, year_id=year.pk)


def _answers(to: _To, form: CollectionForm, local: Local, rng: Random, day: date, number: int) -> dict[str, str]:
    """Column by column, as the answers so far lead."""
    answers: dict[str, str] = {}
    told = {
        form.number_column: f"{number % 10**11:011}", form.authority_column: to.code, form.date_column: day.isoformat(),
        form.person_column: f"D{number % 10**8}", form.service_column: f"B {40 + rng.randrange(2)}",
    }  # fmt: skip
    good = 0.45 + 0.4 * rng.random()
    for column in columns.columns_of(form, local):
        if not evaluate(column.asked, answers):
            continue
        answers[column.name] = told.get(column.name) or _answer(column, to, rng, day, good)
    return {name: text for name, text in answers.items() if text}


def _answer(column: FormColumn, to: _To, rng: Random, day: date, good: float) -> str:
    if column.role == "need":
        return rng.choices((columns.YES, columns.NO), (0.4, 0.6))[0]
    if column.role == "outcome":
        weights = [good, 1 - good, 0.15][: len(column.codes)]
        return "" if rng.random() < 0.02 else rng.choices(column.codes, weights)[0]
    if column.role == "reasons" or (not column.needed and rng.random() < 0.8):
        return ""
    if (fixed := _known(column.from_record, to, rng, day)) is not None:
        return fixed
    if column.codes:
        return rng.choice(column.codes)
    return str(rng.randint(column.low or 0, min(column.high or 4, 4))) if column.kind == "number" else ""


def _known(source: str, to: _To, rng: Random, day: date) -> str | None:
    """What the record would say."""
    match source:
        case "provider_number":
            return f"{4_000:05}"
        case "provider_name":
            return to.one.plan.name
        case "service_name":
            return to.one.plan.services[0].name
        case "age":
            return str(rng.randint(17, 88))
        case "start_date":
            return (day - timedelta(days=rng.randint(30, 700))).isoformat()
        case "died":
            return columns.YES if rng.random() < 0.01 else columns.NO
        case "ethnicity":
            return rng.choices(("a1", "a2", "c1", "c2", "d1", "d2", "b1", "f"), (60, 3, 6, 9, 7, 7, 4, 4))[0]
        case "gender":
            return rng.choices(("F", "M", "N"), (52, 45, 3))[0]
        case "client_group_primary":
            return rng.choice(("1", "4", "4", "7", "8", "14", "5"))
        case _:
            return None
