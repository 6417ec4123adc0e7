"""Blocks to moving on, carers' assessments, and of safeguarding referrals nothing but how many."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb

from cairn.cases.actions import carers, concerns, episodes, safeguarding, situation
from cairn.cases.actions.carers import NewCarersAssessment
from cairn.cases.actions.concerns import NewConcern
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.safeguarding import NewSafeguardingReferral
from cairn.cases.actions.situation import NewBlock
from cairn.contracts.rules import SHAREABLE
from cairn.definitions import registry
from cairn.insight import figures, marts
from cairn.people.actions import optional, statuses
from cairn.people.actions.optional import NewOptionalAnswer
from cairn.people.actions.statuses import NewStatus
from cairn.returns.rules import columns_that_leave
from tests.cases.conftest import Ground, open_episode
from tests.insight.test_extracts import Q2, rows, value

APRIL, MAY = date(2025, 4, 10), date(2025, 5, 9)
SECRETS = ("2025-05-09", "2025-05-20", "police", "enquiry", "bail", "asylum_seeker", "A secret", "legal_status")


def blocked(ground: Ground, episode: Any, cause: str, start: date, end: date | None = None) -> None:
    new = NewBlock(episode_uid=str(episode.uid), cause=cause, start_date=start, end_date=end)
    situation.block(by=ground.by, blocks=[new])


def grouped(ground: Ground, measure: str, by: str) -> dict[str, float | None]:
    found = figures.compute(measure, by=ground.manager, period=Q2, group_by=(by,))
    return {row.codes[0]: row.value for row in found.rows}


def test_people_blocked_are_counted_once_and_days_by_cause_when_they_have_ended(ground: Ground) -> None:
    anwen, bashir = open_episode(ground), open_episode(ground, ground.bashir)
    blocked(ground, anwen, "no_home", APRIL, date(2025, 4, 19))
    blocked(ground, anwen, "arrears", MAY, date(2025, 5, 9))
    blocked(ground, bashir, "no_home", MAY)
    assert value(ground, "people_blocked") == 2
    assert grouped(ground, "people_blocked", "move_on_cause") == {"arrears": 1, "no_home": 2}
    assert grouped(ground, "days_blocked", "move_on_cause") == {"arrears": 1, "no_home": 10}


def test_a_block_ends_at_the_latest_with_its_support(ground: Ground) -> None:
    episode = open_episode(ground)
    blocked(ground, episode, "no_home", APRIL)
    closing = EpisodeClosing(episode_uid=str(episode.uid), end_date=date(2025, 4, 12), closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    (row,) = rows(ground, "move_on_block")
    assert (row["end_date"], row["days"]) == (date(2025, 4, 12), 3)
    assert value(ground, "days_blocked") == 3


def test_carers_assessments_are_counted_by_kind_and_offers_by_what_came_of_them(ground: Ground) -> None:
    at = {"episode_uid": str(open_episode(ground).uid), "assessment_date": MAY}
    new = [
        NewCarersAssessment(**at, kind="adult_carer", state="done"),
        NewCarersAssessment(**at, kind="joint", state="done"),
        NewCarersAssessment(**at, kind="joint", state="declined"),
    ]
    carers.record(by=ground.by, assessments=new)
    assert value(ground, "carers_assessments") == 2
    assert grouped(ground, "carers_assessments", "carers_assessment_kind") == {"adult_carer": 1, "joint": 1}
    assert grouped(ground, "carers_assessments_offered", "carers_assessment_state") == {"declined": 1, "done": 2}


def made(ground: Ground) -> None:
    """Two referrals, one out of a concern and heard of, one by itself; and everything else that is restricted."""
    about = {"client_uid": str(ground.anwen.uid)}
    concern = concerns.raise_(by=ground.by, concerns=[NewConcern(**about, kind="neglect", summary="A secret")]).one
    new = NewSafeguardingReferral(
        **about, body="police", made_date=MAY, concern_uid=str(concern.uid), words="A secret",
        episode_uid=str(open_episode(ground).uid),
    )  # fmt: skip
    first = safeguarding.refer(by=ground.by, referrals=[new]).one
    heard = {"outcome": "enquiry", "outcome_date": date(2025, 5, 20), "words": "A secret"}
    safeguarding.hear(by=ground.by, uid=first.uid, **heard)
    safeguarding.refer(by=ground.by, referrals=[NewSafeguardingReferral(**about, body="police", made_date=APRIL)])
    told = [NewStatus(about["client_uid"], "legal_status", "bail", MAY)]
    statuses.add(by=ground.manager, statuses=told)
    answer = NewOptionalAnswer(**about, question="immigration", codes=["asylum_seeker"], answered_date=MAY)
    optional.answer(by=ground.manager, answers=[answer])


def test_of_safeguarding_referrals_only_the_count_is_known(ground: Ground) -> None:
    assert value(ground, "safeguarding_referrals_made") == 0
    made(ground)
    assert value(ground, "safeguarding_referrals_made") == 2
    found = rows(ground, "safeguarding")
    assert {row["made_quarter"] for row in found} == {date(2025, 4, 1)}
    named = {str(ground.anwen.uid), *(row["uid"] for row in rows(ground, "episode"))}
    assert not named & {str(each) for row in found for each in row.values()}
    assert grouped(ground, "safeguarding_referrals_made", "service") == {
        str(ground.service.uid): 1,
        "not_applicable": 1,
    }


def test_a_referral_taken_out_is_counted_no_more(ground: Ground) -> None:
    made(ground)
    assert value(ground, "safeguarding_referrals_made") == 2
    uid = next(row["uid"] for row in rows(ground, "safeguarding") if row["service"] is None)
    safeguarding.remove(by=ground.manager, uid=uid)
    assert value(ground, "safeguarding_referrals_made") == 1


def test_nothing_restricted_is_in_any_mart_file(ground: Ground, marts_root: Path) -> None:
    """Read as any reader of the file would: every value of every table."""
    open_episode(ground, ground.bashir)
    made(ground)
    marts.refresh(ground.party.organisation.pk)
    texts = []
    for path in marts_root.rglob("*.duckdb"):
        with duckdb.connect(str(path), read_only=True) as file:
            tables = [name for (name,) in file.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
            texts += [str(file.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables]
    told = " ".join(texts)
    assert "2025-04-01" in told or "datetime.date(2025, 4, 1)" in told
    days = ("datetime.date(2025, 5, 9)", "datetime.date(2025, 5, 20)")
    assert [secret for secret in (*SECRETS, *days) if secret in told] == []


def test_of_a_referral_a_return_takes_its_quarter_and_its_service_at_most() -> None:
    """Whatever an agreement lists: the table has nothing else."""
    view: Any = SimpleNamespace(
        definition=registry.get("measure", "safeguarding_referrals_made"), by="", label="Safeguarding referrals made"
    )
    leaving = columns_that_leave([view], set(SHAREABLE))["safeguarding"]
    assert {one.name for one in leaving} <= {"made_quarter", "service", "commissioning_area"}
