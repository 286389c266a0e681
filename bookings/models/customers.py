"""Who books. Customers have no password: a signed link to their own address opens what is theirs."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower, Now

LONGEST_TAG = 40
MOST_TAGS = 30


class SearchWords(Func):
    """What a search for a customer looks at: name, e-mail and the phone's digits, without case and accents.

    Begins with a blank, so that the beginning of every word can be asked for alike.
    """

    template = (
        "extensions.boom_fold(' ' || name || ' ' || email || ' ' || regexp_replace(phone, '\\D', '', 'g'))"
    )
    output_field = models.TextField()


class PlainEmail(Func):
    """An address as mail services tell people apart: no case, and before the @ no dots and +tags."""

    template = (
        "(replace(split_part(split_part(lower(email), '@', 1), '+', 1), '.', '')"
        " || '@' || split_part(lower(email), '@', 2))"
    )
    output_field = models.TextField()


class ContactBy(models.TextChoices):
    """How a customer likes to be reached; empty where they never said."""

    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone call"
    TEXT = "text", "Text message"
    NOBODY = "nobody", "Not at all"


class CustomerQuerySet(models.QuerySet["Customer"]):
    def living(self) -> Self:
        """Customers of their own: not those that were merged into another, or erased."""
        return self.filter(merged_into=None, erased_at=None)


class Customer(models.Model):
    """A person or party, matched by e-mail (without case) or phone (E.164) when they book again.

    What they spent and how often they came is derived from their bookings, never stored.
    """

    name = models.TextField()
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    locale = models.CharField(max_length=16, blank=True, default="")
    # Staff's own words, never shown to customers.
    notes = models.TextField(blank=True, default="")
    tags = ArrayField(models.CharField(max_length=LONGEST_TAG), blank=True, default=list, db_default=[])
    # Member, student, child: what a price may depend on. The venue's own words.
    price_class = models.CharField(max_length=LONGEST_TAG, blank=True, default="", db_default="")
    contact_by = models.CharField(max_length=8, choices=ContactBy, blank=True, default="", db_default="")
    favourite_room = models.ForeignKey(
        "bookings.Room", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # What they like and need, in words: "booth by the wall, no strobe".
    wishes = models.TextField(blank=True, default="", db_default="")
    # The customer this one turned out to be; the row stays, so that the merge can be taken back.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    # Raised by every change that staff make; a form that carries an old one is told so.
    version = models.PositiveIntegerField(default=1, db_default=1)
    legacy_id = models.CharField(max_length=64, blank=True, default="")
    # Who they were is forgotten since; the row stays, for the bookings that name nobody any more.
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # Follows from the others, so its changes are not on record. Stored: folding takes longer than looking.
    search_words = models.GeneratedField(
        expression=SearchWords(), output_field=models.TextField(), db_persist=True
    )

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two people may share neither: the second booking with an address is the same customer's.
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email="") & Q(merged_into__isnull=True),
                name="customer_email_unique",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="customer_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index("phone", condition=~Q(phone=""), name="customer_by_phone"),
            models.Index(Lower("name"), name="customer_by_name"),
            models.Index("merged_into", condition=Q(merged_into__isnull=False), name="customer_by_merge"),
            # Addresses that somebody goes by who was merged into another: they still lead to them.
            models.Index(
                Lower("email"),
                condition=~Q(email="") & Q(merged_into__isnull=False),
                name="customer_by_former_email",
            ),
            GinIndex(fields=["search_words"], opclasses=["gin_trgm_ops"], name="customer_by_words"),
            GinIndex(fields=["tags"], name="customer_by_tag"),
            models.Index(
                PlainEmail(),
                condition=~Q(email="") & Q(merged_into__isnull=True),
                name="customer_by_plain_email",
            ),
        ]

    def __str__(self) -> str:
        return self.name
