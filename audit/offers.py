"""Offering to take back what a request has just done: for the toast after any change, whatever it changed."""

from __future__ import annotations

from django.urls import reverse

from audit.models import AuditEvent
from boom.core.actor import current_actor

# What this request wrote is among the newest; so far back it is looked for.
LOOK_BACK = 20_000


def undo_offer() -> str:
    """Where the present request's act is taken back; empty when it changed nothing that is on record.

    Goes into a Django message's `extra_tags`, or a toast's `undo_url`.
    """
    actor = current_actor()
    if not actor.request_id:
        return ""
    newest = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    own = AuditEvent.objects.filter(
        request_id=actor.request_id, actor_kind=actor.kind, actor_id=actor.id, id__gt=newest - LOOK_BACK
    )
    event_id = own.order_by("-id").values_list("id", flat=True).first()
    return reverse("audit:act-undo", args=[event_id]) if event_id else ""
