"""Submit, accept or reject: who may do what when, what is kept, and what nobody can change unseen."""

from datetime import UTC, date, datetime

import pytest

from cairn.access import feed, scope
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.contracts.actions.agreements import strike_field
from cairn.definitions.mart import TABLES
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people.actions.clients import NewClient
from cairn.returns import previews, queries
from cairn.returns.actions import overrides, review, rounds, submissions
from cairn.returns.actions.rounds import NewRound
from cairn.returns.models import Round, RowCode, Submission, SubmissionRow
from tests.conftest import Party
from tests.returns.conftest import QUARTER, Quarter, referred, signed_agreement


def submit(quarter: Quarter, **extra: object) -> Submission:
    with scope.of(quarter.lead):
        return submissions.submit(by=quarter.lead, return_uid=quarter.uid, **extra).one  # type: ignore[arg-type]


def decide(quarter: Quarter, reason: str = "") -> None:
    by = quarter.commissioner
    with scope.of(by):
        if reason:
            review.reject(by=by, return_uid=quarter.uid, reason=reason)
        else:
            review.accept(by=by, return_uid=quarter.uid)


def rows_of(submission: Submission) -> list[SubmissionRow]:
    with scope.every("a test looks at what was stored"):
        return list(SubmissionRow.objects.filter(submission=submission).order_by("pk"))


def refused_rules(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.rule for problem in refused.value.problems]


class TestTheWayOfAReturn:
    def test_submitted_then_accepted_is_locked(self, quarter: Quarter, agreement: object) -> None:
        submit(quarter, comment=" All here. ")
        with scope.of(quarter.commissioner):
            seen = queries.answer(quarter.commissioner, quarter.uid)
        assert (seen.state, seen.number, seen.comment, seen.is_draft) == ("submitted", 1, "All here.", False)
        decide(quarter)
        with scope.of(quarter.lead):
            view = queries.answer(quarter.lead, quarter.uid)
            assert (view.state, view.is_draft, view.sha256) == ("accepted", False, seen.sha256)
            for attempt in (
                lambda: submissions.submit(by=quarter.lead, return_uid=quarter.uid),
                lambda: overrides.put(
                    by=quarter.lead,
                    return_uid=quarter.uid,
                    measure="needs_met",
                    value=3,
                    reason="Counted again by hand.",
                ),
                lambda: overrides.clear(by=quarter.lead, return_uid=quarter.uid, measure="needs_met"),
            ):
                with pytest.raises(Refused, match=r"return\.state"):
                    attempt()
        with scope.of(quarter.commissioner), pytest.raises(Refused, match=r"return\.state"):
            review.reject(by=quarter.commissioner, return_uid=quarter.uid, reason="Too late to change my mind")

    def test_rejected_with_a_reason_it_is_open_again_and_every_version_is_kept(self, quarter: Quarter) -> None:
        first = submit(quarter)
        with scope.of(quarter.commissioner), pytest.raises(Refused, match=r"reason\.missing"):
            review.reject(by=quarter.commissioner, return_uid=quarter.uid, reason="  ")
        decide(quarter, "Needs met looks low")
        with scope.of(quarter.lead):
            view = queries.answer(quarter.lead, quarter.uid)
            assert (view.state, view.is_draft, view.decision_reason) == ("rejected", True, "Needs met looks low")
            overrides.put(
                by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=2, reason="One was judged late."
            )
        second = submit(quarter)
        decide(quarter)
        with scope.of(quarter.lead):
            told = [
                (line.what, line.side, line.number, line.reason) for line in queries.history(quarter.lead, quarter.uid)
            ]
            kept = queries.submission(quarter.lead, quarter.uid, 1)
            assert queries.submission(quarter.lead, quarter.uid).number == 2
            with pytest.raises(queries.NotFound):
                queries.submission(quarter.lead, quarter.uid, 3)
        assert told == [
            ("submitted", "provider", 1, ""),
            ("rejected", "commissioner", 1, "Needs met looks low"),
            ("submitted", "provider", 2, ""),
            ("accepted", "commissioner", 2, ""),
        ]
        assert (kept.figures, kept.sha256) == (first.figures, first.sha256) and first.sha256 != second.sha256
        assert (kept.is_accepted, kept.decision) == (False, "rejected")

    def test_the_lead_alone_submits_and_the_commissioner_alone_decides(
        self, quarter: Quarter, oakfield: Party, westborough: Party
    ) -> None:
        for by in (quarter.anchor.data_lead, oakfield.data_lead, quarter.eastborough.system, westborough.system):
            with scope.of(by), pytest.raises(queries.NotFound):
                submissions.submit(by=by, return_uid=quarter.uid)
        with scope.of(quarter.lead), pytest.raises(NotAllowed):
            submissions.submit(by=quarter.harbour.trustee, return_uid=quarter.uid)
        submit(quarter)
        for by in (quarter.harbour.system, westborough.contract_manager):
            with scope.of(by), pytest.raises(queries.NotFound):
                review.accept(by=by, return_uid=quarter.uid)
        with scope.of(quarter.lead), pytest.raises(NotAllowed):
            review.accept(by=quarter.lead, return_uid=quarter.uid)

    def test_nothing_is_decided_before_it_is_submitted(self, quarter: Quarter) -> None:
        with pytest.raises(Refused, match=r"return\.state"):
            decide(quarter)

    def test_not_before_the_round_opens_and_marked_when_it_is_late(self, quarter: Quarter) -> None:
        with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)), pytest.raises(Refused, match=r"return\.early"):
            submit(quarter)
        with clock.fixed(datetime(2025, 8, 1, 12, tzinfo=UTC)), scope.of(quarter.lead):
            assert queries.answer(quarter.lead, quarter.uid).is_late
            done = submissions.submit(by=quarter.lead, return_uid=quarter.uid)
            assert [(problem.rule, problem.severity) for problem in done.problems] == [("return.late", "warning")]
            assert done.one.is_late and queries.history(quarter.lead, quarter.uid)[0].is_late

    def test_a_second_sender_is_told_and_so_is_one_whose_figures_moved(self, quarter: Quarter) -> None:
        with scope.of(quarter.lead):
            drawn = queries.answer(quarter.lead, quarter.uid).version
            seen = queries.preview(quarter.lead, quarter.uid).digest
            overrides.put(
                by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=9, reason="Counted again by hand."
            )
            with pytest.raises(Conflict):
                submissions.submit(by=quarter.lead, return_uid=quarter.uid, seen=seen)
            seen = queries.preview(quarter.lead, quarter.uid).digest
        submit(quarter, seen=seen, version=drawn)
        decide(quarter, "Once more, please")
        with pytest.raises(Conflict):
            submit(quarter, version=drawn)

    def test_each_side_is_told_what_it_may_do_next(self, quarter: Quarter) -> None:
        def steps(by: object) -> dict[str, bool]:
            with scope.of(by):  # type: ignore[arg-type]
                return {step.step: step.allowed for step in queries.answer(by, quarter.uid).next_steps}  # type: ignore[arg-type]

        assert steps(quarter.lead) == {"override": True, "submit": True}
        assert steps(quarter.harbour.trustee) == {"override": False, "submit": False}
        assert steps(quarter.commissioner) == {"accept": False, "reject": False}
        submit(quarter)
        assert steps(quarter.lead) == {"override": False, "submit": False}
        assert steps(quarter.commissioner) == {"accept": True, "reject": True}
        with clock.fixed(datetime(2025, 6, 1, tzinfo=UTC)), scope.of(quarter.lead):
            assert queries.answer(quarter.lead, quarter.uid).next_steps[1].why_not


class TestWhatLeaves:
    def test_without_an_agreement_no_individual_row_leaves(self, quarter: Quarter) -> None:
        with scope.of(quarter.lead):
            shown = queries.preview(quarter.lead, quarter.uid)
        assert shown.tables == () and "No data-sharing agreement" in shown.why_no_rows
        submission = submit(quarter)
        assert rows_of(submission) == [] and submission.fields == []
        assert submission.figures
        with scope.every("a test looks"):
            assert RowCode.objects.count() == 0

    def test_with_one_rows_carry_its_fields_and_what_the_measures_need_and_no_more(
        self, quarter: Quarter, agreement: object
    ) -> None:
        rows = rows_of(submit(quarter))
        by_table = {table: [row for row in rows if row.table == table] for table in ("referral", "episode", "need")}
        assert {table: len(found) for table, found in by_table.items()} == {"referral": 5, "episode": 2, "need": 2}
        assert len(rows) == 9
        agreed = {"fact", "gender", "ethnicity_group"}
        assert set(by_table["need"][0].shared) == agreed | {"presented_date", "met_date"}
        assert set(by_table["episode"][0].shared) == agreed | {"start_date", "end_date"}
        assert set(by_table["referral"][0].shared) == agreed | {
            "received_date", "direction", "state", "unsuccessful_reason",
        }  # fmt: skip

    def test_no_name_reference_or_uid_of_anybody_leaves(self, quarter: Quarter, agreement: object) -> None:
        told = str([(row.shared, row.row_code, row.counted_in) for row in rows_of(submit(quarter))])
        for client in quarter.people.values():
            assert client.name not in told and client.reference not in told and str(client.uid) not in told

    def test_a_row_is_there_once_and_names_every_figure_that_it_stands_behind(
        self, quarter: Quarter, agreement: object
    ) -> None:
        submission = submit(quarter)
        rows = rows_of(submission)
        for figure in submission.figures:
            key = f"{figure['measure']}:{figure['code']}" if figure["code"] else figure["measure"]
            assert figure["n"] == sum(1 for row in rows if key in row.counted_in), key
        assert len({row.shared["fact"] for row in rows}) == len(rows)

    def test_the_same_person_has_one_code_in_a_contract_for_ever(self, quarter: Quarter, agreement: object) -> None:
        first = rows_of(submit(quarter))
        decide(quarter, "Again, please")
        second = rows_of(submit(quarter))
        assert {row.row_code for row in first} == {row.row_code for row in second}
        assert len({row.row_code for row in first}) == 5
        assert {row.digest for row in first} == {row.digest for row in second}  # the same content has the same hash
        assert len({row.salt for row in first}) == len(first)
        assert {row.link_code for row in first} == {""}

    def test_a_link_code_is_made_only_where_the_agreement_allows_linking(self, quarter: Quarter) -> None:
        signed_agreement(quarter, allows_linking=True)
        rows = rows_of(submit(quarter))
        assert len({row.link_code for row in rows}) == 5 and "" not in {row.link_code for row in rows}
        assert {row.link_code for row in rows}.isdisjoint({row.row_code for row in rows})

    def test_the_preview_is_what_leaves(self, quarter: Quarter, agreement: object) -> None:
        with scope.of(quarter.lead):
            before = queries.preview(quarter.lead, quarter.uid)
        rows = rows_of(submit(quarter))
        for table in before.tables:
            names = [column.name for column in table.columns][1:]
            left = {tuple(row.shared[name] for name in names) for row in rows if row.table == table.table}
            assert {row[1:] for row in table.rows} == left and table.total == len(left)
            assert all(column.purpose for column in table.columns)
            assert {row[0] for row in table.rows} == {"made when sent"}
        purposes = {column.name: column.purpose for column in before.tables[0].columns if column.is_agreed}
        assert purposes == {"gender": "To see who is served", "ethnicity_group": "To see who is not"}
        assert before.warnings and before.agreement

    def test_a_preview_may_be_cut_and_still_counts_all(self, quarter: Quarter, agreement: object) -> None:
        with scope.of(quarter.lead):
            cut = queries.preview(quarter.lead, quarter.uid, limit=1)
        assert [(len(table.rows), table.total) for table in cut.tables] == [(1, 5), (1, 2), (1, 2)]

    @pytest.mark.parametrize("side", ["lead", "commissioner"])
    def test_a_field_struck_by_either_side_leaves_no_more(self, quarter: Quarter, agreement: object, side: str) -> None:
        by = getattr(quarter, side)
        with scope.of(by):
            strike_field(by=by, agreement_uid=str(agreement.uid), name="gender")  # type: ignore[attr-defined]
        with scope.of(quarter.lead):
            shown = queries.preview(quarter.lead, quarter.uid)
        assert all("gender" not in [column.name for column in table.columns] for table in shown.tables)
        assert all("gender" not in row.shared for row in rows_of(submit(quarter)))

    def test_partners_rows_leave_only_once_they_agreed_under_codes_of_their_own(
        self, partnered: Quarter, agreement: object
    ) -> None:
        rows = rows_of(submit(partnered))
        theirs = [row for row in rows if row.holder_id == partnered.anchor.organisation.pk]
        assert len(theirs) == 2 and all(row.row_code for row in theirs)
        with scope.of(partnered.anchor.system):
            assert RowCode.objects.count() == 2
        with scope.of(partnered.lead):
            assert RowCode.objects.count() == 5

    def test_what_left_and_its_codes_stand_in_no_revision(self, quarter: Quarter, agreement: object) -> None:
        rows = rows_of(submit(quarter))
        event = AuditEvent.objects.filter(type="returns.submitted").get()
        payloads = str(list(Revision.objects.filter(event_id=event.pk).values_list("payload", flat=True)))
        for row in rows:
            assert row.row_code not in payloads and row.salt not in payloads and row.shared["fact"] not in payloads


class TestRounds:
    def test_all_that_is_wrong_with_rounds_is_said_at_once(self, quarter: Quarter) -> None:
        backwards = NewRound("", date(2025, 9, 30), date(2025, 7, 1), date(2025, 6, 1), date(2025, 5, 1))
        outside = NewRound("x" * 61, date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 1), date(2027, 4, 30))
        by = quarter.commissioner
        with scope.of(by), pytest.raises(Refused) as refused:
            rounds.add(by=by, contract_uid=str(quarter.contract.uid), rounds=[backwards, QUARTER, outside])
        assert [(problem.rule, problem.row) for problem in refused.value.problems] == [
            ("name.missing", 0),
            ("dates.order", 0),
            ("dates.order", 0),
            ("round.early", 0),
            ("round.twice", 1),
            ("name.long", 2),
            ("round.outside", 2),
        ]
        with scope.of(by):
            assert Round.objects.count() == 1

    def test_only_the_commissioner_asks(self, quarter: Quarter, westborough: Party) -> None:
        with scope.of(quarter.lead), pytest.raises(NotAllowed):
            rounds.add(by=quarter.lead, contract_uid=str(quarter.contract.uid), rounds=[QUARTER])
        by = westborough.contract_manager
        with scope.of(by), pytest.raises(queries.NotFound):
            rounds.add(by=by, contract_uid=str(quarter.contract.uid), rounds=[QUARTER])

    def test_a_return_that_carries_nothing_cannot_be_submitted(self, quarter: Quarter) -> None:
        from cairn.contracts.models import AgreedMeasure

        with scope.of(quarter.lead):
            AgreedMeasure.objects.all().delete()
        with pytest.raises(Refused, match=r"return\.empty"):
            submit(quarter)


def test_accepting_tells_the_commissioners_own_chain(quarter: Quarter, agreement: object) -> None:
    submission = submit(quarter)
    before = feed.head(quarter.commissioner.organisation_id)
    decide(quarter)
    changes = feed.since(quarter.commissioner.organisation_id, before)
    assert changes.types == {"returns.accepted"}
    assert changes.subjects["return"] == {quarter.uid}
    assert changes.subjects["submission"] == {str(submission.uid)}


def test_what_is_recorded_after_submission_moves_no_submitted_figure(quarter: Quarter) -> None:
    submission = submit(quarter)
    referred(quarter.harbour, _service(quarter), [NewClient(name="Gus")], date(2025, 6, 1))
    with scope.of(quarter.lead):
        view = queries.answer(quarter.lead, quarter.uid)
    assert {f.key: f.value for f in view.figures}["referrals_received"] == 5
    assert view.sha256 == submission.sha256
    assert AuditSubject.objects.filter(kind="submission").count() == 1


def _service(quarter: Quarter) -> str:
    from cairn.services.models import Service

    with scope.of(quarter.lead):
        return str(Service.objects.get().uid)


def test_every_table_of_the_mart_has_its_words_where_what_leaves_is_shown() -> None:
    assert set(previews.TABLES) == {*TABLES, "person"}  # the row of a person, of an annual return
