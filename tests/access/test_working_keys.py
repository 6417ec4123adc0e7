"""A key acts for work that it asked for, as long as it opens anything."""

from cairn.access.actions import keys
from cairn.access.keys import NewKey
from cairn.access.queries import actor_of_key
from tests.conftest import Party


def test_a_key_acts_with_what_it_was_made_for_until_it_is_taken_back(in_harbour: Party, oakfield: Party) -> None:
    by = in_harbour.service_manager
    uid = str(keys.make(by=by, keys=[NewKey(name="Programme", scopes=["collection"])]).one.row.uid)
    actor = actor_of_key(in_harbour.organisation, uid)
    assert actor and (actor.kind, actor.uid, actor.organisation_id) == ("key", uid, in_harbour.organisation.pk)
    assert actor_of_key(oakfield.organisation, uid) is None and actor_of_key(in_harbour.organisation, "x") is None
    keys.revoke(by=by, key_uids=[uid])
    assert actor_of_key(in_harbour.organisation, uid) is None
