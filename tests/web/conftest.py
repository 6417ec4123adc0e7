"""The one environment."""

import pytest

from cairn.web.jinja import environment


@pytest.fixture(scope="session")
def env():
    return environment()
