"""What each of the team wants to hear of by mail."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User


class StaffMails(models.Model):
    """The topics (`notifications.topics`) somebody chose; without a row they get the usual ones."""

    # Accounts of a team are closed, never deleted; the platform's own are, where there is no such table.
    user = models.OneToOneField(User, models.DO_NOTHING, related_name="+")
    topics = ArrayField(models.CharField(max_length=20), blank=True, default=list)

    def __str__(self) -> str:
        return f"{self.user_id}: {', '.join(self.topics)}"
