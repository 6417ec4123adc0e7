"""What came of the returns: feedback to all providers of a round with the city-wide picture, and what the data was used for
elsewhere. Every provider reads both beside its own figures."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas
from cairn.definitions import registry
from cairn.interfaces.commissioner.pages import ours as our_contract
from cairn.interfaces.commissioner.returns import ours
from cairn.interfaces.commissioner.totals import TotalsForm, asked
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.presentation import used
from cairn.returns import feedback, inbox, totals, uses
from cairn.returns.actions import feedback as giving
from cairn.returns.actions import uses as telling
from cairn.web.formfields import CodeField, CodesField, DateField

BIG = {"rows": 8}


class FeedbackForm(forms.Form):
    """`round_key` and `area` come with the page's address and are sent back with it."""

    words = forms.CharField(
        label="What did you learn, and what did you do with it?",
        help_text="Every provider of the round reads it on its own return. Leave out names of people and of providers.",
        widget=forms.Textarea(attrs=BIG), max_length=giving.MOST,
    )  # fmt: skip
    round_key = forms.CharField(widget=forms.HiddenInput)
    area = forms.CharField(widget=forms.HiddenInput, required=False)


class OwnForm(forms.Form):
    words = forms.CharField(
        label="What do you tell this provider?",
        help_text="It stands on its page of this return, under what all are told.",
        widget=forms.Textarea(attrs=BIG), max_length=giving.MOST,
    )  # fmt: skip


class UseForm(forms.Form):
    """A report, a publication or a decision outside this program."""

    kind = CodeField(label="What was it?", choices=[])
    words = forms.CharField(
        label="Describe it in a line",
        help_text="For example: the cabinet kept the money for befriending for two more years.",
        max_length=telling.MOST, widget=forms.TextInput,
    )  # fmt: skip
    where = forms.CharField(
        label="Where can it be read?", required=False, max_length=telling.MOST_WHERE,
        help_text="A publication must say. For example: the annual report on prevention, page 12.",
    )  # fmt: skip
    link = forms.CharField(
        label="Its web address, if it has one", required=False, max_length=telling.MOST_LINK,
        help_text="Each provider may follow it.", widget=forms.URLInput,
    )  # fmt: skip
    used_date = DateField(label="When?", not_future=True)
    round = forms.ChoiceField(label="Which round’s returns did it draw on?")
    area = forms.ChoiceField(label="Of which area?", required=False)
    measures = CodesField(
        label="With which figures?", required=False, help_text="Tick none where it drew on all of them."
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    contract = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, rounds: dict[str, str], areas: dict[str, str], measures: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = registry.get("codes", "data_use")
        self.fields["kind"].choices = [(code, kinds.label_of(code)) for code in telling.KINDS]  # type: ignore[attr-defined]
        self.fields["round"].choices = list(rounds.items())  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", "All areas"), *areas.items()]  # type: ignore[attr-defined]
        self.fields["measures"].choices = list(measures.items())  # type: ignore[attr-defined]


@page(P.REVIEW_RETURNS)
def came(request: Request) -> HttpResponse:
    """Rounds with and without feedback, and what was written down of uses."""
    names = inbox.choices(request.actor).rounds
    given = feedback.given(request.actor)
    labels = areas.labels(request.actor, clock.today())
    done = {one.round_key for one in given if not one.area}
    waiting = [(key, names[key], many) for key, many in feedback.rounds_with(request.actor).items() if key not in done]
    return show(
        request, "commissioner/came", given=given, waiting=waiting, names=names, areas=labels,
        told=uses.told(request.actor), kinds=registry.get("codes", "data_use"), measure_label=_label,
    )  # fmt: skip


def _label(measure: str) -> str:
    return registry.get("measure", measure).label


@page(P.REVIEW_RETURNS, writes=True)
def give(request: Request) -> HttpResponse:
    """Words, above the picture that every provider will see."""
    form, said = asked(request)
    sending = prepare(
        request,
        FeedbackForm,
        draft_key=f"feedback:{said.round}:{said.area}",
        initial={"round_key": said.round, "area": said.area},
    )
    if request.method == "POST":
        said = inbox.Filter(area=request.POST.get("area", ""), round=request.POST.get("round_key", ""))

    def do(typed: dict[str, Any]) -> Done[Any]:
        return giving.give(by=request.actor, **typed)

    if attempt(request, sending, do):
        return go(request, "commissioner:came", said="Given. Each provider reads it on its own return.")
    found = feedback.draft(request.actor, said)
    return form_page(
        request, sending, template="commissioner/feedback_new", title="Give feedback on a round", submit="Give it",
        back=address(request, "commissioner:came"), asked=form, said=said, draft=found, names=_round_names(form),
        strips=used.strips(found.lines),
    )  # fmt: skip


def _round_names(form: TotalsForm) -> dict[str, str]:
    return dict(form.fields["round"].choices)  # type: ignore[attr-defined]


@page(P.REVIEW_RETURNS, writes=True)
def own(request: Request, answer: str) -> HttpResponse:
    """To one provider alone."""
    found = ours(request, answer)
    before = feedback.received(request.actor, found.uid)
    sending = prepare(request, OwnForm, initial={"words": before.own_words if before else ""})

    def do(typed: dict[str, Any]) -> Done[Any]:
        return giving.write(by=request.actor, return_uid=found.uid, words=typed["words"])

    if attempt(request, sending, do):
        return go(request, "commissioner:return", answer=found.uid, said=f"{found.provider_name} reads it now.")
    return form_page(
        request, sending, title="Feedback on this return", submit="Give it",
        back=address(request, "commissioner:return", answer=found.uid),
        intro=f"{found.contract_reference}, {found.round_name}, from {found.provider_name}.",
    )  # fmt: skip


@page(P.REVIEW_RETURNS, writes=True)
def tell(request: Request) -> HttpResponse:
    """Write down a use elsewhere."""
    names = inbox.choices(request.actor).rounds
    rounds = {key: f"{names[key]} ({many} accepted)" for key, many in feedback.rounds_with(request.actor).items()}
    labels = areas.labels(request.actor, clock.today())
    mine = {code: label for code, label in labels.items() if code in inbox.choices(request.actor).areas}
    asked_for = request.POST.get("round") or request.GET.get("round")
    which = inbox.Filter(round=asked_for if asked_for in rounds else totals.newest(request.actor))
    measures = {one.same.measure: one.definition.label for one in totals.every(request.actor, which)}

    def make(**given: Any) -> UseForm:
        return UseForm(rounds=rounds, areas=mine, measures=measures, **given)

    meant = _meant(request, rounds, mine, measures)
    about = _contract(request, meant.get("contract") or request.POST.get("contract"))
    sending = prepare(
        request, make, draft_key="" if meant else "use",
        initial={"uid": uuid4(), "used_date": clock.today(), **meant},
    )  # fmt: skip

    def do(typed: dict[str, Any]) -> Done[Any]:
        typed["round_key"] = typed.pop("round")
        return telling.tell(
            by=request.actor, **{**typed, "uid": str(typed["uid"] or ""), "contract": str(typed["contract"] or "")}
        )

    if attempt(request, sending, do):
        return go(request, "commissioner:came", said="Written down. Each provider reads it beside its figures.",
                  event=sending.event)  # fmt: skip
    return form_page(
        request, sending, title="Write down what the data was used for", submit="Write it down",
        back=address(request, "commissioner:came"),
        intro=f"What Cairn shows, files that you take out and decisions about returns are noted by themselves.{about}",
    )  # fmt: skip


def _meant(request: Request, *offered: dict[str, str]) -> dict[str, Any]:
    """What the page that was left for this one showed: a pack, totals. Whatever is not offered is passed over."""
    rounds, mine, measures = offered
    said = request.GET
    found: dict[str, Any] = {"kind": said.get("kind") if said.get("kind") in telling.KINDS else None}
    found["round"] = said.get("round") if said.get("round") in rounds else None
    found["area"] = said.get("area") if said.get("area") in mine else None
    found["contract"] = _uid(said.get("contract", ""))
    # A figure of a pack is named by its class, measure, version and code; what is told is told of the measure.
    found["measures"] = [each for each in map(_measure_of, said.getlist("figure")) if each in measures]
    return {name: value for name, value in found.items() if value}


def _measure_of(figure: str) -> str:
    return [*figure.split(":"), "", ""][1]


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _contract(request: Request, uid: Any) -> str:
    """Which contract alone is meant, in words; NotFound for one of somebody else."""
    if not _uid(str(uid or "")):
        return ""
    found = our_contract(request, str(uid))
    return f" This is about {found.reference} alone, {found.provider_name}."


@page(P.REVIEW_RETURNS, only_post=True)
def take_back(request: Request, use: str) -> HttpResponse:
    done = telling.take_back(by=request.actor, use_uid=str(use))
    said = "Taken back. No provider reads it any longer."
    return go(request, "commissioner:came", said=said, event=done.event_uid)


urls = [
    path("came-of-it/", came, name="came"),
    path("came-of-it/feedback/", give, name="feedback_new"),
    path("came-of-it/use/", tell, name="use_new"),
    path("came-of-it/use/<uuid:use>/take-back/", take_back, name="use_back"),
    path("returns/<uuid:answer>/feedback/", own, name="feedback_own"),
]
