"""What customers agree to when they book: terms and waivers, each text as it was, and who said yes to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models.occupancy import Occupancy
from bookings.models.venues import Venue


class HouseTermsQuerySet(models.QuerySet["HouseTerms"]):
    def standing(self) -> Self:
        """Those that are asked for; archived ones only keep what was agreed to."""
        return self.filter(archived_at__isnull=True)


class HouseTerms(models.Model):
    """Something whoever books online has to agree to. Its words are its newest version's.

    `room_ids` are the rooms it is asked for; none: every room of the venue.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="house_terms")
    room_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = HouseTermsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"terms {self.pk} of venue {self.venue_id}"

    def hold_for(self, room_ids: Collection[int]) -> bool:
        """Whether a booking of any of these rooms is asked."""
        return not self.room_ids or not set(self.room_ids).isdisjoint(room_ids)


class TermsVersion(models.Model):
    """A published text. The database lets nobody change or remove one: another text is another version."""

    terms = models.ForeignKey(HouseTerms, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    words = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terms", "number"], name="terms_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="terms_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class AgreedWhere(models.TextChoices):
    """How somebody said yes."""

    ONLINE = "online", "On the booking page"
    API = "api", "In a program of yours"


class Agreement(models.Model):
    """A yes to one version, given with a booking. Added and never changed; the address they were at is taken
    out when the person is erased.
    """

    booking = models.ForeignKey(Occupancy, models.PROTECT, related_name="agreements", db_index=False)
    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True, default="")
    source = models.CharField(max_length=6, choices=AgreedWhere)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "version"], name="agreement_once"),
            models.CheckConstraint(
                condition=Q(source__in=sorted(AgreedWhere.values)), name="agreement_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.booking_id} agreed to version {self.version_id}"
