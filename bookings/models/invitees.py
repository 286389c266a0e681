"""Whom a guest asked along to a visit."""

from __future__ import annotations

import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from bookings.models.occupancy import Booking

# A family or a band may say yes with one answer.
MOST_COMING = 20


class Answer(models.TextChoices):
    """What somebody who was asked along said."""

    YES = "yes", _("Yes")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("No")


def new_nonce() -> str:
    """What an invitation's address is made of, with our secret: 256 random bits."""
    return secrets.token_urlsafe(32)


class InviteeQuerySet(models.QuerySet["Invitee"]):
    def standing(self) -> Self:
        """Those whose invitation was not taken back."""
        return self.filter(revoked_at__isnull=True)

    def named(self) -> Self:
        """The people of the list, without the link for all."""
        return self.filter(is_shared=False)


class Invitee(models.Model):
    """Somebody asked along to a visit, with a link of their own; or the one link for all, of nobody.

    The link's address is made anew from the nonce and our secret, so that whoever booked can copy it again;
    stored is its hash.
    """

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="invitees")
    is_shared = models.BooleanField(default=False)
    name = models.CharField(max_length=60, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True, default="")
    people = models.PositiveSmallIntegerField(default=1)
    link_nonce = models.CharField(max_length=64, default=new_nonce)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # When a mail with the link was asked for; NULL where the link is handed on otherwise.
    mailed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InviteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_COMING), name="invitee_people_in_range"
            ),
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="invitee_answer_known"),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(name="", email="", answer=""),
                name="invitee_shared_is_nobody",
            ),
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(is_shared=True, revoked_at__isnull=True),
                name="invitee_one_link_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"invitee {self.pk} of booking {self.booking_id}"
