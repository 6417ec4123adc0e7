"""The writer of all three ways, by itself: what it takes, what it calls the same, what it will not take."""

from datetime import timedelta
from typing import Any

import pytest

from cairn.access import feed, scope
from cairn.access.actions import undo
from cairn.access.deeds import deed
from cairn.collection import persons, taking
from cairn.collection.models import CollectedForm, CollectionYear, FormSubmission, SignUp
from cairn.collection.taking import NewForm, Taken
from cairn.exchange.actions import forms
from cairn.exchange.forms import files
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from tests.exchange.forms.conftest import Programme


def made(programme: Programme, row: dict[str, str], form: str = "sp-long", **person: Any) -> NewForm:
    about = persons.Person(persons.code(programme.by.organisation_uid, row["PersonCode"]), **person)
    authority = programme.collection.organisation_id
    return taking.new_form(
        programme.forms[form], row, person=about, commissioner_id=authority, year_id=programme.year.pk
    )


def take(programme: Programme, some: list[NewForm], noted: bool = False) -> tuple[Taken, str]:
    sent = FormSubmission.objects.create(
        organisation=programme.party.organisation, collection=programme.collection, user_uid="x", way="screen",
        asked_at=clock.now(),
    )  # fmt: skip
    with deed("collection.forms_sent", by=programme.by) as this:
        told = taking.take(this, sent, some, noted=noted)
        taking.write_receipt(this, sent, told, received=len(some), rejected=len(told.rejected))
    return told, this.uid


def test_a_form_is_the_same_whatever_its_order_and_blanks(programme: Programme) -> None:
    [row] = programme.rows(1)
    first, other = made(programme, row), made(programme, {**dict(reversed(row.items())), "NationalProviderID": ""})
    assert first.sha256 == other.sha256
    assert (
        first.answers["PersonCode"] == persons.code(programme.by.organisation_uid, "p-0000001 ".upper()) or first.person
    )
    assert row["PersonCode"] not in first.answers.values(), "nobody's reference leaves"
    told = [take(programme, [one])[0] for one in (first, other)]
    assert [(one.taken, one.same) for one in told] == [(1, 0), (0, 1)]


def test_what_cannot_be_taken_is_rejected_and_the_rest_is(programme: Programme) -> None:
    rows = programme.rows(3)
    take(programme, [made(programme, row) for row in rows[:2]])
    wrong = [
        made(programme, {**rows[2], "PersonCode": rows[0]["PersonCode"]}),
        made(programme, {**programme.rows(1, "sp-client-record")[0], "FormID": rows[1]["FormID"]}, "sp-client-record"),
        made(programme, rows[2]),
        made(programme, {**rows[2], "Age": "48"}),
    ]
    told, _ = take(programme, wrong)
    assert [(one.row, one.rule) for one in told.rejected] == [(0, "form.once"), (1, "form.number"), (3, "form.twice")]
    assert (told.taken, CollectedForm.objects.count()) == (1, 3)


@pytest.mark.parametrize(("closes", "rejected"), [("new_until", [1]), ("edit_until", [0, 1])])
def test_a_year_says_itself_what_it_still_takes(programme: Programme, closes: str, rejected: list[int]) -> None:
    rows = programme.rows(2)
    take(programme, [made(programme, rows[0])])
    with scope.every("the year closes"):
        gone = clock.today() - timedelta(1)
        dates = {"due_date": gone, "new_until": gone}
        CollectionYear.objects.update(**(dates | {"edit_until": gone} if closes == "edit_until" else dates))
    told, _ = take(programme, [made(programme, {**rows[0], "Age": "48"}), made(programme, rows[1])])
    assert [(one.row, one.rule) for one in told.rejected] == [(place, "form.closed") for place in rejected]


def test_what_the_screen_sends_can_be_undone_and_names_the_client(programme: Programme) -> None:
    new = NewClient(name="Ada Green", reference="P-0000001")
    client = clients.add(by=programme.party.service_manager, clients=[new]).one
    before, [row] = feed.head(programme.by.organisation_id), programme.rows(1)
    _, event = take(programme, [made(programme, row, client_id=client.pk)], noted=True)
    changes = feed.since(programme.by.organisation_id, before)
    assert changes.subjects["client"] == {str(client.uid)}
    assert CollectedForm.objects.get().client_id == client.pk
    with pytest.raises(Refused):  # a deed of this type is taken back by taking the form back
        undo.undo(by=programme.by, event_uid=event)


def test_a_file_names_the_clients_that_it_is_about(programme: Programme) -> None:
    new = NewClient(name="Ada Green", reference="P-0000001")
    row = next(one for one in programme.rows(30))
    client = clients.add(
        by=programme.party.service_manager, clients=[NewClient(name="Bo", reference=row["PersonCode"]), new]
    ).items[0]
    before = feed.head(programme.by.organisation_id)
    taken = programme.take(programme.send(programme.csv([row])))
    assert CollectedForm.objects.get().client_id == client.pk
    assert feed.since(programme.by.organisation_id, before).subjects["client"] == {str(client.uid)}
    back = programme.view(forms.take_back(by=programme.by, row=taken.row).one)
    assert back.counts["withdrawn"] == 1


def test_what_stands_in_the_way_of_a_file_is_said_all_at_once(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = programme.rows(1)
    text = programme.csv(rows).decode("utf-8-sig").splitlines()
    seen = programme.send(
        "\r\n".join(f"{line},{more}" for line, more in zip(text, ("Ours", "x"), strict=True)).encode()
    )
    with pytest.raises(Refused) as refused:
        programme.take(seen, good_rows=True)
    assert [one.rule for one in refused.value.problems] == ["forms.unconfirmed"]
    heard: list[str] = []
    monkeypatch.setattr(files, "after", [lambda by, row: heard.append(row.number)])
    taken = programme.take(seen, confirmed=["column_extra:Ours"])
    assert heard == [taken.row.number]
    with pytest.raises(Refused):
        forms.go_on(by=programme.by, row=taken.row)
    bad = programme.send(programme.csv([{**rows[0], "Gender": "perhaps"}]))
    with pytest.raises(Refused) as refused:
        programme.take(bad, good_rows=True)
    assert [one.rule for one in refused.value.problems] == ["forms.none"]


def test_of_two_bodies_under_one_key_at_the_same_moment_one_is_kept(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = programme.send(programme.csv(programme.rows(1)), way="api", key="k")
    real, asked = forms._under, []

    def too_early(*about: Any) -> Any:
        asked.append(1)
        return real(*about) if len(asked) > 1 else None

    monkeypatch.setattr(forms, "_under", too_early)
    assert programme.send(programme.csv(programme.rows(2)), way="api", key="k").uid == first.uid


def test_what_was_sent_from_the_screen_is_no_file(programme: Programme) -> None:
    take(programme, [made(programme, programme.rows(1)[0])])
    row = files.get(programme.by, FormSubmission.objects.get().uid)
    assert files.every(programme.by) == []
    with pytest.raises(LookupError):
        forms.check(by=programme.by, row=row)
    with pytest.raises(LookupError):
        files.get(programme.by, "no uid")


def test_who_is_let_out_between_check_and_taking_sends_nothing_more(programme: Programme) -> None:
    first, second = programme.rows(2)
    take(programme, [made(programme, first)])
    SignUp.objects.update(state="refused")
    told, _ = take(
        programme, [made(programme, first), made(programme, second), made(programme, {**first, "Age": "48"})]
    )
    assert (told.same, told.taken, told.replaced) == (1, 0, 0)
    assert [one.rule for one in told.rejected] == ["form.sign_up", "form.sign_up"]


def test_a_file_that_could_not_be_written_waits_as_before(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = programme.send(programme.csv(programme.rows(1)))
    with monkeypatch.context() as broken:
        broken.setattr(taking, "write_receipt", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            programme.take(seen)
    assert programme.view(seen.row).state == "checked" and not CollectedForm.objects.exists()
    assert programme.take(seen).state == "taken"


@pytest.mark.parametrize(("state", "becomes"), [("received", "checking"), ("taking", "checked")])
def test_what_was_ended_while_the_sender_waited_is_asked_for_again(
    programme: Programme, state: str, becomes: str
) -> None:
    """Killed between its two ends, it has no job that would be begun anew."""
    seen = programme.send(programme.csv(programme.rows(1)))
    FormSubmission.objects.update(state=state)
    assert programme.view(seen.row).state == state, "somebody may be waiting for it"
    FormSubmission.objects.update(asked_at=clock.now() - timedelta(minutes=16))
    assert programme.view(seen.row).state == "stopped"
    assert forms.go_on(by=programme.by, row=files.get(programme.by, seen.row.uid)).one.state == becomes


def test_the_bar_goes_one_way_though_the_file_is_gone_through_twice(programme: Programme) -> None:
    seen, shares = programme.send(programme.csv(programme.rows(2))), list[float]()
    FormSubmission.objects.update(state="taking")
    forms.take(by=programme.by, row=seen.row, progress=lambda share, _: shares.append(share))
    assert shares == [0.5, 1.0]
