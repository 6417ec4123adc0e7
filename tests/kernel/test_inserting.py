"""What is made in bulk is what would be made one by one."""

from uuid import RFC_4122, UUID

from cairn.kernel.inserting import random_uids


def test_uids_drawn_together_are_uuids_of_version_4_and_all_different() -> None:
    made = random_uids(1000)
    assert len(set(made)) == 1000
    assert {(UUID(one).version, UUID(one).variant) for one in made} == {(4, RFC_4122)}
    assert {one[16] for one in made} == set("89ab")
    assert random_uids(0) == []
