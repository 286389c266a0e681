"""Fault points exist for tests only, and each is passed by some code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from boom.core.faultpoints import POINTS

ROOT = Path(__file__).resolve().parents[2]
REACHES = "from boom.core.faultpoints import reach; reach('relay.marked')"
PRODUCTION = {
    "BOOM_SECRET_KEY": "long enough to be a secret in a test, and not one used anywhere",
    "BOOM_SEALING_KEYS": Fernet.generate_key().decode(),
    "BOOM_BASE_DOMAIN": "boom.example",
}


def run_with(settings: str) -> int:
    env = os.environ | PRODUCTION | {"DJANGO_SETTINGS_MODULE": settings, "BOOM_FAULT": "relay.marked:kill"}
    return subprocess.run([sys.executable, "-c", REACHES], cwd=ROOT, env=env, check=False).returncode


@pytest.mark.parametrize("settings", ["boom.settings.base", "boom.settings.production"])
def test_outside_of_tests_a_fault_point_does_nothing(settings: str):
    assert run_with(settings) == 0


def test_under_test_settings_it_kills():
    assert run_with("boom.settings.test") == -9


def test_every_point_is_passed_by_some_code():
    code = "\n".join(
        path.read_text()
        for app in ("billing", "boom", "bookings", "integrations", "notifications")
        for path in (ROOT / app).rglob("*.py")
    )

    assert set(re.findall(r'reach\("([^"]+)"\)', code)) == set(POINTS)
