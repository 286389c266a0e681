"""`python -m benchmarks.bakeoff FOLDER`: forecasts compared on real series, as tables.

FOLDER holds recruit/ and hotel/ (benchmarks/bakeoff/series.py). Needs no server. Where statsforecast is
installed beside Boom, its best models run, too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.bakeoff.methods import library_is_there, methods
from benchmarks.bakeoff.scoring import FOUR_WEEKS, WEEK, Score, memory_of, scored
from benchmarks.bakeoff.series import Series, hotel, recruit

HEADER = (
    "| method | 7 days | 28 days | MASE 7 | wQL | in 80 % | in 95 % | bias | CPU ms a fit | kB a fit |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)
NAIVE = "seasonal naive"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bakeoff", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--evenings", type=int, default=10, help="from how many evenings each series is forecast"
    )
    options = parser.parse_args(arguments)
    number = options.evenings
    daily = recruit(options.folder / "recruit", with_bookings=False)
    winter = spread(date(2016, 11, 6), date(2017, 3, 12), number)
    for name, weeks in (("all history", None), ("8 weeks", 8), ("3 weeks", 3)):
        table(f"Restaurants, no bookings, {name}", daily, winter, weeks=weeks, with_library=weeks is None)
    booked = recruit(options.folder / "recruit", with_bookings=True)
    table("Restaurants with bookings", booked, spread(date(2017, 2, 1), date(2017, 3, 29), number))
    table(
        "Hotel with bookings",
        hotel(options.folder / "hotel"),
        spread(date(2016, 7, 3), date(2017, 7, 31), number),
    )
    return 0


def spread(first: date, last: date, number: int) -> list[date]:
    """So many evenings from the first to the last, evenly."""
    step = (last - first) / max(1, number - 1)
    return [
        first + timedelta(days=round(each * step.days + each * (step.seconds / 86400)))
        for each in range(number)
    ]


def table(
    title: str,
    every: Sequence[Series],
    evenings: Sequence[date],
    *,
    weeks: int | None = None,
    with_library: bool = False,
) -> None:
    """Print how each method did: errors beside those of the naive one, whose WAPE is in brackets."""
    has_bookings = every[0].reservations is not None
    print(f"\n### {title}: {len(every)} series, {len(evenings)} evenings\n\n{HEADER}")
    compared = methods(with_bookings=has_bookings, with_library=with_library and library_is_there())
    naive: Score | None = None
    for name, method in compared.items():
        score = scored(method, every, evenings, weeks=weeks)
        score.peak_bytes = memory_of(method, every[0], evenings[-1])
        naive = naive or score
        print(line(name, score, naive), flush=True)


def line(name: str, score: Score, naive: Score) -> str:
    """A row of the table."""
    ratios = [score.wape(ahead) / naive.wape(ahead) for ahead in (WEEK, FOUR_WEEKS)]
    own = [f" ({score.wape(ahead):.3f})" if name == NAIVE else "" for ahead in (WEEK, FOUR_WEEKS)]
    coverage = score.coverage()
    within = [f"{share:.1%}" for share in coverage] if coverage else ["", ""]
    pinball = f"{score.pinball / score.came[FOUR_WEEKS]:.3f}" if coverage else ""
    mase = sum(score.scaled) / len(score.scaled) if score.scaled else float("nan")
    cells = [
        name,
        *(f"{ratio:.3f}{wape}" for ratio, wape in zip(ratios, own, strict=True)),
        f"{mase:.3f}",
        pinball,
        *within,
        f"{score.signed / score.came[FOUR_WEEKS]:+.1%}",
        f"{1000 * score.seconds / score.fits:.1f}",
        f"{score.peak_bytes / 1000:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
