"""Keys by which programs call the API."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from accounts.permissions import BUSINESS_WIDE


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def good(self, now: datetime) -> Self:
        """Those that still open something."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)


class ApiKey(models.Model):
    """A program's way in: what it may do, and where. Of the key itself only the beginning and a hash stay."""

    name = models.CharField(max_length=80)
    # The part before the secret: what people and logs call the key by.
    prefix = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    # Of accounts/permissions.py.
    permissions = ArrayField(models.CharField(max_length=60))
    # The venues it may touch; none named means all.
    venue_ids = ArrayField(models.BigIntegerField(), blank=True, default=list, db_default=[])
    # Accounts of a team are closed, never deleted; the platform's own are, where there is no such table.
    made_by = models.ForeignKey(User, models.DO_NOTHING, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    # To a few minutes' precision; for showing only.
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def has_perm(self, permission: str) -> bool:
        """Whether the key may do it; one that is limited to venues does nothing that concerns all of them."""
        if self.venue_ids and permission in BUSINESS_WIDE:
            return False
        return permission in self.permissions

    def is_good(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
