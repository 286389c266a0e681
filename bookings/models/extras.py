"""What is sold beside time: add-ons, packages, and how many of an add-on are spoken for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bookings.domain.pricing.extras import Each
from bookings.domain.pricing.taxes import TaxGroup as DomainTaxGroup
from bookings.models.occupancy import Occupancy
from bookings.models.scopes import PriceRule, RuleState, Scoped, known_values, scope_constraints


class TaxGroup(models.TextChoices):
    """As `domain.pricing.taxes.TaxGroup`."""

    ROOM = DomainTaxGroup.ROOM.value, "Room and time"
    FOOD = DomainTaxGroup.FOOD.value, "Food"
    DRINKS = DomainTaxGroup.DRINKS.value, "Drinks"
    GOODS = DomainTaxGroup.GOODS.value, "Other things"
    FEE = DomainTaxGroup.FEE.value, "Fees"


class AddOnEach(models.TextChoices):
    """As `domain.pricing.extras.Each`."""

    PIECE = Each.PIECE.value, "Each piece"
    BOOKING = Each.BOOKING.value, "The booking"
    PERSON = Each.PERSON.value, "Each person"
    HOUR = Each.HOUR.value, "Each hour"
    PERSON_HOUR = Each.PERSON_HOUR.value, "Each person and hour"


class AddOn(PriceRule, Scoped):
    """Something to have with a room. `stock`: so many can be out at a time; None: as many as are wanted."""

    description = models.CharField(max_length=300, blank=True, default="")
    price_minor = models.BigIntegerField(default=0)
    each = models.CharField(max_length=11, choices=AddOnEach, default=AddOnEach.PIECE)
    tax_group = models.CharField(max_length=6, choices=TaxGroup, default=TaxGroup.GOODS)
    stock = models.PositiveIntegerField(null=True, blank=True)
    most = models.PositiveSmallIntegerField(default=10)
    is_online = models.BooleanField(default=True)

    class Meta:
        constraints = [
            *scope_constraints("add_on"),
            *known_values("add_on", state=RuleState, each=AddOnEach, tax_group=TaxGroup),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="add_on_not_negative"),
            models.CheckConstraint(condition=Q(most__gte=1, most__lte=999), name="add_on_most_in_range"),
        ]


class Package(PriceRule, Scoped):
    """Room time, heads and add-ons for one price (domain.pricing.extras.Package)."""

    description = models.CharField(max_length=300, blank=True, default="")
    price_minor = models.BigIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    till_close = models.BooleanField(default=False)
    starts_from = models.TimeField(null=True, blank=True)
    starts_until = models.TimeField(null=True, blank=True)
    per_person = models.BooleanField(default=False)
    heads_included = models.PositiveSmallIntegerField(default=0)
    extra_head_minor = models.BigIntegerField(default=0)
    is_online = models.BooleanField(default=True)

    class Meta:
        constraints = [
            *scope_constraints("package"),
            *known_values("package", state=RuleState),
            models.CheckConstraint(
                condition=Q(price_minor__gte=0, extra_head_minor__gte=0), name="package_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(till_close=True, minutes=0)
                | Q(till_close=False, minutes__gte=5, minutes__lte=1440),
                name="package_lasts",
            ),
            models.CheckConstraint(
                condition=Q(starts_from__isnull=True, starts_until__isnull=True)
                | Q(starts_from__isnull=False, starts_until__isnull=False),
                name="package_hours_whole",
            ),
        ]


class PackageItem(models.Model):
    """So many of an add-on come with a package."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="items")
    add_on = models.ForeignKey(AddOn, models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "add_on"], name="package_item_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="package_item_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.add_on_id}"


class BookedAddOn(models.Model):
    """So many of an add-on are out for a booking's time. Written by the database from the booking's own row
    (sql/bookings_keep_claims.sql), so that no way to change a booking forgets it.
    """

    booking = models.ForeignKey(Occupancy, models.DO_NOTHING, related_name="booked_add_ons")
    add_on = models.ForeignKey(AddOn, models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "add_on"], name="booked_add_on_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, ends_at__gt=F("starts_at")), name="booked_add_on_whole"
            ),
        ]
        indexes = [models.Index("add_on", "starts_at", name="booked_add_on_by_start")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.add_on_id} for {self.booking_id}"
