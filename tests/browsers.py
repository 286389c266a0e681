"""Gives browser tests a Chromium, or says plainly why they are skipped.

Loaded by `-p tests.browsers` (pyproject.toml). A test marked `browser` uses pytest-playwright's fixtures; the
program is the distribution's (`apt-get install chromium`), or the one that `BOOM_CHROMIUM` names. What a test
records as the property `measured` is said at the end.
"""

from __future__ import annotations

import pytest

from tests import chromium

MISSING = "no Chromium found: apt-get install chromium, or set BOOM_CHROMIUM to one"


def pytest_configure(config: pytest.Config) -> None:
    # Of two plugins' fixtures the later one's counts, and `-p` comes before installed plugins.
    config.pluginmanager.register(chromium, "tests.chromium")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last, whatever the random order is: once it has been used, playwright keeps an event loop in this thread
    # for the rest of the run, and Django refuses the database to threads that have one.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if chromium.program() is not None:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)
    ]
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(f"measured: {value}")
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped: {MISSING}", yellow=True)
