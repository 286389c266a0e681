"""The browser of browser tests: which program, and how it starts. Loaded by tests/browsers.py."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# No sandbox: tests run as root in CI. The others keep the browser from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str | None:
    """The Chromium to drive, or None when there is none here."""
    return os.environ.get("BOOM_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Overrides pytest-playwright, which would look for a browser that it downloaded itself."""
    return {**browser_type_launch_args, "executable_path": program(), "args": FLAGS}
