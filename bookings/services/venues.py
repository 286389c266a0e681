"""Opening another venue of a business."""

from __future__ import annotations

from django.db.models import Max
from django.utils.text import slugify

from bookings.models import OpeningHours, Venue
from bookings.models.venues import POLICY_COLUMNS
from bookings.services.onboarding import save_with_usual
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import service
from boom.core.errors import Invalid, LimitReached
from boom.core.money import EXPONENTS
from boom.core.time import zone_named

MOST_VENUES = 50
# What a venue takes over from the one it begins like: rules and looks, never names, prices or what it said.
TAKEN_OVER = (
    *POLICY_COLUMNS,
    "hold_for",
    "answer_within",
    "no_show_after",
    "release_after",
    "no_show_percent",
    "extend_step",
    "cancellation_tiers",
    "gap_rule",
    "tracks_cleaning",
    "waitlist_is_open",
    "waitlist_offer_for",
    "door_code_digits",
    "door_code_hours",
    "rounding",
    "locale",
    "clock_format",
    "week_starts",
    "country",
    "brand_colour",
    "source_colours",
)


@service
def add_venue(
    *, name: str, slug: str, time_zone: str, currency: str, kind: str, like_id: int | None = None
) -> Venue:
    """Add a venue after the others, closed to customers until its owner opens it; no rooms yet.

    With `like_id` it begins with the rules and weekly hours of that one, else with those usual for the `kind`
    of business. Raises Invalid, LimitReached.
    """
    wrong = {}
    name = " ".join(name.split())
    slug = slug or slugify(name)[:60]
    if not name or len(name) > 120:
        wrong["name"] = "Give it a name of at most 120 characters."
    if not slug or slug != slugify(slug) or len(slug) > 60:
        wrong["slug"] = "Use letters, digits and hyphens."
    elif Venue.objects.filter(slug=slug).exists():
        wrong["slug"] = "Another of your venues has that short name."
    try:
        zone_named(time_zone)
    except ValueError:
        wrong["time_zone"] = "We do not know this time zone."
    if currency not in EXPONENTS:
        wrong["currency"] = "We do not know this currency."
    if wrong:
        raise Invalid(fields=wrong)
    if Venue.objects.count() >= MOST_VENUES:
        raise LimitReached("That is more than a business has venues here.")
    like = Venue.objects.filter(pk=like_id).first() if like_id is not None else None
    last = Venue.objects.aggregate(last=Max("order"))["last"] or 0
    venue = Venue(
        name=name, slug=slug, time_zone=time_zone, currency=currency, order=last + 1, is_published=False
    )
    if like is None:
        save_with_usual(venue, kind=kind)
    else:
        for column in TAKEN_OVER:
            setattr(venue, column, getattr(like, column))
        venue.save(force_insert=True)
        OpeningHours.objects.bulk_create(
            OpeningHours(venue=venue, weekday=row.weekday, opens=row.opens, closes=row.closes)
            for row in OpeningHours.objects.filter(venue=like, room__isnull=True).order_by("weekday", "opens")
        )
    # Its set-up is remembered nowhere yet; only open pages have to hear of it.
    outbox.publish("setup.changed", venue=venue.pk, by=current_actor().client)
    return venue
