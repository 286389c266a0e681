"""A person's open sockets end with what let them in: their role, their password, their log-in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from boom.core import outbox
from boom.core.live import CLOSE_SIGNED_OUT, Fact, Notice, announces, person, session_digest


@announces("accounts.access_changed")
@announces("accounts.password_changed")
@announces("accounts.signed_out")
def close_sockets(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
    """All of the person's, or those of one log-in. Who still may, opens another at once."""
    for fact in facts:
        yield Notice(
            person(fact.payload["user"]), close=CLOSE_SIGNED_OUT, session=fact.payload.get("session", "")
        )


@receiver(user_logged_out, dispatch_uid="accounts.live.tell_signed_out")
def tell_signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Django's word, given before the session is emptied."""
    key = request.session.session_key
    if user is not None and key:
        with transaction.atomic():
            outbox.publish("accounts.signed_out", user=user.pk, session=session_digest(key))
