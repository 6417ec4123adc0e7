"""Small writers: when another writer was first with the same row, the second attempt finds it."""

import pytest
from django.db import IntegrityError

from cairn.cases.writers import at_most_twice


def test_a_race_that_was_lost_is_run_once_more() -> None:
    outcomes = [IntegrityError("the same uid, at once"), "the row that is there"]

    def attempt() -> str:
        found = outcomes.pop(0)
        if isinstance(found, IntegrityError):
            raise found
        return found

    assert at_most_twice(attempt) == "the row that is there"


def test_what_fails_twice_is_no_race() -> None:
    tries: list[int] = []

    def attempt() -> None:
        tries.append(1)
        raise IntegrityError("a rule of the database")

    with pytest.raises(IntegrityError):
        at_most_twice(attempt)
    assert len(tries) == 2
