"""The stand-in for the calendars of Google and Microsoft beside a demo that is registered with neither."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from boom.runtime import ports
from boom.runtime.children import Program
from boom.runtime.home import Home


def is_wanted(env: Mapping[str, str]) -> bool:
    """Whether this demo starts one: not when it is registered with both, nor when another one is named."""
    is_registered = env.get("GOOGLE_CLIENT_ID") and env.get("MICROSOFT_CLIENT_ID")
    return not (is_registered or env.get("CALENDAR_STANDIN_BASE"))


def program(home: Home, port: int) -> Program:
    """The process. What it was told is one file, and survives a kill -9 like everything else here."""
    data = str(home.calendars / "stand-in.json")
    options = ("--host", ports.LOOPBACK, "--port", str(port), "--data", data)
    return Program("calendars-standin", (sys.executable, "-m", "standins.calendars", *options))


def environment(host: str, port: int) -> dict[str, str]:
    """Variables for all processes: where it answers, and where browsers find its pages."""
    return {
        "CALENDAR_STANDIN_BASE": f"http://{ports.LOOPBACK}:{port}",
        "CALENDAR_STANDIN_PAGES": f"http://{host}:{port}",
    }
