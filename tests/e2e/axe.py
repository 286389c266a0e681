"""Asking axe what a page does wrong for people who see, hear or move differently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without preload axe asks for no files, which the page's policy would refuse it.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
RUN = f"axe.run(document, {json.dumps(OPTIONS)})"


def violations(page: Page) -> list[str]:
    """What axe finds, each as its rule, the element and why.

    Brought in by the debugger: the page's own policy lets no foreign script in.
    """
    session = page.context.new_cdp_session(page)
    for expression in (SCRIPT, f"{RUN}.then((result) => {{ globalThis.axeFound = result.violations; }})"):
        answer: dict[str, Any] = session.send(
            "Runtime.evaluate", {"expression": expression, "awaitPromise": True}
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    found = session.send(
        "Runtime.evaluate", {"expression": "JSON.stringify(globalThis.axeFound)", "returnByValue": True}
    )
    session.detach()
    return [
        f"{each['id']}: {' '.join(node['target'])}: {node.get('failureSummary', '')}"
        for each in json.loads(found["result"]["value"])
        for node in each["nodes"]
    ]
