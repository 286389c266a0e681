"""The team's own chat: Slack, Teams, Discord or the like, told of what the bell says."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from bookings.models import Venue
from boom.core.fields import SealedField
from notifications.models.alerts import StaffAlert

# What addresses are sealed for (boom.core.sealing).
PURPOSE = "notifications.chat"


class ChatService(models.TextChoices):
    """Who runs the chat: each wants its words in another form."""

    SLACK = "slack", _("Slack, Google Chat or Mattermost")
    TEAMS = "teams", _("Microsoft Teams")
    DISCORD = "discord", _("Discord")


class Chat(models.Model):
    """A channel the team is told in. `kinds` are those of alerts; `venue`: of that one alone.

    Its address is as good as a password: it is kept sealed, and `hint` is all that is shown of it.
    """

    name = models.CharField(max_length=80)
    service = models.CharField(max_length=10, choices=ChatService)
    url_sealed = SealedField(purpose=PURPOSE)
    hint = models.CharField(max_length=120)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+")
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    is_on = models.BooleanField(default=True)
    # Why it was switched off by itself; empty where somebody of the team did it.
    switched_off_because = models.CharField(max_length=200, blank=True, default="")
    failures_in_row = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    last_sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(service__in=sorted(ChatService)), name="chat_service_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ChatPost(models.Model):
    """One alert for one chat, posted or waiting; without an alert a trial."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="posts")
    alert = models.ForeignKey(StaffAlert, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "alert"], name="chat_post_once")]

    def __str__(self) -> str:
        return f"{self.chat_id}: {self.alert_id or 'a trial'}"
