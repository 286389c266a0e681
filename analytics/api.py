"""Figures by program: what a venue sold in some nights, by what, and night by night."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from ninja import Query, Router
from pydantic import Field

from analytics.selectors.figures import (
    MOST_NIGHTS,
    Figures,
    figures_of,
    grouped,
    nights_between,
    open_minutes,
    rows_of,
)
from billing.domain.features import Feature
from bookings.api.places import setup_called
from bookings.selectors.setup import Setup
from boom.core import clock
from boom.core.errors import Invalid
from boom.rest.endpoints import ApiRequest, endpoint
from boom.rest.values import Day, Id, Parameters, Shape

router = Router()
SEE = "payments.view_takings"
TAGS = ["Analytics"]
USUAL_NIGHTS = timedelta(days=27)


class NightsQuery(Parameters):
    """Which nights, both ends included: the last 28 unless said otherwise; of the first venue by default."""

    venue_id: Id | None = None
    first: Day | None = None
    last: Day | None = None


class ReportQuery(NightsQuery):
    """By what."""

    by: Literal["room", "source", "status", "weekday"] = Field(
        "room", description="weekday: 0 is Monday, of the business night."
    )


class FiguresShape(Shape):
    """What some bookings come to. Sold are confirmed, checked-in and finished ones."""

    bookings: int
    sold: int
    cancelled: int
    no_shows: int
    guests: int
    sold_minutes: int
    revenue_minor: int = Field(description="Of what was sold: the prices agreed.")
    kept_minor: int = Field(description="Fees kept of cancellations and no-shows.")


class WholeShape(FiguresShape):
    """With what could have been sold."""

    open_minutes: int = Field(description="Room-minutes that were open.")
    utilisation: float | None = Field(description="Sold of open room-time; null where nothing was open.")
    revpah_minor: int | None = Field(description="Revenue for each open room-hour.")


class Dashboard(Shape):
    """Some nights, beside as many before them."""

    venue_id: int
    currency: str
    first: date
    last: date
    present: WholeShape
    before: WholeShape


class ReportLine(FiguresShape):
    """A group's figures."""

    group: str


class Report(Shape):
    """Figures by group; their sum is the total."""

    venue_id: int
    currency: str
    first: date
    last: date
    by: str
    lines: list[ReportLine]
    total: FiguresShape


class TrendNight(WholeShape):
    """A night's figures."""

    night: date


class Trend(Shape):
    """Figures night by night."""

    venue_id: int
    currency: str
    nights: list[TrendNight]


@endpoint(
    router,
    "GET",
    "/analytics/dashboard",
    needs=SEE,
    gives=Dashboard,
    tags=TAGS,
    feature=Feature.ANALYTICS,
)
def analytics_dashboard(request: ApiRequest, query: NightsQuery = Query(...)) -> Dashboard:
    """What a venue sold in some nights, beside as many nights before."""
    setup, first, last = _asked(query)
    length = last - first + timedelta(days=1)
    return Dashboard(
        venue_id=setup.venue.pk,
        currency=setup.venue.currency,
        first=first,
        last=last,
        present=_whole(setup, first, last),
        before=_whole(setup, first - length, last - length),
    )


@endpoint(router, "GET", "/analytics/reports", needs=SEE, gives=Report, tags=TAGS, feature=Feature.ANALYTICS)
def analytics_report(request: ApiRequest, query: ReportQuery = Query(...)) -> Report:
    """What a venue sold in some nights by room, by how it was booked, by status or by weekday."""
    setup, first, last = _asked(query)
    rows = rows_of(setup, nights_between(setup, first, last))
    return Report(
        venue_id=setup.venue.pk,
        currency=setup.venue.currency,
        first=first,
        last=last,
        by=query.by,
        lines=[
            ReportLine(group=group, **_plain(figures_of(theirs)))
            for group, theirs in grouped(rows, query.by).items()
        ],
        total=FiguresShape(**_plain(figures_of(rows))),
    )


@endpoint(router, "GET", "/analytics/trends", needs=SEE, gives=Trend, tags=TAGS, feature=Feature.ANALYTICS)
def analytics_trend(request: ApiRequest, query: NightsQuery = Query(...)) -> Trend:
    """What a venue sold, night by night."""
    setup, first, last = _asked(query)
    nights = nights_between(setup, first, last)
    by_night: dict[date, list] = {night: [] for night in nights}
    for row in rows_of(setup, nights):
        by_night.setdefault(row.night, []).append(row)
    return Trend(
        venue_id=setup.venue.pk,
        currency=setup.venue.currency,
        nights=[
            TrendNight(
                night=night, **_all(figures_of(by_night[night], open_minutes=open_minutes(setup, [night])))
            )
            for night in nights
        ],
    )


def _asked(query: NightsQuery) -> tuple[Setup, date, date]:
    setup = setup_called(query.venue_id)
    last = query.last or setup.hours.business_day(clock.now())
    first = query.first or last - USUAL_NIGHTS
    if last < first:
        raise Invalid(fields={"last": "This is before the first night."})
    if (last - first).days >= MOST_NIGHTS:
        raise Invalid(fields={"last": "Ask for a year at the most."})
    return setup, first, last


def _whole(setup: Setup, first: date, last: date) -> WholeShape:
    nights = nights_between(setup, first, last)
    return WholeShape(**_all(figures_of(rows_of(setup, nights), open_minutes=open_minutes(setup, nights))))


def _plain(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name in FiguresShape.model_fields}


def _all(figures: Figures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in WholeShape.model_fields}
