"""Keys for other programs: made by a manager, shown once, taken back."""

import re

from django.test import Client as Browser

from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen


def test_a_key_is_shown_once_opens_the_api_and_is_taken_back(manager: Screen, ground: Ground) -> None:
    assert "No key was made yet" in manager.get("keys").text
    made = manager.send("key_new", {"name": "Survey program", "scopes": ["scales"], "days": "30"})
    [key] = re.findall(r"cairn_[\w-]{43}", made.text)
    assert key not in manager.get("keys").text
    program = Browser(headers={"Authorization": f"Bearer {key}"})
    assert program.get("/api/v1/scales").status_code == 200
    listed = manager.get("keys")
    assert "Last used" in listed.text and f"ends in {key[-4:]}" in listed.text
    [end] = re.findall(r"keys/([0-9a-f-]{36})/end/", listed.response.content.decode())
    manager.send("key_end", {}, api_key=end)
    after = manager.get("keys").text
    assert "opens nothing any more" in after and "Taken back" in after
    assert program.get("/api/v1/scales").status_code == 401


def test_what_is_wrong_with_a_key_stands_at_its_fields(manager: Screen, ground: Ground) -> None:
    before = manager.deeds
    page = manager.send("key_new", {"name": "", "days": "1000"})
    assert page.response.status_code == 422
    assert manager.deeds == before


def test_settings_lead_to_the_keys(manager: Screen, ground: Ground) -> None:
    assert manager.url("keys") in manager.get("settings").response.content.decode()
