"""How life stands for the person of the world: a status, a block, a level, a carer's assessment, and a safeguarding
referral that the worker made."""

from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.cases.actions import carers, safeguarding, situation
from cairn.cases.actions.carers import NewCarersAssessment
from cairn.cases.actions.safeguarding import NewSafeguardingReferral
from cairn.cases.actions.situation import NewBlock, NewLevel
from cairn.people.actions import statuses
from cairn.people.actions.statuses import NewStatus
from cairn.services.actions import asking
from cairn.services.rules_asking import LevelFacts

DAY = date(2025, 3, 3)


def situated(by: Actor, manager: Actor, things: dict[str, Any]) -> dict[str, Any]:
    client, episode = things["client"], things["episode"]
    status = statuses.add(by=by, statuses=[NewStatus(client, "employment", "looking", DAY)]).one
    statuses.add(by=manager, statuses=[NewStatus(client, "legal_status", "bail", DAY)])
    levels = [LevelFacts(name="Light touch"), LevelFacts(name="Weekly")]
    asking.arrange_levels(by=manager, service_uid=things["service"], levels=levels)
    asking.choose(by=manager, service_uid=things["service"], questions={"religion": "To keep the right feasts."})
    chosen = asking.SupportLevel.objects.get(service__uid=things["service"], name="Weekly")
    level = situation.set_level(
        by=by, levels=[NewLevel(episode_uid=episode, level_uid=str(chosen.uid), start_date=DAY)]
    )
    block = situation.block(by=by, blocks=[NewBlock(episode_uid=episode, cause="no_home", start_date=DAY)])
    new = NewCarersAssessment(
        episode_uid=episode, kind="adult_carer", state="done", assessment_date=DAY, cared_for_uid=things["near"],
        review_date=date(2025, 7, 11),
    )  # fmt: skip
    assessment = carers.record(by=by, assessments=[new])
    made = NewSafeguardingReferral(client_uid=client, body="police", made_date=DAY, episode_uid=episode)
    referral = safeguarding.refer(by=by, referrals=[made])
    return {
        "status": str(status.uid),
        "status_kind": "employment",
        "restricted_kind": "legal_status",
        "level": str(level.one.uid),
        "block": str(block.one.uid),
        "assessment": str(assessment.one.uid),
        "made_referral": str(referral.one.uid),
    }
