"""A data directory of its own for each test, and the ground of `tests.cases`: Harbour Trust, a service, three people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cairn.insight.mart import sources
from cairn.kernel import clock
from tests.cases.conftest import Ground, lay
from tests.conftest import Party


@pytest.fixture(autouse=True)
def _data_dir(tmp_path: Path, settings: object) -> Iterator[None]:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    yield
    sources.close_all()


@pytest.fixture
def marts_root(tmp_path: Path) -> Path:
    return tmp_path / "marts"


@pytest.fixture
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ground(_today: None, in_harbour: Party) -> Ground:
    return lay(in_harbour)
