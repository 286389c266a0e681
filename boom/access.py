"""Who may call a view. Every view says it with one of these; a test walks the URLs and fails on silence."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.venue_scope import insist_on_path, limited_to, present_limit, within_limit
from billing.domain.features import Feature
from boom.core.errors import Forbidden
from boom.htmx import is_fragment


class StaffRequest(HttpRequest):
    """A request that `signed_in` or `staff` has let through: somebody of this business, for types only."""

    user: User
    session: SessionBase


View = Callable[..., HttpResponseBase]

ANYONE = "anyone"
TOKEN = "whoever holds the link"  # noqa: S105 - a description, not a secret
SIGNED_IN = "signed in"


def stays_open(view: View) -> View:
    """Open though the business is closed for want of payment: the ways back, and what pages are made of."""
    view.stays_open = True  # type: ignore[attr-defined]
    return view


def needs(feature: Feature) -> Callable[[View], View]:
    """A part of Boom that a plan may leave out (`boom.middleware.StandingMiddleware` asks)."""

    def decorate(view: View) -> View:
        view.feature = feature  # type: ignore[attr-defined]
        return view

    return decorate


def anyone(view: View) -> View:
    """Open to all: the public pages."""
    view.access = ANYONE  # type: ignore[attr-defined]
    return view


def token_holder(view: View) -> View:
    """Open to whoever holds the unguessable link; the view looks the link's hash up. Never cached."""
    guarded = never_cache(view)
    guarded.access = TOKEN  # type: ignore[attr-defined]
    return guarded


def signed_in(view: View) -> View:
    """Any active person of this business. Sends others to the log-in page and back."""
    return _guarded(view, SIGNED_IN)


def staff(*permissions: str) -> Callable[[View], View]:
    """People of this business who hold all the permissions named (`bookings.move_booking`)."""

    def decorate(view: View) -> View:
        return _guarded(view, " and ".join(permissions), permissions)

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the log-in page and back. A fragment sends the whole page there, not a form into its place."""
    if not is_fragment(request):
        return redirect_to_login(request.get_full_path())
    try:
        page = getattr(request, "htmx").current_url_abs_path  # noqa: B009 - set by middleware
    except ValueError:
        # It splits whatever the header says, and not everything is an address.
        page = None
    page = page or "/dashboard/"
    return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(page)["Location"]})


def _guarded(view: View, access: str, permissions: tuple[str, ...] = ()) -> View:
    @functools.wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return _to_sign_in(request)
        if not all(user.has_perm(permission) for permission in permissions):
            raise Forbidden
        with limited_to(user.venue_ids, user.room_ids):
            insist_on_path(kwargs)
            response = view(request, *args, **kwargs)
            if isinstance(response, StreamingHttpResponse) and present_limit() is not None:
                # What is written piece by piece is asked for when the view has long answered.
                pieces = cast("Iterator[bytes]", response.streaming_content)
                response.streaming_content = within_limit(pieces)
            return response

    guarded = never_cache(check)
    guarded.access = access  # type: ignore[attr-defined]
    guarded.permissions = permissions  # type: ignore[attr-defined]
    return guarded
