"""A program of Harbour Trust, with a key."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from cairn.access import scope
from cairn.access.actions import keys
from cairn.access.actors import Actor
from cairn.access.keys import NewKey
from tests.conftest import Party

Call = Callable[..., tuple[int, Any]]


def key_of(by: Actor, **more: Any) -> str:
    with scope.of(by):
        return keys.make(by=by, keys=[NewKey(name="Survey program", scopes=["scales"], **more)]).one.secret


def calling(key: str) -> Call:
    """GET an address below /api/v1/, or POST a value to it; the status and the JSON that come back."""

    def call(path: str, value: Any = None, **headers: str) -> tuple[int, Any]:
        known = {"Authorization": f"Bearer {key}"} if key else {}
        url, browser = f"/api/v1/{path}", Browser(headers=known | headers)
        raw = value if isinstance(value, bytes) else json.dumps(value)
        answer = browser.get(url) if value is None else browser.post(url, raw, content_type="application/json")
        assert not answer.cookies
        return answer.status_code, json.loads(answer.content)

    return call


@pytest.fixture
def call(harbour: Party) -> Call:
    return calling(key_of(harbour.service_manager))
