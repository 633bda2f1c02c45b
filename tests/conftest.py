"""What all tests share: tiny newsrooms to build, the golden files' flag, hypothesis profiles."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from tests.patience import PATIENCE
from tests.ports import kept_port

LATER = {"long": "make test-long", "slow": "make test-all"}
NEWSROOMS = Path(__file__).parent / "newsrooms"

settings.register_profile("default", deadline=None, max_examples=60, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that renews golden files."""
    parser.addoption("--update-golden", action="store_true", help="renew the golden files")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests to `make test-long`, slow ones to `make test-all`, which asks for every mark."""
    if config.getoption("-m") or "-m" in config.invocation_params.args:
        return
    for item in items:
        for mark, target in LATER.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"{mark}: only in `{target}`"))


@pytest.fixture(autouse=True, scope="session")
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the user a cache of the tests' own, that nothing is left in theirs."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True, scope="session")
def usual_umask() -> Iterator[None]:
    """Let anybody read what tests make, whatever this machine grants: Apache is nobody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Say whether golden files are to be renewed."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Copy the small right newsroom: three releases, one of them in Vietnamese too."""
    return Path(shutil.copytree(NEWSROOMS / "small", tmp_path / "newsroom"))


@pytest.fixture
def ground() -> Iterator[Path]:
    """Give an empty folder that any user may reach: pytest's own are closed to all but its user."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture
def alone() -> None:
    """Wait until no thread of an earlier test is left: beside one Dateline forks nothing."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(PATIENCE)


@pytest.fixture
def port() -> Iterator[int]:
    """Keep a port of the loopback for a server of the test's; until it starts, nobody listens."""
    with kept_port() as number:
        yield number


@pytest.fixture
def now() -> datetime:
    """Give a moment after everything in the small newsroom: 15 February 2024, midnight UTC."""
    return datetime(2024, 2, 15, tzinfo=UTC)
