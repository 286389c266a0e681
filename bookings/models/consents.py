"""What customers agreed to: each yes and each no, with the words they saw, when, and where."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.functions import Now

from bookings.models.customers import Customer


class Purpose(models.TextChoices):
    """What a consent is for."""

    NEWS = "news", "News and offers"
    TERMS = "terms", "House rules"
    WHATSAPP = "whatsapp", "Messages by WhatsApp"


class ConsentSource(models.TextChoices):
    """Where a customer said it."""

    ONLINE = "online", "On the booking page"
    OWN_PAGE = "own_page", "On their own page"
    PHONE = "phone", "By phone"
    IN_PERSON = "in_person", "In person"
    IMPORT = "import", "Brought over"


class Consent(models.Model):
    """One answer to one text. Never changed: a change of mind is another row, and the newest holds."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=8, choices=Purpose)
    is_given = models.BooleanField()
    version = models.PositiveIntegerField()
    words = models.TextField()
    source = models.CharField(max_length=10, choices=ConsentSource)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("customer", "purpose", F("at").desc(), name="consent_by_customer")]

    def __str__(self) -> str:
        return f"{self.purpose} of customer {self.customer_id}: {'yes' if self.is_given else 'no'}"


class ConsentText(models.Model):
    """A text that customers are asked to agree to. A changed one is another version; the highest is asked."""

    purpose = models.CharField(max_length=8, choices=Purpose)
    version = models.PositiveIntegerField()
    words = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, version {self.version}"
