"""Accounts and invitations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac

from accounts.addresses import spellings
from accounts.permissions import (
    BUSINESS_WIDE,
    OWN_ROLE,
    ROLE_NAMES,
    VENUE_WIDE,
    Role,
    permissions_of,
    role_has,
)
from boom.core.guard import present_schema

ROLE_CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]


class OwnRole(models.Model):
    """A role that a business has made for itself: a name, and permissions of the matrix."""

    name = models.CharField(max_length=40)
    permissions = ArrayField(models.CharField(max_length=60))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="own_role_name_unique")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def at_address(self, address: str) -> User | None:
        """Whoever logs in with this address, letter case aside; failing that, whose account came from Boom
        Karaoke under its rewritten form.
        """
        if "\x00" in address:
            # No text of the database can hold it, so nobody has it.
            return None
        for spelling in spellings(address):
            user = self.filter(email__iexact=spelling).first()
            if user is not None:
                return user
        return None

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """For `manage.py createsuperuser`, on the platform's schema."""
        user = self.model(email=email.lower(), is_superuser=True, role=Role.OWNER, **fields)
        user.set_password(password)
        user.save(using=self._db)  # house: write-outside-services, Django's own command calls this
        return user


class User(AbstractBaseUser):
    """A person who logs in, at one business or (super admins) at the platform."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=ROLE_CHOICES, default=Role.VIEWER)
    # In the place of `role` (which is then the least of the built-in ones) where it is set.
    own_role = models.ForeignKey(OwnRole, models.PROTECT, null=True, blank=True, related_name="+")
    # The venues whose bookings and rooms this person may touch; none named means all. No foreign key: the
    # platform's schema has people, too, and no venues.
    venue_ids = ArrayField(models.BigIntegerField(), blank=True, default=list, db_default=[])
    # Single rooms besides: who has any touches only these, and every room of those venues.
    room_ids = ArrayField(models.BigIntegerField(), blank=True, default=list, db_default=[])
    is_active = models.BooleanField(default=True)
    # Only on the platform's own schema: runs the platform.
    is_superuser = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # Raised whenever what the person may do changes; open sockets of an older number are closed.
    access_version = models.PositiveIntegerField(default=1)
    # Raised to a few minutes' precision by the people who use the dashboard; for showing only.
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # How they like to read times; empty: as their venue does (`boom.core.text.Taste`).
    clock_format = models.CharField(max_length=2, blank=True, default="", db_default="")
    date_locale = models.CharField(max_length=16, blank=True, default="", db_default="")
    # Where they are in the guided tour: empty before it, the number of a step, or "done".
    tour = models.CharField(max_length=8, blank=True, default="", db_default="")
    # How they like the rooms board drawn (`bookings.looks`); what is not in it is as usual.
    board_look = models.JSONField(default=dict, db_default={}, blank=True)
    # The id in a system the person was imported from; keeps an import from running twice.
    legacy_id = models.CharField(max_length=64, blank=True, default="")

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="user_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Django admin's question: only super admins enter it."""
        return self.is_superuser

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def get_session_auth_hash(self) -> str:
        """What a session must know to go on: it ends with the password or a change of access."""
        return self._session_mark(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_mark(secret)

    def _session_mark(self, secret: str) -> str:
        state = f"{present_schema()}:{self.pk}:{self.access_version}:{self.password}"
        return salted_hmac("accounts.session", state, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, permission: str, obj: object = None) -> bool:
        """Whether this person may do it, by the matrix (super admins: everything on the platform)."""
        if not self.is_active:
            return False
        if self.is_superuser:
            return True
        if (self.venue_ids or self.room_ids) and permission in BUSINESS_WIDE:
            return False
        if self.room_ids and permission in VENUE_WIDE:
            return False
        if self.own_role is not None:
            return role_has(Role.OWNER, permission) and permission in self.own_role.permissions
        return role_has(self.role, permission)

    @property
    def role_name(self) -> str:
        """What their role is called."""
        return self.own_role.name if self.own_role is not None else self.get_role_display()

    @property
    def role_value(self) -> str:
        """Their role as forms name it: "manager", or "own-3" for one that the business made."""
        return self.role if self.own_role_id is None else f"{OWN_ROLE}{self.own_role_id}"

    def has_perms(self, permissions: list[str], obj: object = None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any permission of an app is held."""
        if not self.is_active:
            return False
        held = permissions_of(self.role) if self.own_role is None else self.own_role.permissions
        return self.is_superuser or any(name.startswith(f"{app_label}.") for name in held)


class Invitation(models.Model):
    """A colleague was asked to join. The link's token is stored as a hash only."""

    email = models.EmailField()
    role = models.CharField(max_length=16, choices=ROLE_CHOICES)
    own_role = models.ForeignKey(OwnRole, models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    # The token is an HMAC of this, made when the mail is sent (accounts.tokens): the same in every attempt to
    # send it, and of no use to somebody who reads the table.
    link_nonce = models.CharField(max_length=43, blank=True, default="")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_open_per_email",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"

    @property
    def role_name(self) -> str:
        """What the role is called that the colleague will have."""
        return self.own_role.name if self.own_role is not None else self.get_role_display()

    def is_open(self, now: datetime) -> bool:
        """Whether the link may still be used."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
