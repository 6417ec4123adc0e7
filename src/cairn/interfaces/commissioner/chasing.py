"""Ask after returns that have not come, one or many at once; and the log of it."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas, queries
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.commissioner.inbox import FilterForm
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.returns import chases, inbox
from cairn.returns.actions import chasing
from cairn.returns.chases import ChaseView

PAGE = 50
MOST_NAMED = 20


class ChaseForm(forms.Form):
    """`answers`: the returns, by their uids with commas between."""

    words = forms.CharField(
        label="What do you write?",
        help_text="It stands on the provider’s first page and on the return until they send it. Leave out names of people.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=chasing.MOST,
    )
    answers = forms.CharField(widget=forms.HiddenInput)


@page(P.REVIEW_RETURNS, writes=True)
def chase(request: Request) -> HttpResponse:
    """The words are there already; one message to each provider for each return."""
    chosen = _chosen(request)
    rows = _ours(request, chosen)
    sending = prepare(
        request, ChaseForm, initial={"words": chases.suggested(rows, clock.today()), "answers": ",".join(chosen)}
    )

    def send(said: dict[str, Any]) -> Done[Any]:
        return chasing.chase(by=request.actor, answer_uids=chosen, words=said["words"])

    if attempt(request, sending, send):
        many = len(sending.done.items) if sending.done else 0
        said = "Asked after one return." if many == 1 else f"Asked after {many} returns."
        return go(request, "commissioner:chases", said=said)
    names = [f"{row.round.contract.reference}, {row.round.name}: {row.round.contract.provider.name}" for row in rows]
    body = sending.form["words"].value() or ""
    return form_page(
        request, sending, template="commissioner/chase", title="Ask after what has not come", submit="Send it",
        back=address(request, "commissioner:returns"), names=names[:MOST_NAMED], more=max(0, len(names) - MOST_NAMED),
        mail=f"mailto:?subject={quote(_subject(names))}&body={quote(body)}",
    )  # fmt: skip


def _subject(names: list[str]) -> str:
    return f"Return: {names[0].partition(':')[0]}" if len(names) == 1 else "Your returns"


def _chosen(request: Request) -> list[str]:
    """Those ticked; or, with `all=late`, every late one of what the inbox was filtered to."""
    if request.method == "POST":
        return [uid for uid in request.POST.get("answers", "").split(",") if uid]
    if request.GET.get("all") != "late":
        return request.GET.getlist("answer")
    labels = areas.labels(request.actor, clock.today())
    said = FilterForm(request.GET, choices=inbox.choices(request.actor), areas=labels).said()
    late = inbox.rows(request.actor, said).filter(inbox.standing("late", clock.today()))
    asked = chases.today_of(late, clock.today())
    return [str(uid) for uid in late.exclude(pk__in=asked).values_list("uid", flat=True)]


def _ours(request: Request, uids: list[str]) -> list[Any]:
    """Raises NotFound where one is not, or is no uid."""
    try:
        wanted = {UUID(uid) for uid in uids}
    except ValueError as error:
        raise queries.NotFound(uids) from error
    found = list(inbox.rows(request.actor, inbox.Filter()).filter(uid__in=wanted))
    if len(found) != len(wanted):
        raise queries.NotFound(uids)
    return found


@page(P.REVIEW_RETURNS)
def log(request: Request) -> HttpResponse:
    """The newest first."""
    rows = chases.rows(request.actor).filter(commissioner_id=request.actor.organisation_id)
    answer = files.answer(
        request, "Returns asked after", COLUMNS, lambda: map(_cells, chases.told(request.actor, rows))
    )
    if answer is not None:
        return answer
    paged = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return show(request, "commissioner/chases", paged=paged, lines=chases.told(request.actor, list(paged)))


COLUMNS = ("Contract", "Round", "Provider", "Asked at", "By", "Words", "Seen at")


def _cells(line: ChaseView) -> tuple[Cell, ...]:
    seen = line.seen_at.isoformat(" ", "minutes") if line.seen_at else ""
    about = (line.contract_reference, line.round_name, line.provider_name, line.made_at.isoformat(" ", "minutes"))
    return (*about, line.who, line.words, seen)


urls = [path("returns/ask-after/", chase, name="chase"), path("returns/asked-after/", log, name="chases")]
