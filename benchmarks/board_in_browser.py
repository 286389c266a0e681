"""P24: the same night in Chromium, slowed to a phone's CPU: how soon it is drawn, how even a drag is.

Not among the benchmarks that run when none is named: it needs a Chromium, and a machine with nothing else to
do.
"""

from __future__ import annotations

import os
import shutil
import statistics
from typing import TYPE_CHECKING, Any

from benchmarks import crowd, phones
from benchmarks.calendar_day import AFTER
from benchmarks.crowd import BOOKINGS, Crowd
from benchmarks.fleet import owner_connection
from benchmarks.rounds import Finding, Goal
from benchmarks.setting import Report, Setting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

P24_DRAWN = Goal("P24", "300 bookings drawn, CPU of a mid-tier phone", 1000.0, unit=" ms")
P24_DRAWN_LOW = Goal("P24", "the same, CPU of a cheap phone", 2500.0, unit=" ms")
P24_DRAWN_HERE = Goal("P24", "the same, CPU as it is", 1000.0, unit=" ms")
P24_FRAME = Goal("P24", "frame of a drag on that board, p95, CPU of a mid-tier phone", 50.0, unit=" ms")
PHONE = {"width": 412, "height": 915}
DESKTOP = {"width": 1440, "height": 900}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
STEPS = 60
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# From the beginning of the navigation to the frame after the one in which every ticket stands.
DRAWN = """
(bookings) => new Promise((resolve) => {
  const look = () => {
    if (document.querySelectorAll(".tl .ev").length < bookings) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  };
  look();
})
"""
WATCH = """
() => {
  globalThis.frames = [];
  let last = performance.now();
  const note = (now) => {
    globalThis.frames.push(now - last);
    last = now;
    globalThis.watching = requestAnimationFrame(note);
  };
  globalThis.watching = requestAnimationFrame(note);
}
"""
WATCHED = "() => { cancelAnimationFrame(globalThis.watching); return globalThis.frames.slice(1); }"


class NoBrowser(RuntimeError):
    """There is no Chromium here; BOOM_CHROMIUM names one."""


def measure(setting: Setting) -> Report:
    """Open the board anew each round, then drag a ticket over it by the browser's own mouse."""
    from playwright.sync_api import sync_playwright

    site, boom = setting.fleet.largest, setting.boom()
    day = setting.fleet.calendar.last_full_day + AFTER
    drawn: list[float] = []
    drawn_low: list[float] = []
    drawn_here: list[float] = []
    frames: list[float] = []
    with (
        owner_connection() as owner,
        crowd.crowded(owner, site, day) as night,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        try:
            mid, low = (_slowing(browser, setting, index) for index in (phones.MID_TIER, phones.LOW_TIER))
            _round(browser, night, boom.port, mid)
            for _ in range(setting.sizes.rounds):
                took, dragged = _round(browser, night, boom.port, mid)
                drawn.append(took)
                drawn_low.append(_drawn(browser, night, boom.port, low))
                drawn_here.append(_drawn(browser, night, boom.port, slowed=1))
                frames.append(_p95(dragged))
        finally:
            browser.close()
    report = Report(
        [
            Finding(P24_DRAWN, drawn, is_ratio=False),
            Finding(P24_DRAWN_LOW, drawn_low, is_ratio=False),
            Finding(P24_DRAWN_HERE, drawn_here, is_ratio=False),
            Finding(P24_FRAME, frames, is_ratio=False),
        ]
    )
    report.notes.append(
        f"CPU slowed {mid:g} times for a mid-tier phone (index {phones.MID_TIER}), {low:g} times for a cheap "
        f"one ({phones.LOW_TIER}); drawn as a phone has it, dragged on a desktop's width; "
        f"median frame of a drag's slowest twentieth {statistics.median(frames):.0f} ms"
    )
    return report


def _slowing(browser: Browser, setting: Setting, index: int) -> float:
    return phones.slowing(browser, index) if setting.sizes.phones else 1.0


def _round(browser: Browser, night: Crowd, port: int, slowed: float) -> tuple[float, list[float]]:
    """Milliseconds until the board is drawn on a phone, and the frames of a drag."""
    took = _drawn(browser, night, port, slowed)
    desk = _page(browser, night, port, DESKTOP, slowed)
    desk.goto(f"{_origin(night, port)}{night.path}")
    desk.evaluate(DRAWN, BOOKINGS)
    frames = _drag(desk)
    desk.context.close()
    return took, frames


def _drawn(browser: Browser, night: Crowd, port: int, slowed: float) -> float:
    phone = _page(browser, night, port, PHONE, slowed)
    phone.goto(f"{_origin(night, port)}{night.path}&view=rooms", wait_until="commit")
    took = float(phone.evaluate(DRAWN, BOOKINGS))
    phone.context.close()
    return took


def _drag(page: Page) -> list[float]:
    """Carry the first ticket over the board and put it back by Escape; nothing is saved."""
    box: Any = page.locator(".tl .ev").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y)
    page.evaluate(WATCH)
    for step in range(STEPS):
        page.mouse.move(x + 8 * step, y + 4 * step)
    frames: list[float] = page.evaluate(WATCHED)
    page.keyboard.press("Escape")
    page.mouse.up()
    return frames


def _page(browser: Browser, night: Crowd, port: int, size: Any, slowed: float) -> Page:
    context = browser.new_context(viewport=size, has_touch=size is PHONE)
    context.add_cookies(
        [{"name": "boom", "value": night.site.session, "url": _origin(night, port), "httpOnly": True}]
    )
    page = context.new_page()
    phones.slow(page, slowed)
    return page


def _origin(night: Crowd, port: int) -> str:
    return f"http://{night.site.host}:{port}"


def _p95(figures: list[float]) -> float:
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _chromium() -> str:
    """The program to drive. Raises NoBrowser."""
    found = os.environ.get("BOOM_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise NoBrowser
    return found
