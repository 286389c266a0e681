"""The business's own words for its messages. What it never wrote is said in Boom's words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from notifications.models.messages import Channel

LONGEST_SUBJECT = 200


class MessageText(models.Model):
    """What the business says of one event by one channel, in one language.

    `language` is a code like "de"; empty: for everybody whose language has no text of its own. Placeholders
    are those of `bookings.domain.texts`; which there are says `notifications.words`.
    """

    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=16, blank=True, default="")
    # A text message has none.
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True, default="")
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "channel", "language"], name="message_text_once"),
            models.CheckConstraint(condition=~Q(body=""), name="message_text_not_empty"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.EMAIL) | ~Q(subject=""), name="message_text_mail_has_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel} in {self.language or 'any language'}"
