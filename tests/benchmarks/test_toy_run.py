"""Every benchmark runs, at its smallest size: so that none of them rots between two real runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests import database

# What each has to have said something about.
GOALS = ("P1", "P2", "P3", "P4", "P6", "P7", "P10", "P11", "P13", "P14")


@pytest.fixture(scope="module")
def own_database() -> Iterator[dict[str, str]]:
    """A database of its own, as benchmarks leave businesses and schemas behind; its addresses by variable."""
    endpoints = settings.ENDPOINTS
    name = database.prepare(endpoints.database_owner_url, endpoints.database_url, suffix="_bench")
    yield {
        "DATABASE_URL": database.with_database(endpoints.database_url, name),
        "DATABASE_OWNER_URL": database.with_database(endpoints.database_owner_url, name),
        "REDIS_URL": endpoints.redis_url,
    }
    database.drop(endpoints.database_owner_url, name)


def test_every_benchmark_runs(own_database: dict[str, str]):
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--toy", "--beside-others"],
        cwd=database.ROOT,
        env=os.environ | own_database | {"DJANGO_SETTINGS_MODULE": "boom.settings.base"},
        capture_output=True,
        text=True,
        check=False,
    )

    rows = [line.split("|")[1].strip() for line in run.stdout.splitlines() if line.startswith("| P")]
    assert (run.returncode, sorted(set(rows))) == (0, sorted(GOALS)), run.stdout + run.stderr


def test_a_database_with_others_in_it_is_left_alone(own_database: dict[str, str]):
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--toy", "memory"],
        cwd=database.ROOT,
        env=os.environ | own_database | {"DJANGO_SETTINGS_MODULE": "boom.settings.base"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert "NotOurs" in run.stderr
