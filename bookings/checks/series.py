"""Series whose nights and rule have come apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Fix, Found, Problem, checks
from bookings.errors import NothingToMend
from bookings.models import Series
from bookings.selectors.series_health import Finding, OutOfStep, series_out_of_step
from bookings.services.series.repairing import repair_series
from boom.core import text


def _repair(key: str, asked: Mapping[str, str], now: datetime) -> None:
    if not repair_series(series_id=int(key), now=now):
        raise NothingToMend


@checks(
    "series",
    word("Series and their nights agree"),
    fixes=[Fix("repair", word("Bring it back in step"), "bookings.edit_booking", _repair)],
)
def look_at_series(now: datetime) -> Found:
    """Nights that a series lacks or has beyond its rule, and series that were not written on."""
    problems = [_problem(finding) for finding in series_out_of_step(now=now)]
    return Found.of(problems, gettext("Series looked at: %(count)d") % {"count": Series.objects.count()})


def _problem(finding: Finding) -> Problem:
    series = finding.series
    words = f"{series.title}, {series.room.name}: {_words(finding)}"
    return Problem(str(series.pk), words, reverse("dashboard:series", args=[series.pk]))


def _words(finding: Finding) -> str:
    venue, count = finding.series.room.venue, len(finding.days)
    if finding.kind == OutOfStep.BEHIND:
        return gettext("it was not written on")
    if finding.kind == OutOfStep.UNREADABLE:
        return gettext("its rule cannot be read")
    said = {"count": count, "day": text.day(finding.days[0], venue.zone, locale=venue.locale)}
    if finding.kind == OutOfStep.MISSING:
        return (
            ngettext("it lacks the night of %(day)s", "it lacks %(count)d nights, first %(day)s", count)
            % said
        )
    return (
        ngettext(
            "the night of %(day)s is none of its own",
            "%(count)d nights are none of its own, first %(day)s",
            count,
        )
        % said
    )
