"""Make one record of two: side by side, answer by answer, what moves; and the list of those who may be one person."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import merging, pairs, rules
from cairn.people import queries as people
from cairn.people.actions import merging as actions
from cairn.people.actions import pairing
from cairn.people.merging import GROUPS, Preview
from cairn.web.formats import date as long_date
from cairn.web.formfields import CodeField

LABELS = {
    "name": "Name", "known_as": "Known as", "phone": "Phone", "email": "E-mail", "age": "Age", "gender": "Gender",
    "same_as_birth": "Gender the same as registered at birth", "disability": "Long-lasting condition",
    "ethnicity": "Ethnic group", "postcode": "Postcode",
}  # fmt: skip
JOIN, LEAVE = "join", "leave"
PER_PAGE = 20


def words_of(group: str, answers: Mapping[str, Any]) -> str:
    """A group of answers as it is read; "" where nothing is known."""
    if not merging.is_known(group, answers):
        return ""
    if group == "age":
        return _age(answers)
    return ", ".join(said for name in GROUPS[group] if (said := _said(name, answers[name])))


def _said(name: str, value: Any) -> str:
    list_id = rules.CODE_LISTS.get(name)
    if list_id is None:
        return str(value)
    if name == "postcode_state":
        return "" if value in ("known", "part") else str(registry.get("codes", list_id).label_of(value))
    return "" if rules.is_missing(list_id, value) else str(registry.get("codes", list_id).label_of(value))


def _age(answers: Mapping[str, Any]) -> str:
    if answers["birth_date"]:
        return f"born {long_date(answers['birth_date'])}"
    if answers["age_years"] is not None:
        return f"{answers['age_years']} years on {long_date(answers['age_on_date'])}"
    return str(registry.get("codes", "age_band").label_of(answers["age_band"]))


class MergeForm(forms.Form):
    """One question for each group of answers in which the two differ, and one for each pair that may be joined."""

    def __init__(self, *args: Any, seen: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen
        for group in seen.differing:
            choices = [(side, _choice(getattr(seen, side), group)) for side in ("kept", "gone")]
            self.fields[group] = CodeField(label=LABELS[group], choices=choices)
        for number, pair in enumerate(seen.joins):
            words = f"{pair.words}: since {long_date(pair.kept_date)}, and since {long_date(pair.gone_date)}"
            both = "Leave both open: they are two times of support"
            self.fields[f"join_{number}"] = CodeField(
                label=words, choices=[(JOIN, "Make them one, from the earlier day on"), (LEAVE, both)]
            )

    @property
    def sides(self) -> dict[str, str]:
        return {**self.seen.chosen, **{group: self.cleaned_data[group] for group in self.seen.differing}}

    @property
    def joined(self) -> list[str]:
        said = self.cleaned_data
        return [pair.gone_uid for number, pair in enumerate(self.seen.joins) if said[f"join_{number}"] == JOIN]


def _choice(side: merging.Side, group: str) -> str:
    return f"{words_of(group, side.answers)} (on {side.card.reference})"


@page(P.READ_CLIENTS, P.MANAGE_SERVICES, writes=True)
def merge(request: Request, client: str, other: str) -> HttpResponse:
    """`client` is who stays."""
    seen = merging.preview(request.actor, client, other)

    def make(**given: Any) -> MergeForm:
        return MergeForm(seen=seen, **given)

    initial = {**seen.chosen, **{f"join_{number}": JOIN for number in range(len(seen.joins))}}
    sending = prepare(request, make, initial=initial)

    def do(said: dict[str, Any]) -> Done[Any]:
        form: Any = sending.form
        return actions.merge(by=request.actor, kept_uid=client, gone_uid=other, sides=form.sides, joined=form.joined)

    if attempt(request, sending, do):
        say(request, sending, f"One record now. {seen.gone.card.reference} leads here from today.")
        return to(request, "client", client=client)
    if request.method == "GET":
        reads.log(by=request.actor, kind="client", uid=seen.gone.card.uid)
    return draw_form(
        request, sending, title="Make one record of two", back=address(request, "workspace:client_alike", client=client),
        submit="Make them one record", template="clients/merge", seen=seen,
        sides=[(side, _facts(side)) for side in (seen.kept, seen.gone)],
    )  # fmt: skip


def _facts(side: merging.Side) -> list[tuple[str, str]]:
    said = ((LABELS[group], words_of(group, side.answers)) for group in GROUPS)
    return [(label, words) for label, words in said if words]


@page(P.READ_CLIENTS, P.RECORD)
def client_alike(request: Request, client: str) -> HttpResponse:
    """Who else on record may be this person; whoever looks for another finds them."""
    person = people.get(request.actor, client)
    if (other := request.GET.get("other", "")) and request.actor.may(P.MANAGE_SERVICES):  # from the find box
        return to(request, "merge", client=client, other=people.get(request.actor, other).uid)
    text = request.GET.get("q", "")
    found = [card for card in people.find(request.actor, text) if card.uid != str(person.uid)] if text else []
    return draw(
        request, "clients/alike", card=people.card_of(person, clock.today()), matches=pairs.of_person(request.actor, person),
        q=text, found=found, may_merge=request.actor.may(P.MANAGE_SERVICES),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def apart(request: Request, client: str, other: str) -> HttpResponse:
    """They are two people; no later look proposes them again."""
    made = actions.keep_apart(by=request.actor, pairs=[(client, other)])
    done(request, "Noted: they are two people. They are not proposed again.", made.event_uid)
    if request.POST.get("back") == "pairs":
        return to(request, "pairs")
    return to(request, "client_alike", client=client)


@page(P.READ_CLIENTS, P.RECORD)
def same(request: Request) -> HttpResponse:
    """All pairs that the last look through everybody found, the likeliest first."""
    number = request.GET.get("page", "1")
    if not number.isdecimal() or not 0 < int(number[:9]) < 10_000:
        raise Http404
    return draw(
        request, "clients/pairs", shown=pairs.listed(request.actor, int(number), PER_PAGE),
        may_merge=request.actor.may(P.MANAGE_SERVICES),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def look(request: Request) -> HttpResponse:
    """Compare everybody anew."""
    pairing.ask(by=request.actor)
    done(request, "Everybody is being compared. Come back in a moment: you may go on meanwhile.")
    return to(request, "pairs")
