"""Say on which topics of standardised outputs a contract works, and where its returns carry none, why."""

from collections.abc import Mapping

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties, queries, rules_measures, topics
from cairn.contracts.models import ContractTopic
from cairn.kernel.problems import Done, Problem, refuse_if


def agree(*, by: Actor, contract_uid: str, worked_on: Mapping[str, str]) -> Done[ContractTopic]:
    """`worked_on` is the whole choice: codes of `output_topic`, each with why the returns carry no output of it ("" where they
    carry one; what is said of a topic that has one is not kept)."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract = queries.commissioned(by, contract_uid)
    refuse_if(problems(contract, worked_on))
    has = _carried(contract)
    said = {topic: "" if topic in has else why.strip() for topic, why in worked_on.items()}
    now = {row.topic: row for row in ContractTopic.objects.filter(contract=contract)}
    sides = {"provider_id": contract.provider_id, "commissioner_id": contract.commissioner_id}
    new = [
        ContractTopic(contract=contract, topic=topic, why_none=why, **sides)
        for topic, why in said.items()
        if topic not in now
    ]
    with deed("contracts.topics_agreed", by=by) as this:
        made = parties.make(this, by, new)
        for topic, row in now.items():
            if topic not in said:
                this.delete(row)
            else:
                parties.change(this, by, row, why_none=said[topic])
        this.about("contract", contract.uid)
    return Done(tuple(made), (), this.uid)


def problems(contract: object, worked_on: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a choice for a contract (its row or view), for the action and for a screen that asks before it."""
    return rules_measures.topic_problems(worked_on, _carried(contract))


def _carried(contract: object) -> set[str]:
    return {one.code for one in topics.topics_of(contract) if one.carried}
