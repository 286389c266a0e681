"""P23: the board of a night of 300 bookings in 20 rooms, in the largest table and in the smallest; and the
calendar's search for one of them, as it asks while somebody types.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import urlencode

from benchmarks import crowd, load, product
from benchmarks.crowd import BOOKINGS, SLUG, Crowd
from benchmarks.fleet import Site, owner_connection
from benchmarks.load import request
from benchmarks.rounds import Finding, Goal, Round, ratio
from benchmarks.setting import Report, Setting, interleaved

P23 = Goal("P23", "calendar day of 300 bookings in 20 rooms, p95, largest table", 400.0, unit=" ms")
P23_FLAT = Goal("P23", "the same p50, largest / smallest table", 1.3)
P23_FIND = Goal("P23", "a booking found from the calendar, p95, largest table", 150.0, unit=" ms")
MILLISECONDS = 1e3
# Beyond the days that other benchmarks fill and empty.
AFTER = timedelta(days=700)
# The slip finds nobody: the night lies beyond the days looked through. All customers of the long past are
# called the same but for a number, so a slip there is like every one of them; `customers` measures slips.
FOUND = ("Guest Number 7", "Customer 12", "Gest Numbr 7", "Q0000007")


class NotTheNight(RuntimeError):
    """The page does not hold the bookings it is measured with: a figure of it would be a lie."""


def measure(setting: Setting) -> Report:
    """Ask for both boards and for the search in turn, one client."""
    fleet, boom = setting.fleet, setting.boom()
    day = fleet.calendar.last_full_day + AFTER
    with ExitStack() as stack:
        owner = stack.enter_context(owner_connection())
        nights = {
            name: stack.enter_context(crowd.crowded(owner, site, day))
            for name, site in (("largest", fleet.largest), ("smallest", fleet.smallest))
        }
        for night in nights.values():
            _insist_on_the_night(night, boom.port)

        def play() -> Round:
            found = {
                f"calendar day, {name} table": setting.meter(
                    lambda night=night: load.run(  # type: ignore[misc]
                        boom.port, _boards(night, boom.port), clients=1, seconds=setting.sizes.slice_s
                    ).insist(200),
                    [boom.pid],
                )
                for name, night in nights.items()
            }
            found["search from the calendar, largest table"] = setting.meter(
                lambda: load.run(
                    boom.port, _searches(fleet.largest, boom.port), clients=1, seconds=setting.sizes.slice_s
                ).insist(200),
                [boom.pid],
            )
            return found

        rounds = interleaved(setting, play)
    return Report(
        [
            Finding(P23, _p95("calendar day, largest table", rounds), is_ratio=False),
            Finding(
                P23_FLAT,
                ratio(
                    lambda each: (
                        each["calendar day, largest table"].p50 / each["calendar day, smallest table"].p50
                    ),
                    rounds,
                ),
            ),
            Finding(P23_FIND, _p95("search from the calendar, largest table", rounds), is_ratio=False),
        ],
        rounds,
        [f"{fleet.largest.bookings:,} and {fleet.smallest.bookings:,} bookings beside those of the night"],
    )


def _p95(name: str, rounds: list[Round]) -> list[float]:
    return ratio(lambda each: each[name].p95 * MILLISECONDS, rounds)


def _signed_in(site: Site) -> dict[str, str]:
    return {**product.address(), "Cookie": f"boom={site.session}"}


def _boards(night: Crowd, port: int) -> Iterator[bytes]:
    site = night.site
    while True:
        yield request("GET", night.path, host=f"{site.host}:{port}", headers=_signed_in(site))


def _searches(site: Site, port: int) -> Iterator[bytes]:
    for typed in itertools.cycle(FOUND):
        path = f"/dashboard/find/?{urlencode({'q': typed, 'venue': SLUG})}"
        headers = {**_signed_in(site), "HX-Request": "true"}
        yield request("GET", path, host=f"{site.host}:{port}", headers=headers)


def _insist_on_the_night(night: Crowd, port: int) -> None:
    answer = load.ask(port, next(_boards(night, port)))
    tickets = answer.body.count(b'<li class="ev ')
    if answer.status != 200 or tickets != BOOKINGS:
        raise NotTheNight(f"{answer.status}, {tickets} tickets instead of {BOOKINGS}")
