"""Sites, and the booking rules that hold there."""

from __future__ import annotations

import secrets
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now

from bookings.domain.cancellation import MINUTE, Terms
from bookings.domain.policy import Policy
from bookings.domain.pricing.rounding import Rounding

POLICY_COLUMNS = (
    "slot_step",
    "lead_time",
    "horizon_days",
    "min_duration",
    "max_duration",
    "duration_step",
    "buffer_before",
    "buffer_after",
    "cancel_until",
)


def new_setup_version() -> int:
    """A number no set-up has had: 62 random bits."""
    return secrets.randbits(62)


class ClockFormat(models.TextChoices):
    H24 = "24", "21:30"
    H12 = "12", "9:30 pm"


class WeekStart(models.IntegerChoices):
    """The first day of a week on calendars; 0 is Monday, as everywhere here."""

    MONDAY = 0, "Monday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class GapRule(models.TextChoices):
    """What becomes of a start that leaves a hole nobody can book."""

    OFF = "off", "Allowed"
    WARN = "warn", "Staff are warned"
    REFUSE = "refuse", "Customers are not offered it"


class RoundingRule(models.TextChoices):
    """As `domain.pricing.rounding.Rounding`."""

    HALF_UP = Rounding.HALF_UP.value, "To the nearest, a half up"
    HALF_EVEN = Rounding.HALF_EVEN.value, "To the nearest, a half to the even one"
    UP = Rounding.UP.value, "Up"
    DOWN = Rounding.DOWN.value, "Down"


class Venue(models.Model):
    """A site with rooms. Times are shown in its zone, prices in its currency.

    Policy columns are whole minutes, but `horizon_days`; `domain.policy.Policy` says what each means.
    """

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    locale = models.CharField(max_length=16, default="en")
    clock_format = models.CharField(max_length=2, choices=ClockFormat, default=ClockFormat.H24)
    week_starts = models.PositiveSmallIntegerField(choices=WeekStart, default=0, db_default=0)
    # ISO 3166 alpha-2: how phone numbers without a country code are read. Empty: they must have one.
    country = models.CharField(max_length=2, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    description = models.TextField(max_length=2000, blank=True, default="")
    # What staff copy for a guest (bookings.confirmation); empty: the usual words.
    confirmation_text = models.TextField(max_length=5000, blank=True, default="", db_default="")
    brand_colour = models.CharField(max_length=7, default="#5b1a4a")
    # Own colours on the board by how a booking came: {source: "#rrggbb"}; the others have the usual ones.
    source_colours = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    # Until the owner opens it, the public page says "coming soon" and takes no bookings.
    is_published = models.BooleanField(default=True)

    slot_step = models.PositiveSmallIntegerField(default=30)
    lead_time = models.PositiveIntegerField(default=0)
    horizon_days = models.PositiveSmallIntegerField(default=90)
    min_duration = models.PositiveSmallIntegerField(default=60)
    max_duration = models.PositiveSmallIntegerField(default=480)
    duration_step = models.PositiveSmallIntegerField(default=30)
    buffer_before = models.PositiveSmallIntegerField(default=0)
    buffer_after = models.PositiveSmallIntegerField(default=0)
    cancel_until = models.PositiveIntegerField(default=1440)
    # How long a customer's choice is kept while they type their details, in minutes.
    hold_for = models.PositiveSmallIntegerField(default=10)
    # How long a request waits for an answer where a room needs one, in minutes; 0: until it starts.
    answer_within = models.PositiveIntegerField(default=1440, db_default=1440)
    # Minutes after the start from which staff may give a party up, and after which Boom does so by itself
    # (0: never).
    no_show_after = models.PositiveSmallIntegerField(default=15, db_default=15)
    release_after = models.PositiveSmallIntegerField(default=0, db_default=0)
    # What a party that never came is charged of its price.
    no_show_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    # By how many minutes a running booking is made longer at a time.
    extend_step = models.PositiveSmallIntegerField(default=30, db_default=30)
    # What cancelling costs once it is not free any more: {"notice": minutes, "percent": whole}, most notice
    # first.
    cancellation_tiers = models.JSONField(default=list, db_default=Value([], models.JSONField()), blank=True)
    # The most one customer may have: bookings to come, and booked hours of a day, a week and a month. NULL:
    # no limit.
    most_bookings = models.PositiveSmallIntegerField(null=True, blank=True)
    most_hours_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    most_hours_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    most_hours_a_month = models.PositiveSmallIntegerField(null=True, blank=True)
    # Starts that would leave a hole too short to sell.
    gap_rule = models.CharField(max_length=8, choices=GapRule, default=GapRule.OFF, db_default=GapRule.OFF)
    # Whether rooms have to be made ready after a party before the floor calls them free.
    tracks_cleaning = models.BooleanField(default=False, db_default=False)
    # Whether customers may join the waiting list, and for how many minutes what frees up is kept for one.
    waitlist_is_open = models.BooleanField(default=True, db_default=True)
    waitlist_offer_for = models.PositiveSmallIntegerField(default=30, db_default=30)

    # How many digits the code for a door has; 0: doors have none. And from how many hours before the start
    # a guest sees theirs.
    door_code_digits = models.PositiveSmallIntegerField(default=0, db_default=0)
    door_code_hours = models.PositiveSmallIntegerField(default=24, db_default=24)

    # A new random number with every change of rooms, hours, rules or prices: what processes remember under
    # the old one is stale. Random and not counted, so that a rolled-back change leaves no number behind that
    # a later, different change could have again.
    setup_version = models.BigIntegerField(default=new_setup_version)
    # How a line's amount becomes whole minor units (domain.pricing.rounding).
    rounding = models.CharField(max_length=9, choices=RoundingRule, default=RoundingRule.HALF_UP)
    legacy_settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="venue_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=Q(brand_colour__regex="^#[0-9a-fA-F]{6}$"), name="venue_brand_colour_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(slot_step__gte=5, slot_step__lte=240), name="venue_slot_step_in_range"
            ),
            models.CheckConstraint(
                condition=Q(min_duration__gte=5, min_duration__lte=F("max_duration"), max_duration__lte=1440),
                name="venue_durations_in_order",
            ),
            models.CheckConstraint(condition=Q(duration_step__gte=5), name="venue_duration_step_positive"),
            models.CheckConstraint(
                condition=Q(buffer_before__lte=720, buffer_after__lte=720), name="venue_buffers_in_range"
            ),
            models.CheckConstraint(
                condition=Q(hold_for__gte=1, hold_for__lte=60), name="venue_hold_in_range"
            ),
            models.CheckConstraint(
                condition=Q(extend_step__gte=5, extend_step__lte=240), name="venue_extend_step_in_range"
            ),
            models.CheckConstraint(
                condition=Q(waitlist_offer_for__gte=5, waitlist_offer_for__lte=1440),
                name="venue_waitlist_offer_in_range",
            ),
            models.CheckConstraint(
                condition=Q(no_show_percent__lte=100), name="venue_no_show_percent_in_range"
            ),
            models.CheckConstraint(
                condition=Q(release_after=0) | Q(release_after__gte=F("no_show_after")),
                name="venue_release_not_before_grace",
            ),
            models.CheckConstraint(
                condition=Q(week_starts__in=WeekStart.values), name="venue_week_start_known"
            ),
            models.CheckConstraint(
                condition=Q(door_code_digits=0) | Q(door_code_digits__range=(4, 8)),
                name="venue_door_code_length",
            ),
            models.CheckConstraint(
                condition=Q(door_code_hours__lte=720), name="venue_door_code_shown_in_range"
            ),
            models.CheckConstraint(
                condition=Q(rounding__in=sorted(RoundingRule.values)), name="venue_rounding_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_reachable(self) -> bool:
        """Whether guests are told a phone number or an e-mail address."""
        return bool(self.phone or self.email)

    def cancellation_terms(self, free_until: timedelta) -> Terms:
        """What cancelling costs here, for a room where it is free with so much notice.

        Steps that ask for as much notice as a room calls free have no meaning there and are left out.
        """
        steps = [each for each in self.cancellation_tiers if each["notice"] * MINUTE < free_until]
        return Terms.of(free_until, steps)

    def policy(self) -> Policy:
        """The venue's rules; a room's own come on top (`Room.policy`)."""
        return Policy.in_minutes(**{name: getattr(self, name) for name in POLICY_COLUMNS})
