"""Keeps log-ins going while used, and when somebody was last seen; writes times as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import services, sessions
from accounts.models import User
from boom.core import clock
from boom.core.errors import Busy
from boom.core.text import Taste, reading_as

log = structlog.get_logger(__name__)

SEEN_EVERY = timedelta(minutes=5)
STAFF_PATHS = "/dashboard/"


class SessionEndMiddleware:
    """A log-in that is not used for some days ends (see `accounts.sessions`); this is where it is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sessions.keep(request.session, now=timezone.now())
        return self.get_response(request)


class TasteMiddleware:
    """People read times their own way where they have one; everybody else as the venue has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only where a session was sent: asking who it is costs a query that guests need not wait for.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        taste = Taste(
            clock=getattr(request.user, "clock_format", ""), dates=getattr(request.user, "date_locale", "")
        )
        with reading_as(taste):
            return self.get_response(request)


class LastSeenMiddleware:
    """After the answer is made; a failure here is not the caller's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(STAFF_PATHS) and request.user.is_authenticated:
            self._note(request.user)
        return response

    @staticmethod
    def _note(user: User) -> None:
        try:
            now = clock.now()
            if user.last_seen_at is None or now - user.last_seen_at > SEEN_EVERY:
                services.note_seen(user=user, now=now)
        except (Busy, DatabaseError) as error:
            log.warning("last seen not kept", error=type(error).__name__)
