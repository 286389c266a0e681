"""What we ask Stripe to change: on record before it is asked, so that nothing is asked twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class CallState(models.TextChoices):
    BEGUN = "begun", "Under way"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    LOST = "lost", "Nobody knows"


class StripeCall(models.Model):
    """One operation of ours at Stripe. `key` is its idempotency key, the same however often it is sent.

    On the public schema for businesses' operations too: one place to finish what was left unfinished, instead
    of thousands; it holds ids and amounts, what was sent is blanked once the outcome is known. A service in a
    business's scope writes it in the transaction of its own change: neither is there without the other.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64, unique=True)
    # What for, and which of our own things asked: two clicks of one intention are one call.
    purpose = models.CharField(max_length=60)
    about = models.CharField(max_length=200)
    business_id = models.BigIntegerField(null=True, blank=True)
    account = models.CharField(max_length=255, blank=True, default="")
    method = models.CharField(max_length=6, default="post")
    path = models.CharField(max_length=255)
    params = models.JSONField(default=dict)
    # By which keys it is asked: those of the other mode never send it.
    is_live = models.BooleanField(default=False)
    # Whether it is to be finished by itself when the answer was lost; a page to pay on is not.
    is_lasting = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=CallState, default=CallState.BEGUN)
    object_id = models.CharField(max_length=255, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    first_sent_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            # After a refusal the same may be asked again, as another operation under another key.
            models.UniqueConstraint(
                fields=["purpose", "about", "is_live"],
                condition=Q(state__in=["begun", "done"]),
                name="stripe_call_once",
            ),
        ]
        indexes = [models.Index("due_at", condition=Q(state="begun"), name="stripe_call_due")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}: {self.state}"
