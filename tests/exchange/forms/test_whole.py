"""A file of forms from receipt to record: nothing is written before somebody agrees, and what is sent twice is one."""

import csv
import io
from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from cairn.access import feed, scope
from cairn.access.chain import verify
from cairn.access.models import AuditEvent
from cairn.collection.models import CollectedForm, CollectionYear, LocalIndicator, Sampling, SignUp
from cairn.collection.taking import receipt_hash
from cairn.desk import jobs, received
from cairn.exchange.actions import forms
from cairn.exchange.forms import context, files, pipeline
from cairn.exchange.forms.headings import REASONS
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.collection.forms import LOCAL
from tests.exchange.forms.conftest import Programme


def sent() -> int:
    return CollectedForm.objects.filter(state="sent").count()


def test_good_forms_are_taken_when_somebody_agrees(programme: Programme) -> None:
    seen = programme.send(programme.csv(programme.rows(5)))
    assert (seen.state, seen.groups, seen.counts["good"]) == ("checked", (), 5)
    assert not CollectedForm.objects.exists()
    taken = programme.take(seen)
    assert (taken.state, taken.counts["taken"], taken.row.form) == ("taken", 5, "sp-long")
    assert CollectedForm.objects.filter(submission=taken.row, state="sent").count() == 5
    assert len(taken.row.sha256) == 64 and taken.row.number.startswith("R")


def test_the_log_names_the_submission_and_nobody(programme: Programme) -> None:
    before = feed.head(programme.by.organisation_id)
    taken = programme.take(programme.send(programme.csv(programme.rows(3))))
    changes = feed.since(programme.by.organisation_id, before)
    assert changes.subjects == {"form_submission": frozenset({taken.uid})}
    assert AuditEvent.objects.filter(type="collection.forms_sent").count() == 1
    assert verify(programme.by.organisation_id) == []


def test_the_same_forms_again_are_the_same_whatever_their_order(programme: Programme) -> None:
    rows = programme.rows(4)
    first = programme.take(programme.send(programme.csv(rows)))
    again = programme.take(programme.send(programme.csv([*rows[::-1], rows[0]])))
    assert (again.counts["taken"], again.counts["same"], sent()) == (0, 5, 4)
    assert again.row.sha256 == first.row.sha256


def test_a_changed_form_replaces_and_taking_back_puts_back(programme: Programme) -> None:
    rows = programme.rows(3)
    programme.take(programme.send(programme.csv(rows)))
    before = CollectedForm.objects.get(number=rows[0]["FormID"])
    changed = [{**rows[0], "Age": "48"}, *programme.rows(1, seed=2)]
    seen = programme.send(programme.csv(changed))
    assert seen.counts["changed"] == 1
    taken = programme.take(seen)
    assert (taken.counts["taken"], taken.counts["replaced"]) == (1, 1)
    assert CollectedForm.objects.get(pk=before.pk).answers["Age"] == "48"
    back = programme.view(forms.take_back(by=programme.by, row=taken.row).one)
    assert (back.state, back.counts["withdrawn"], back.counts["put_back"]) == ("taken_back", 1, 1)
    now = CollectedForm.objects.get(pk=before.pk)
    assert (now.answers, now.sha256, now.submission_id) == (before.answers, before.sha256, before.submission_id)
    gone = CollectedForm.objects.get(number=changed[1]["FormID"])
    assert (gone.state, gone.answers) == ("withdrawn", {})
    again = programme.take(programme.send(programme.csv(changed)))
    assert (again.counts["replaced"], CollectedForm.objects.get(pk=gone.pk).state) == (2, "sent")
    assert verify(programme.by.organisation_id) == []


def test_good_forms_go_without_the_bad_ones_only_when_somebody_chooses(programme: Programme) -> None:
    rows = programme.rows(4)
    rows[1]["Gender"], rows[2]["SupportPlan"] = "perhaps", "No"
    seen = programme.send(programme.csv(rows))
    assert (seen.counts["good"], seen.counts["to_confirm"], seen.counts["rejected"]) == (2, 1, 1)
    with pytest.raises(Refused) as refused:
        programme.take(seen)
    assert [one.rule for one in refused.value.problems] == ["forms.not_all"]
    assert not CollectedForm.objects.exists()
    taken = programme.take(programme.view(seen.row), good_rows=True, confirmed=["no-plan:SupportPlan"])
    assert (taken.counts["taken"], taken.counts["rejected"]) == (3, 1)
    assert CollectedForm.objects.get(number=rows[2]["FormID"]).confirmed == ["no-plan:SupportPlan"]
    again = programme.send(programme.csv([rows[2]]))
    assert (again.counts["good"], again.groups) == (1, ()), "what was said to be right is not asked again"


@pytest.mark.parametrize("way", ["csv", "workbook"])
def test_rows_that_are_not_taken_come_back_with_their_reasons_and_can_be_mended_there(
    programme: Programme, way: str
) -> None:
    from tests.exchange.forms.spoiling import book

    rows = programme.rows(3)
    rows[1]["Gender"] = "perhaps"
    data = programme.csv(rows)
    grid = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    seen = programme.send(data if way == "csv" else book(grid))
    taken = programme.take(seen, good_rows=True)
    back = received.read(programme.by, taken.row.rejects)
    letter = next(group.kind.letter for group in seen.groups)
    if way == "workbook":
        from openpyxl import load_workbook

        lines = [
            [str(cell or "") for cell in row]
            for row in load_workbook(io.BytesIO(back)).active.iter_rows(values_only=True)
        ]
    else:
        lines = list(csv.reader(io.StringIO(back.decode("utf-8-sig"))))
    assert (lines[0], len(lines)) == ([*grid[0], REASONS], 2)
    assert lines[1][-1].startswith(f"{letter}3 Gender: Not one of the choices.")
    lines[1][grid[0].index("Gender")] = "female"
    mended = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode()
    assert programme.take(programme.send(mended)).counts["taken"] == 1


def died_half_way(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> files.SubmissionView:
    """Of a file of five forms two are written."""
    monkeypatch.setattr("cairn.exchange.forms.passing.BATCH", 2)
    monkeypatch.setattr(forms, "FEW", 1)
    seen = programme.send(programme.csv(programme.rows(5)))
    forms.agree(by=programme.by, row=seen.row)
    real, calls = forms.taking.take, []

    def dying(*args: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(forms.taking, "take", dying)
    assert jobs.work_one().state == "failed"  # type: ignore[union-attr]
    assert (programme.view(seen.row).state, sent()) == ("stopped", 2)
    return seen


def gone_on(programme: Programme, seen: files.SubmissionView) -> files.SubmissionView:
    forms.go_on(by=programme.by, row=files.get(programme.by, seen.uid))
    assert jobs.work_one().state == "done"  # type: ignore[union-attr]
    return programme.view(seen.row)


def test_a_job_that_died_half_way_goes_on_and_counts_as_if_it_had_not(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = gone_on(programme, died_half_way(programme, monkeypatch))
    assert (done.state, done.counts["taken"], done.counts["same"], sent()) == ("taken", 5, 0, 5)
    fresh = programme.take(programme.send(programme.csv(programme.rows(5))))
    assert fresh.row.sha256 == done.row.sha256


def test_what_can_be_taken_no_more_when_it_goes_on_stands_in_the_receipt(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = died_half_way(programme, monkeypatch)
    SignUp.objects.update(state="refused")
    done = gone_on(programme, seen)
    assert (done.state, done.counts["taken"], done.counts["rejected"], sent()) == ("taken", 2, 3, 2)
    assert done.row.number and done.row.sha256 != receipt_hash([])


def test_the_wrong_years_template_is_told_by_its_headings(programme: Programme) -> None:
    rows = programme.rows(2, "sp-short")
    older = next(
        form
        for form in context.of(programme.by, programme.collection).forms
        if (form.id, form.version) == ("sp-short", 1)
    )
    programme.forms["old"] = older
    seen = programme.send(programme.csv(rows, "old"))
    stops = [group.kind for group in seen.of_grade("file")]
    assert (seen.state, [kind.rule for kind in stops]) == ("wrong", ["file.other_year"])
    assert "forms dated 31 May 2007 to 31 March 2012" in stops[0].message
    assert "forms dated from 1 April 2012 on" in stops[0].fix


def test_a_year_that_is_closed_to_new_forms_still_takes_changes(programme: Programme) -> None:
    rows = programme.rows(2)
    taken = programme.take(programme.send(programme.csv(rows[:1])))
    with scope.every("a year closes"):
        CollectionYear.objects.update(due_date=clock.today() - timedelta(9), new_until=clock.today() - timedelta(1))
    seen = programme.send(programme.csv([{**rows[0], "Age": "48"}, rows[1]]))
    assert [(group.kind.key, group.rows) for group in seen.groups] == [("year-closed:ReviewDate", (3,))]
    assert "were taken until 29 June 2025" in seen.groups[0].kind.message
    with scope.every("and to changes"):
        CollectionYear.objects.update(edit_until=clock.today() - timedelta(1))
    assert files.lock_of(taken.row) is not None
    with pytest.raises(Refused):
        forms.take_back(by=programme.by, row=taken.row)
    assert programme.view(taken.row).state == "taken"


def test_where_all_were_to_be_taken_and_one_cannot_be_any_more_none_is(programme: Programme) -> None:
    rows = programme.rows(2)
    waiting = programme.send(programme.csv(rows))
    other = {**programme.rows(1, seed=2)[0], "PersonCode": rows[0]["PersonCode"]}
    programme.take(programme.send(programme.csv([other])))
    now = programme.take(waiting)
    assert (now.state, sent()) == ("checked", 1)
    assert [group.kind.rule for group in now.groups] == ["once-before-error"]


def test_an_authoritys_own_needs_come_in_the_same_file_and_by_its_dates(programme: Programme) -> None:
    definition = TypeAdapter(type(LOCAL)).dump_python(LOCAL, mode="json")
    with scope.every("the authority asks"):
        LocalIndicator.objects.create(
            collection=programme.collection, organisation=programme.collection.organisation, ref="L1", forms=["sp-long"],
            definition=definition, start_date=programme.year.start_date + timedelta(30),
        )  # fmt: skip
    rows = programme.rows(2)
    rows[0]["ReviewDate"], rows[1]["ReviewDate"] = "2025-01-20", "2025-03-20"
    lacking = programme.send(programme.csv(rows))
    assert [(group.kind.key, group.rows) for group in lacking.groups] == [("needed:Garden_L1", (3,))]
    text = programme.csv(rows).decode("utf-8-sig").splitlines()
    whole = "\r\n".join([text[0] + ",Garden_L1", text[1] + ",Yes", text[2] + ",No"]).encode()
    seen = programme.send(whole)
    assert [(group.kind.key, group.rows) for group in seen.groups] == [("not-of-form:Garden_L1", (2,))]
    taken = programme.take(seen, good_rows=True)
    assert CollectedForm.objects.get(submission=taken.row).answers["Garden_L1"] == "No"


def test_who_is_outside_the_sample_is_asked_about(programme: Programme) -> None:
    with scope.every("the authority asks a sample"):
        Sampling.objects.create(
            year=programme.year, organisation=programme.collection.organisation, older_percent=10, other_percent=50, seed="s",
            decided_date=programme.year.start_date,
        )  # fmt: skip
    seen = programme.send(programme.csv(programme.rows(40)))
    [group] = seen.groups
    assert (group.kind.key, group.kind.grade) == ("not-in-sample:PersonCode", "soft")
    assert 8 <= group.count <= 32


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "LARGEST_TEXT", 1_000)
    with pytest.raises(Refused) as refused:
        programme.send(programme.csv(programme.rows(2)))
    assert [one.rule for one in refused.value.problems] == ["file.large"]
    monkeypatch.undo()
    monkeypatch.setattr(pipeline, "MOST_FORMS", 1)
    assert [group.kind.rule for group in programme.send(programme.csv(programme.rows(2))).groups] == ["file.rows"]


def test_the_same_key_is_the_same_submission(programme: Programme) -> None:
    first = programme.send(programme.csv(programme.rows(1)), way="api", key="2026-w12")
    again = programme.send(b"something else", way="api", key="2026-w12")
    assert first.uid == again.uid


def test_who_may_not_prepare_what_is_sent_sees_no_file(programme: Programme) -> None:
    seen = programme.send(programme.csv(programme.rows(1)))
    with pytest.raises(LookupError):
        files.get(programme.party.support_worker, seen.uid)
    assert files.every(programme.by)[0].uid == seen.uid
    dropped = programme.view(forms.drop(by=programme.by, row=seen.row).one)
    assert (dropped.state, dropped.is_kept) == ("dropped", False)
    with pytest.raises(Refused):
        programme.take(dropped)
