"""Who waits for a time that is taken, and what they were offered."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower, Now

from bookings.domain.interval import Interval
from bookings.models.occupancy import Booking
from bookings.models.rooms import Room
from bookings.models.venues import Venue


class WaitState(models.TextChoices):
    """Whether somebody is still in line, and if not, how it ended."""

    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    EXPIRED = "expired", "Expired"
    LEFT = "left", "Left"
    REMOVED = "removed", "Removed"


class OfferState(models.TextChoices):
    """`live` while it waits for an answer; a withdrawn one was taken back by the venue."""

    LIVE = "live", "Waits for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Not answered in time"
    WITHDRAWN = "withdrawn", "Taken back"


def new_nonce() -> str:
    """What an entry's link is made of, with our secret: 128 random bits."""
    return secrets.token_urlsafe(16)


class WaitlistEntryQuerySet(models.QuerySet["WaitlistEntry"]):
    def waiting(self) -> Self:
        return self.filter(state=WaitState.WAITING)

    def without_offer(self) -> Self:
        """Those who have nothing to answer at present."""
        live = WaitlistOffer.objects.filter(entry=OuterRef("pk"), state=OfferState.LIVE)
        return self.filter(~Exists(live))

    def in_line(self) -> Self:
        """The order in which they are asked."""
        return self.order_by("rank", "id")


class WaitlistEntry(models.Model):
    """One wish of one person: nights, a window of starts, a length, a party, any room or some.

    `earliest` and `latest` are minutes of the wall clock since 0:00 of the night's date, as
    `domain.waitlist` counts them. Whoever has an offer is `waiting` still, until they take it.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="waitlist")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    party_size = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    earliest = models.PositiveSmallIntegerField(null=True, blank=True)
    latest = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField()
    # Neither: any room.
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    category = models.CharField(max_length=60, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=8, choices=WaitState, default=WaitState.WAITING)
    by_staff = models.BooleanField(default=False)
    # What they read about their data when they joined; empty where staff wrote them down.
    agreed_words = models.CharField(max_length=500, blank=True, default="")
    # The place in line: lower is asked first.
    rank = models.BigIntegerField()
    # After the last start that would do.
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    link_nonce = models.CharField(max_length=32, default=new_nonce)
    token_hash = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)
    joined_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = WaitlistEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(WaitState)), name="waitlist_state_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="waitlist_days_in_order"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(latest__gte=F("earliest")),
                name="waitlist_window_in_order",
            ),
            models.CheckConstraint(condition=Q(party_size__gte=1), name="waitlist_party_not_empty"),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="waitlist_length_not_nothing"),
            models.CheckConstraint(
                condition=Q(room__isnull=True) | Q(category=""), name="waitlist_room_or_category"
            ),
            # Whoever asks for the same nights again has one place in line, not two.
            models.UniqueConstraint(
                "venue",
                Lower("email"),
                "first_day",
                "last_day",
                condition=Q(state=WaitState.WAITING) & ~Q(email=""),
                name="waitlist_email_once",
            ),
            models.UniqueConstraint(
                fields=["venue", "phone", "first_day", "last_day"],
                condition=Q(state=WaitState.WAITING, email="") & ~Q(phone=""),
                name="waitlist_phone_once",
            ),
        ]
        indexes = [
            models.Index("venue", "rank", condition=Q(state=WaitState.WAITING), name="waitlist_in_line"),
            models.Index("venue", "last_day", name="waitlist_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name} waits for {self.first_day}"

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def is_waiting(self) -> bool:
        return self.state == WaitState.WAITING


class WaitlistOffer(models.Model):
    """A stretch kept for one entry by a hold of its own, until `until`.

    Nothing is offered twice: a hold belongs to one offer, an entry has one live offer at the most, and the
    hold keeps its room like any other booking.
    """

    entry = models.ForeignKey(WaitlistEntry, models.PROTECT, related_name="offers")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="waitlist_offer")
    # As offered; the booking may move later.
    room = models.ForeignKey(Room, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=OfferState, default=OfferState.LIVE)
    until = models.DateTimeField()
    by_staff = models.BooleanField(default=False)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(OfferState)), name="waitlist_offer_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="waitlist_offer_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state=OfferState.LIVE), name="waitlist_one_live_offer"
            ),
        ]
        indexes = [models.Index("state", condition=Q(state=OfferState.LIVE), name="waitlist_live_offers")]

    def __str__(self) -> str:
        return f"offer {self.pk}: {self.state}"

    @property
    def span(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)
