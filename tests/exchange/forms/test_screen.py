"""Files of forms on screen, without a line of script."""

from io import BytesIO

import pytest

from cairn.collection.models import CollectedForm, FormSubmission
from cairn.desk import jobs
from cairn.exchange.actions import forms
from cairn.exchange.forms import pipeline
from tests.exchange.forms.conftest import Programme
from tests.workspace.conftest import Page, Screen


@pytest.fixture
def lead(programme: Programme) -> Screen:
    return Screen(programme.party, "data_lead")


def upload(lead: Screen, programme: Programme, data: bytes) -> Page:
    file = BytesIO(data)
    file.name = "forms.csv"
    sent = lead.send("form_file_new", {"collection": str(programme.collection.uid), "file": file})
    assert sent.status == 302, sent.errors
    return Page(lead.browser.get(sent.response["Location"]))


def test_a_file_is_looked_at_chosen_from_taken_and_taken_back(lead: Screen, programme: Programme) -> None:
    rows = programme.rows(4)
    rows[1]["Gender"], rows[2]["SupportPlan"] = "perhaps", "No"
    page = upload(lead, programme, programme.csv(rows))
    assert "Nothing is taken yet." in page.text
    assert [tag.get_text() for tag in page.html.select(".ff-where b")] == ["Gender", "SupportPlan"], "what blocks first"
    seen = programme.view(FormSubmission.objects.get())
    assert f"{seen.groups[0].kind.letter}3" in page.text
    only = lead.get("form_file", "?grade=soft", submission=seen.uid)
    assert [tag.get_text() for tag in only.html.select(".ff-where b")] == ["SupportPlan"]
    listed = lead.get("form_file", "?as=csv", submission=seen.uid).response.content.decode()
    assert f"{seen.groups[0].kind.letter}3,Gender,choice" in listed
    refused = lead.send("form_file", {}, submission=seen.uid)
    assert refused.status == 422 and "Not every form in the file can be taken." in refused.text
    assert not CollectedForm.objects.exists()
    answers = {"confirmed": ["no-plan:SupportPlan"], "good_rows": "on"}
    assert lead.send("form_file", answers, submission=seen.uid).status == 302
    page = lead.get("form_file", submission=seen.uid)
    done = programme.view(seen.row)
    assert done.row.number in page.text and done.row.sha256 in page.text
    assert CollectedForm.objects.filter(state="sent").count() == 3
    rejects = lead.get("form_file_rejects", submission=seen.uid)
    assert rejects.response["Content-Disposition"] == 'attachment; filename="rows-to-mend.csv"'
    assert lead.send("form_file_back", {}, submission=seen.uid).status == 302
    assert "3 forms were withdrawn." in lead.get("form_file", submission=seen.uid).text
    assert "Taken back" in lead.get("form_files").text
    assert done.row.number in lead.get("form_files", "?as=csv").response.content.decode()


def test_a_large_file_is_a_job_that_says_how_far_it_is(
    lead: Screen, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "AT_ONCE", 10)
    page = upload(lead, programme, programme.csv(programme.rows(1)))
    assert "It waits for its turn." in page.text and page.html.select_one("progress")
    seen = programme.view(FormSubmission.objects.get())
    monkeypatch.setattr(forms, "check", lambda **_: 1 / 0)
    jobs.work_one()
    assert "It stopped half-way" in lead.get("form_file", submission=seen.uid).text
    monkeypatch.undo()
    assert lead.send("form_file_go_on", {}, submission=seen.uid).status == 302
    jobs.work_one()
    assert "Every form is good" in lead.get("form_file", submission=seen.uid).text
    assert lead.send("form_file_drop", {}, submission=seen.uid).status == 302
    assert "This file was given up" in lead.get("form_file", submission=seen.uid).text
    said = Page(lead.browser.post(lead.url("form_file_go_on", submission=seen.uid), follow=True)).text
    assert "This file is not waiting for that any more." in said


def test_what_is_too_large_is_said_before_it_is_read(
    lead: Screen, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "larger than 250 MB" in lead.get("form_file_new", "?too-large=1").text
    monkeypatch.setattr("cairn.interfaces.workspace.collections.files.forms.LARGEST_TEXT", 10)
    file = BytesIO(programme.csv(programme.rows(1)))
    file.name = "forms.csv"
    page = lead.send("form_file_new", {"collection": str(programme.collection.uid), "file": file})
    assert page.status == 422 and f"at most {pipeline.LARGEST_TEXT // 1024 // 1024} MB" in page.text
