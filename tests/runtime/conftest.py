"""A home of its own for each test of the launcher, and a bare environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from boom.runtime.home import Home
from boom.runtime.services import Services

NOT_FOR_THESE_TESTS = (
    "BOOM_HOME",
    "DATABASE_OWNER_URL",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "PORT",
    "REDIS_URL",
)


@pytest.fixture(scope="session")
def bare_env() -> dict[str, str]:
    """The environment as a person has it who configured nothing."""
    return {name: value for name, value in os.environ.items() if name not in NOT_FOR_THESE_TESTS}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "a copy")


@pytest.fixture(scope="module")
def shared(bare_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services for tests that only look at them."""
    services = Services(Home(tmp_path_factory.mktemp("shared") / "a copy"), bare_env, for_tests=True)
    services.start()
    yield services
    services.stop()


@pytest.fixture
def services(home: Home, bare_env: dict[str, str]) -> Iterator[Services]:
    """Services for a test that stops or damages them."""
    services = Services(home, bare_env, for_tests=True)
    services.start()
    yield services
    services.stop()
