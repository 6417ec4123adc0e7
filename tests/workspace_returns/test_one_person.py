"""One person whom only another system knows, on screen: what was sent about them, to look at and take away, and their erasure."""

from cairn.contracts.models import Agreement
from tests.exchange.returned.test_counted import agreement, file
from tests.exchange.returned.test_rows import send
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen

__all__ = ["agreement"]


def test_by_their_code_and_in_no_address(lead: Screen, quarter: Quarter, agreement: Agreement) -> None:
    send(quarter, quarter.uid, file(quarter))
    assert "says no" in lead.get("return_elsewhere", answer=quarter.uid).text
    page = lead.send("supplied_person", {"code": "C-1", "what": "look"})
    assert page.status == 200 and "Eastborough Council, E-1, Spring, version 1" in page.text
    assert "Gender: Woman" in page.text and "C-1" in page.value("code")
    taken = lead.send("supplied_person", {"code": "C-1", "what": "file"}).response
    assert "attachment" in taken["Content-Disposition"] and b"ethnicity_group,black" in taken.content
    page = lead.send("supplied_person", {"code": "C-1", "what": "erase"})
    assert page.status == 422 and "Make sure first" in page.text
    page = lead.send("supplied_person", {"code": "C-1", "what": "erase", "sure": "on"})
    assert page.status == 302 and "C-1" not in page.response["Location"]
    page = lead.send("supplied_person", {"code": "C-1", "what": "look"})
    assert page.status == 422 and "Nothing was sent from another system under this code" in page.text
