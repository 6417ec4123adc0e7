"""The rights of somebody whom only another system knows, by the code that it knows them by."""

import pytest

from cairn.access import scope
from cairn.access.models import AuditEvent
from cairn.exchange.actions import returned, supplied
from cairn.exchange.models import ReturnedFile, SuppliedCode
from cairn.exchange.returned import one_person, owncodes
from cairn.insight.mart import files as marts
from cairn.kernel.problems import Refused
from cairn.returns import queries
from cairn.returns.models import Submission
from tests.exchange.returned.conftest import rejected, sent_rows
from tests.exchange.returned.test_counted import PEOPLE, accept, agreement, file, table
from tests.exchange.returned.test_rows import look, send
from tests.returns.conftest import Quarter

__all__ = ["agreement"]
pytestmark = pytest.mark.usefixtures("agreement")


def test_what_was_sent_about_somebody_is_found_by_their_own_code(quarter: Quarter) -> None:
    send(quarter, quarter.uid, file(quarter))
    accept(quarter)
    with scope.of(quarter.lead):
        known = one_person.get(quarter.lead, " C-1 ")
    (row,) = known.held
    assert (row.commissioner, row.contract, row.round_name, row.number, row.decision) == (
        "Eastborough Council", "E-1", "Spring", 1, "accepted",
    )  # fmt: skip
    assert (row.values["gender"], row.values["ethnicity_group"], row.values["state"]) == ("woman", "black", "accepted")
    assert ("gender", "woman") in [line[-2:] for line in known.lines()]
    for code in ("C-99", "", row.code):
        with scope.of(quarter.lead), pytest.raises(Refused):
            one_person.get(quarter.lead, code)


def test_whoever_says_no_is_out_of_what_was_sent_and_no_file_with_them_is_taken(quarter: Quarter) -> None:
    made = send(quarter, quarter.uid, file(quarter))
    with scope.of(quarter.lead):
        supplied.object_to(by=quarter.lead, code="C-1")
        assert not queries.verify(made)
        assert not one_person.get(quarter.lead, "C-1").held
        with pytest.raises(Refused):
            supplied.object_to(by=quarter.lead, code="C-1")
    assert sum(row.shared is None for row in sent_rows(made)) == 1
    accept(quarter)
    assert table(quarter)["woman", "black"] == 6
    reopened = look(quarter, quarter.uid, file(quarter))
    assert [(one.rule, one.sheet, one.cell) for one in reopened.findings if one.severity == "error"] == [
        ("row.said_no", "referral", "A2")
    ]
    with scope.of(quarter.lead):
        supplied.allow(by=quarter.lead, code="C-1")
    assert look(quarter, quarter.uid, file(quarter)).is_good


def test_whoever_is_erased_is_nowhere_and_the_return_still_verifies(
    quarter: Quarter, django_capture_on_commit_callbacks: object
) -> None:
    made = send(quarter, quarter.uid, file(quarter))
    accept(quarter)
    assert table(quarter)["woman", "black"] == 7
    with scope.of(quarter.lead):
        waiting = returned.receive(by=quarter.lead, return_uid=quarter.uid, name="again.zip", data=file(quarter)).one
        code = one_person.get(quarter.lead, "C-1").codes[0]
        assert in_marts(quarter, code)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            done = supplied.erase(by=quarter.lead, code="C-1")
        assert not SuppliedCode.objects.filter(own="C-1").exists() and SuppliedCode.objects.count() == len(PEOPLE) - 1
        assert not queries.verify(made)
        assert ReturnedFile.objects.get(pk=waiting.pk).state == "dropped"
        event = AuditEvent.objects.get(uid=done.event_uid)
        assert event.type == "exchange.person_erased" and "C-1" not in str(event.__dict__)
        with pytest.raises(Refused):
            supplied.erase(by=quarter.lead, code="C-1")
    (row,) = [row for row in sent_rows(made) if row.row_code == code]
    assert row.shared is None and row.salt == "" and row.digest
    assert table(quarter)["woman", "black"] == 6
    assert not in_marts(quarter, code)


def in_marts(quarter: Quarter, code: str) -> bool:
    """Whether a code stands in any file of the commissioner's mart."""
    place = marts.folder(str(quarter.eastborough.organisation.uid), "shared")
    return any(code.encode() in path.read_bytes() for path in place.iterdir() if path.is_file())


def test_rows_that_were_on_their_way_when_somebody_was_erased_are_emptied(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(quarter, quarter.uid, file(quarter))
    rejected(quarter)
    known = owncodes.coded

    def late(*given: object, make: bool, **more: object) -> object:
        content = known(*given, make=make, **more)  # type: ignore[arg-type]
        if make:
            SuppliedCode.objects.filter(own="C-1").delete()
        return content

    monkeypatch.setattr(owncodes, "coded", late)
    made = send(quarter, quarter.uid, file(quarter))
    assert [row.shared is None for row in sent_rows(made)].count(True) == 1
    with scope.of(quarter.lead):
        assert not queries.verify(made)


def test_what_is_sent_and_what_is_emptied_of_it_is_done_at_once_or_not_at_all(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    before = Submission._base_manager.count()
    monkeypatch.setattr("cairn.returns.coded.empty", killed)
    with pytest.raises(KeyboardInterrupt):
        send(quarter, quarter.uid, file(quarter))
    assert Submission._base_manager.count() == before
