"""By how much to slow this machine's browser so that it is as fast as a phone's.

A fixed factor says nothing: four times slower than a laptop is a phone, four times slower than a small server
is none that is sold. Chrome's developer tools calibrate their presets by an index, the mean of two loops (one
makes text to throw away, one copies numbers), in tens of rounds a second; Lighthouse prints the same index.
Method and both phones: github.com/ChromeDevTools/devtools-frontend, front_end/panels/mobile_throttling.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The index of the phones that the presets are named after: a Pixel 5, and a Moto G Power of 2022.
MID_TIER, LOW_TIER = 1000, 264
# A rate that gives the index to within a tenth will do: the index itself is no steadier.
NEAR_ENOUGH = 0.1
MOST_TRIES = 6

INDEX = """
() => {
  const rate = (round) => {
    const began = performance.now();
    let rounds = 0;
    do {
      for (let ten = 0; ten < 10; ten += 1) round(rounds + ten);
      rounds += 10;
    } while (performance.now() - began < 250);
    return rounds * 100 / (performance.now() - began);
  };
  const long = () => {
    let text = "";
    for (let at = 0; at < 10_000; at += 1) text += "a";
    return text.length;
  };
  const [here, there] = [0, 1].map(() => Array.from({ length: 100_000 }, (_, at) => at));
  const copy = (round) => {
    const [from, to] = round % 2 ? [there, here] : [here, there];
    for (let at = 0; at < from.length; at += 1) to[at] = from[at];
  };
  return (rate(long) + rate(copy)) / 2;
}
"""


def slow(page: Page, rate: float) -> None:
    """Let a page's CPU be `rate` times slower; 1 is as it is."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def index_of(browser: Browser, rate: float = 1.0) -> float:
    """The browser's index, slowed `rate` times: the middle of three."""
    page = browser.new_page()
    slow(page, rate)
    page.evaluate(INDEX)
    found = statistics.median(float(page.evaluate(INDEX)) for _ in range(3))
    page.context.close()
    return found


def slowing(browser: Browser, index: int) -> float:
    """How many times to slow the browser so that its index is `index`; 1 where it is no faster than that."""
    rate = max(1.0, index_of(browser) / index)
    for _ in range(MOST_TRIES):
        found = index_of(browser, rate)
        if abs(found / index - 1) <= NEAR_ENOUGH or (rate == 1.0 and found < index):
            break
        rate = max(1.0, rate * found / index)
    return round(rate, 2)
