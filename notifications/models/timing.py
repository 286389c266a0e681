"""When a venue's messages go out by themselves."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bookings.models import Venue
from notifications.domain.timing import Quiet

DAY_BEFORE = 24 * 60
LONGEST_BEFORE = 7 * 24 * 60
MOST_REMINDERS = 3


def usual_reminders() -> list[int]:
    """One, a day before."""
    return [DAY_BEFORE]


class MessageTimes(models.Model):
    """A venue's reminders, follow-up and quiet hours; a venue without a row has the usual ones.

    `reminders` are minutes before the start. `follow_up_after` is minutes after the visit; NULL: none.
    """

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="message_times")
    reminders = ArrayField(models.PositiveIntegerField(), blank=True, default=usual_reminders)
    follow_up_after = models.PositiveIntegerField(null=True, blank=True)
    # Events that guests with a phone number are told of by text message, too.
    texts = ArrayField(models.CharField(max_length=40), blank=True, default=list, db_default=[])
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reminders__len__lte=MOST_REMINDERS) | Q(reminders=[]),
                name="message_times_few_reminders",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="message_times_quiet_has_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_after__isnull=True) | Q(follow_up_after__lte=LONGEST_BEFORE),
                name="message_times_follow_up_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"Times of messages at {self.venue_id}"

    @property
    def offsets(self) -> list[timedelta]:
        """How long before a booking its reminders come."""
        return [timedelta(minutes=each) for each in self.reminders]

    @property
    def follow_up(self) -> timedelta | None:
        """How long after a visit its follow-up comes; None where there is none."""
        return None if self.follow_up_after is None else timedelta(minutes=self.follow_up_after)

    def quiet(self) -> Quiet | None:
        """The quiet hours on the venue's clock; needs the venue."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return Quiet(self.quiet_from, self.quiet_until, self.venue.zone)
