"""A list as somebody likes to see it: kept under a name, shared or not, never with a word that was searched for."""

from uuid import uuid4

import pytest

from cairn.desk.actions import saved_views
from cairn.kernel.problems import Refused
from tests.conftest import Party

pytestmark = pytest.mark.django_db


def save(by: object, name: str, **more: object) -> None:
    saved_views.save(by=by, list_name="caseload", name=name, query={"due": "review", "q": "Ada"}, **more)  # type: ignore[arg-type]


def test_a_view_keeps_its_filters_and_not_what_was_searched_for(in_harbour: Party) -> None:
    save(in_harbour.support_worker, "  To   review ")
    (view,) = saved_views.views(in_harbour.support_worker, "caseload")
    assert view.name == "To review"
    assert "review" in str(view)
    assert "Ada" not in str(view)


def test_a_view_without_a_name_or_with_an_endless_one_is_refused(in_harbour: Party) -> None:
    for name, rule in (("  ", "view.name"), ("n" * 500, "too_long")):
        with pytest.raises(Refused) as refused:
            save(in_harbour.support_worker, name)
        assert [problem.field for problem in refused.value.problems] == ["name"], rule


def test_a_character_that_postgresql_keeps_nowhere_is_left_out(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    saved_views.save(by=by, list_name="caseload", name="Qui\x00et", query={"area": "E0\x009"})
    (view,) = saved_views.views(by, "caseload")
    assert (view.name, view.query) == ("Quiet", {"area": "E09"})


def test_so_many_and_no_more(in_harbour: Party) -> None:
    for number in range(saved_views.MOST):
        save(in_harbour.support_worker, f"View {number}")
    save(in_harbour.support_worker, "View 0")
    with pytest.raises(Refused, match="already"):
        save(in_harbour.support_worker, "One more")


def test_one_of_a_list_is_the_first(in_harbour: Party) -> None:
    save(in_harbour.support_worker, "Quiet", is_first=True)
    save(in_harbour.support_worker, "Reviews", is_first=True)
    assert [view.name for view in saved_views.views(in_harbour.support_worker, "caseload") if view.is_first] == [
        "Reviews"
    ]


def test_ones_own_view_is_forgotten_and_nothing_else(in_harbour: Party) -> None:
    save(in_harbour.support_worker, "Quiet")
    (view,) = saved_views.views(in_harbour.support_worker, "caseload")
    for uid in ("no uid", str(uuid4())):
        assert not saved_views.drop(by=in_harbour.support_worker, list_name="caseload", uid=uid)
    assert saved_views.drop(by=in_harbour.support_worker, list_name="caseload", uid=view.uid)
    assert saved_views.views(in_harbour.support_worker, "caseload") == ()
