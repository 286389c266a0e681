"""What each request carries: an id for the logs and the record, and who acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from billing.errors import Closed, FeatureNotInPlan, ReadOnly
from billing.selectors import allows
from boom.access import ANYONE, TOKEN
from boom.core.actor import Actor, acting
from boom.core.addresses import address_behind_proxies
from boom.core.ids import new_request_id
from boom.problems import answer
from tenants.access import Open, open_at

GetResponse = Callable[[HttpRequest], HttpResponse]

# https://www.w3.org/TR/permissions-policy/: () is nobody, not even ourselves.
PERMISSIONS_POLICY = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "identity-credentials-get", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock",
        "serial", "usb",
    )
)  # fmt: skip
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def client_address(request: HttpRequest) -> str:
    """The caller's address as our own proxies saw it; what a client claims beyond them is ignored."""
    return address_behind_proxies(
        request.META.get("HTTP_X_FORWARDED_FOR", ""), str(request.META.get("REMOTE_ADDR") or "")
    )


class RequestIdMiddleware:
    """Give every request an id, in the answer and in every log line."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if _SAFE_ID.fullmatch(given) else new_request_id()  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class StandingMiddleware:
    """Hold every request to what is open at its business and what its plan has: the one place, for pages,
    fragments and programs. What the tables hold is the database's to keep (bookings_keep_to_plan).

    While it may only be looked at, nobody of the team changes anything. When it is closed the team comes as
    far as the plan's page. Either way customers find the public page paused, and reach by their links what
    they have booked, or begun to book.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer instead of the view, or None to let it."""
        business = getattr(request, "business", None)
        if business is None:
            return None
        standing = open_at(business)
        if standing == Open.FULLY or getattr(view, "stays_open", False):
            return self._of_plan(request, view)
        who = getattr(view, "access", "")
        if who == TOKEN:
            return None
        if who == ANYONE:
            closed: Callable[[HttpRequest], HttpResponse] = import_string(settings.SUSPENDED_VIEW)
            return closed(request)
        if not request.user.is_authenticated:
            # The view sends them to the log-in.
            return None
        if standing == Open.FOR_READING and request.method in {"GET", "HEAD", "OPTIONS"}:
            return self._of_plan(request, view)
        return answer(request, ReadOnly() if standing == Open.FOR_READING else Closed())

    def _of_plan(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
        feature = getattr(view, "feature", None)
        if feature is None or not request.user.is_authenticated:
            return None
        has_it = allows(request.business, feature)  # type: ignore[attr-defined]
        return None if has_it else answer(request, FeatureNotInPlan())


class PermissionsPolicyMiddleware:
    """Pages of ours use none of a browser's powers, and nothing that gets into one shall either."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class ActorMiddleware:
    """Put the person (or the nameless customer) behind the request on every change it makes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(actor_of(request)):
            return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Who the session says it is, and from where."""
    user = request.user
    path = request.path
    if user.is_authenticated:
        kind = "super_admin" if getattr(user, "is_superuser", False) else "person"
        person = {"kind": kind, "id": str(user.pk), "label": user.get_full_name() or user.email}
        source = "admin" if path.startswith("/admin/") else "dashboard"
    else:
        person = {"kind": "customer", "label": ""}
        source = "public_page"
    return Actor(
        **person,
        source=source,
        request_id=request.request_id,  # type: ignore[attr-defined]
        address=client_address(request),
        agent=request.headers.get("User-Agent", "")[:300],
        client=request.headers.get("X-Client", "")[:64],
    )
