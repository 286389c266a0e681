"""Asking axe what a page does wrong for people who see, hear or move differently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})"


def violations(page: Page) -> list[str]:
    """What axe finds, each as its rule and the elements.

    Brought in by the debugger: the page's own policy lets no foreign script in. Read the console before, as
    axe's own requests trip over that policy too.
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
        f"{each['id']}: {', '.join(' '.join(node['target']) for node in each['nodes'])}"
        for each in json.loads(found["result"]["value"])
    ]
