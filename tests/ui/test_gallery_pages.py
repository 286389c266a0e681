"""Every gallery page, wide and narrow, by day and by night: nothing for axe, nothing that scrolls aside."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"""axe.run(document, {{ runOnly: {json.dumps(RULES)} }}).then((result) => JSON.stringify(
  result.violations.map((found) => ({{
    rule: found.id,
    where: found.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)),
    why: found.nodes[0].failureSummary,
  }}))))"""

PAGES = ["", "board/", "board/?density=compact", "board/16/", "public/", "details/?errors"]
# Hard ones: neon, nearly black, nearly white, pure green, a dark red.
BRANDS = ["ffc400", "000000", "ffffff", "00ff66", "c2185b"]

OpenPage = Callable[..., Page]


def by_day_and_night(page: Page, *, prepare: Callable[[], None] = lambda: None) -> dict[str, list[object]]:
    """What axe finds in either scheme; `prepare` brings a freshly loaded page into the state to look at."""
    # axe fetches stylesheets and trips over the policy; what the page itself had to say was said before.
    page.complaints.stop()  # type: ignore[attr-defined]
    found = {}
    for scheme in ("light", "dark"):
        # Loaded anew: colours that are on their way from one scheme to the other clash for a moment.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.reload()
        prepare()
        found[scheme] = _violations(page)
    return found


def _violations(page: Page) -> list[object]:
    # Brought in by the debugger, because the page's policy lets no foreign script in.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    answer = session.send("Runtime.evaluate", {"expression": RUN, "awaitPromise": True})
    return json.loads(answer["result"]["value"])


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_by_day_and_night_and_fits(open_page: OpenPage, path: str, width: int):
    page = open_page(path, width=width)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []  # type: ignore[attr-defined]

    found = by_day_and_night(page)

    assert found == {"light": [], "dark": []}
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("path", ["board/", "public/", "details/?errors"])
def test_a_page_fits_at_320_pixels(open_page: OpenPage, path: str):
    assert not scrolls_sideways(open_page(path, width=320))


@pytest.mark.parametrize("brand", BRANDS)
def test_any_brand_is_readable(open_page: OpenPage, brand: str):
    page = open_page(f"public/?colour={brand}", width=390)

    assert by_day_and_night(page) == {"light": [], "dark": []}


def test_the_open_drawer_is_accessible(open_page: OpenPage):
    page = open_page("board/")

    def open_drawer() -> None:
        page.locator("#b16 > a").click()
        page.locator("#drawer-title").wait_for()

    assert by_day_and_night(page, prepare=open_drawer) == {"light": [], "dark": []}


def test_targets_are_large_enough_for_a_thumb(open_page: OpenPage):
    page = open_page("public/", width=390, has_touch=True)

    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, select, .slot, .day, .card-choice")]
          .filter((one) => one.offsetParent && !one.closest("p, legend"))
          .filter((one) => one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML.slice(0, 80))"""
    )

    assert small == []


def test_without_javascript_the_board_is_links(open_page: OpenPage):
    page = open_page("board/", java_script_enabled=False)

    page.get_by_role("link", name="Leila Amari, 22:15–00:45").first.click()

    assert page.get_by_role("heading", name="Leila Amari").is_visible()
    assert page.get_by_role("button", name="Save new time").is_visible()


def test_without_javascript_the_picker_is_a_form(open_page: OpenPage):
    page = open_page("public/", java_script_enabled=False)

    page.get_by_role("radio", name="21:30").check()
    page.get_by_role("button", name="Show times").click()

    assert "time=21%3A30" in page.url
    assert page.get_by_text("Sat 21 Nov, 21:30 for 2 h").is_visible()
