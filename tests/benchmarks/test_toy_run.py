"""Every benchmark runs, at its smallest size: so that none of them rots between two real runs.

On a database and a Valkey of its own. Whatever relay and workers it starts hear of its own facts only: a
relay beside the one that another test watches would answer in its place.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings

from boom.runtime.home import Home
from boom.runtime.services import Services
from tests import database

# What each has to have said something about.
GOALS = {"P1", "P2", "P3", "P4", "P6", "P7", "P10", "P11", "P13", "P14", "P20", "P21", "P22", "P23"}
GOALS |= {"P25", "P26"}


@pytest.fixture(scope="module")
def own_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a run that shares nothing with other tests but the PostgreSQL server."""
    endpoints = settings.ENDPOINTS
    name = database.prepare(endpoints.database_owner_url, endpoints.database_url, suffix="_bench")
    home = Home(tmp_path_factory.mktemp("bench"))
    given = {key: value for key, value in os.environ.items() if key not in {"REDIS_URL", "PORT"}} | {
        "DATABASE_URL": database.with_database(endpoints.database_url, name),
        "DATABASE_OWNER_URL": database.with_database(endpoints.database_owner_url, name),
        "DJANGO_SETTINGS_MODULE": "boom.settings.base",
        "BOOM_HOME": str(home.path),
    }
    with Services(home, given, for_tests=True) as own:
        yield given | own.as_env()
    database.drop(endpoints.database_owner_url, name)


def run(own_servers: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", "--toy", *arguments],
        cwd=database.ROOT,
        env=own_servers,
        capture_output=True,
        text=True,
        check=False,
    )


def rows(said: str) -> list[list[str]]:
    """The cells of each finding: goal, what, median, min and max, spread, CPU, bound, verdict, ..."""
    found = [line for line in said.splitlines() if line.startswith("| P")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in found]


def test_it_shares_no_valkey_with_other_tests(own_servers: dict[str, str]):
    assert own_servers["REDIS_URL"].rpartition("/")[0] != settings.REDIS_URL.rpartition("/")[0]


def test_every_benchmark_runs(own_servers: dict[str, str]):
    ran = run(own_servers, "--beside-others")

    found = rows(ran.stdout)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert {row[0] for row in found} == GOALS
    assert [row for row in found if row[0] == "P1" and row[7] != "met"] == []


@pytest.mark.browser
def test_the_board_is_measured_in_a_browser_when_named(own_servers: dict[str, str]):
    ran = run(own_servers, "--beside-others", "board")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [row[0] for row in rows(ran.stdout)] == ["P24", "P24", "P24", "P24"]


def test_a_database_with_others_in_it_is_left_alone(own_servers: dict[str, str]):
    ran = run(own_servers, "memory")

    assert ran.returncode != 0
    assert "NotOurs" in ran.stderr
