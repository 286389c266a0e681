"""Log-ins of people's own programs: what an access token is renewed by."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from accounts.models import User


class ApiLogIn(models.Model):
    """One log-in through the API, for as long as it is renewed. Its refresh token changes at each renewal;
    whoever shows one that was used before ends the log-in, for two have it.
    """

    # What the token names it by, in the clear; random.
    handle = models.CharField(max_length=43, unique=True)
    # Accounts of a team are closed, never deleted; the platform's own are, where there is no such table.
    user = models.ForeignKey(User, models.DO_NOTHING, related_name="+")
    secret_hash = models.CharField(max_length=64)
    # The person's at log-in: it ends with their password, role or account.
    access_version = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"log-in {self.pk} of {self.user_id}"
