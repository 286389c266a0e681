"""What we do when Django says that somebody signed in."""

from __future__ import annotations

from typing import Any

from accounts import services
from accounts.models import User
from boom.core import clock


def keep_sign_in(user: User, **_: Any) -> None:
    """Note when; whichever door it was (log-in page, hand-over, invitation)."""
    services.note_sign_in(user=user, now=clock.now())
