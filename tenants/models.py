"""Tables of the platform: businesses, their extra domains, spare schemas, released names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django_tenants.models import DomainMixin, TenantMixin

from tenants.links import origin
from tenants.subdomains import SUBDOMAIN_PATTERN


class BusinessStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"


class VenueKind(models.TextChoices):
    """What a business rents out; it only chooses sensible first settings."""

    KARAOKE = "karaoke", "Karaoke rooms"
    ESCAPE = "escape", "Escape rooms"
    STUDIO = "studio", "Rehearsal studio"
    LANES = "lanes", "Bowling or darts lanes"
    MEETING = "meeting", "Meeting rooms"
    OTHER = "other", "Something else"


class Business(TenantMixin):
    """A paying company. Its schema is claimed or built by `tenants.provisioning`, never by saving a row."""

    auto_create_schema = False
    auto_drop_schema = False

    name = models.CharField(max_length=120)
    subdomain = models.CharField(max_length=63, unique=True)
    kind = models.CharField(max_length=16, choices=VenueKind, default=VenueKind.OTHER)
    status = models.CharField(max_length=16, choices=BusinessStatus, default=BusinessStatus.ACTIVE)
    suspension_reason = models.CharField(max_length=300, blank=True, default="")
    suspended_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    # Which migrations the schema has (tenants.provisioning.script); behind the code means 503, not errors.
    schema_head = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name_plural = "businesses"
        constraints = [
            models.CheckConstraint(
                condition=Q(subdomain__regex=SUBDOMAIN_PATTERN), name="business_subdomain_is_a_host_label"
            ),
            models.CheckConstraint(
                condition=Q(schema_name__regex="^t_[a-z2-7]{16}$"), name="business_schema_name_is_random"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="business_currency_is_iso_4217"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A plain save: django-tenants' own would refuse updates from inside another schema's scope."""
        models.Model.save(self, *args, **kwargs)

    @property
    def host(self) -> str:
        """The venue's host name, without a port."""
        return f"{self.subdomain}.{settings.BASE_DOMAIN}"

    def url(self, path: str = "/") -> str:
        """A link to this business's own host, from our settings and never from a request's Host header."""
        return f"{origin(self.host)}{path}"


class Domain(DomainMixin):
    """A further host name of a business. Its own subdomain needs no row here."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)


class SpareSchema(models.Model):
    """A ready-made, empty tenant schema. Claiming one deletes its row in the sign-up's transaction."""

    schema_name = models.CharField(max_length=63, unique=True)
    schema_head = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.schema_name


class SchemaScript(models.Model):
    """The SQL that makes a tenant schema at one head, rendered once from the migrations."""

    schema_head = models.CharField(max_length=64, unique=True)
    sql = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.schema_head[:12]


class ReleasedSubdomain(models.Model):
    """A name that was let go and rests before anybody may take it (links and bookmarks still point there)."""

    subdomain = models.CharField(max_length=63, unique=True)
    free_from = models.DateTimeField()

    def __str__(self) -> str:
        return self.subdomain

    def is_resting(self, now: datetime) -> bool:
        """Whether the name may not be taken yet."""
        return now < self.free_from


class Erasure(models.Model):
    """That a customer of a business was erased. No foreign key: their row may be that of an older backup.

    `made_at` is when the customer's row was made: after a restore the same key may be somebody else's.
    """

    schema_name = models.CharField(max_length=63)
    customer_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schema_name", "customer_id", "made_at"], name="erasure_noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"customer {self.customer_id} of {self.schema_name}"
