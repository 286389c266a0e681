"""Answers to writes that named an Idempotency-Key, for when the same is asked again."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class KeptAnswer(models.Model):
    """What was answered to one request of one credential, written in the transaction of the change itself."""

    # Who asked ("key:3", "person:7"), and the key they gave.
    credential = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    # SHA-256 of method, address and body: another request under the same key is a mistake.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "key"], name="kept_answer_once"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.credential}"
