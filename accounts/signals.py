"""What we do when Django says that somebody signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts import services, sessions
from accounts.models import User
from boom.core import clock
from boom.core.actor import current_actor


def keep_sign_in(user: User, request: HttpRequest, **_: Any) -> None:
    """Note when, and until when it lasts; whichever door it was (log-in page, hand-over, invitation)."""
    actor = current_actor()
    sessions.begin(request.session, now=timezone.now(), address=actor.address, agent=actor.agent)
    services.note_sign_in(user=user, now=clock.now())
