"""The booking page within somebody's own website: the same pages under /embed/, framed by the sites allowed.

And pages that measure a visit: what they load, and where.

A browser that blocks third-party cookies sends none from a frame, and a framed page that acts with a
visitor's log-in could be clicked without their knowing (clickjacking). So pages under /embed/ know no cookies
but those of measuring (integrations.measured): nobody is signed in there, and only public pages and those of
a secret link answer. What anybody may do without a log-in needs no token against forged requests; there is
nothing to forge with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse, set_script_prefix

from boom.access import ANYONE, TOKEN
from integrations.domain.measuring import hosts_of
from integrations.measured import (
    ANSWER,
    BOOKED,
    BOOKED_FOR_S,
    YES,
    answer_of,
    cookie_name,
    keep,
    kept_in_frames,
)
from integrations.models import EmbedSite

PREFIX = "/embed"
# The pages of guests, but for those of a log-in of their own by a link in a mail: these live on cookies.
FRAMED, NOT_FRAMED = ("public:", "payments:", "connections:measur"), ("public:my",)
REDIRECTS = range(300, 400)
OWN_PAGE = re.compile(r"(?:/embed)?/booked/(?P<token>[A-Za-z0-9_-]{43})/")


class EmbedMiddleware:
    """Answers below /embed/ as the same path without it, for a frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_embedded = request.path_info.startswith(f"{PREFIX}/") and getattr(request, "business", None)
        request.is_embedded = bool(is_embedded)  # type: ignore[attr-defined]
        if not is_embedded:
            return self.get_response(request)
        request.path_info = request.path_info.removeprefix(PREFIX)
        request.COOKIES = kept_in_frames(request)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own way
        before = get_script_prefix()
        set_script_prefix(f"{before.rstrip('/')}{PREFIX}/")
        try:
            return self._for_frame(request, self.get_response(request))
        finally:
            set_script_prefix(before)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Only what needs no log-in is there. Raises Http404."""
        if not getattr(request, "is_embedded", False):
            return
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_guests = name.startswith(FRAMED) and not name.startswith(NOT_FRAMED)
        if not is_guests or getattr(view, "access", "") not in {ANYONE, TOKEN}:
            raise Http404

    def _for_frame(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        away = _leads_away(request, response)
        if away:
            response = render(request, "integrations/embed_away.html", {"url": away})
        # Nobody is signed in and nothing else is remembered: browsers that would keep it are asked not to.
        for name in set(response.cookies) - {cookie_name(request, each) for each in (ANSWER, BOOKED)}:
            del response.cookies[name]
        sites = list(EmbedSite.objects.order_by("id").values_list("origin", flat=True))
        response._csp_replace = {  # type: ignore[attr-defined]  # noqa: SLF001 - how django-csp is told
            **getattr(response, "_csp_replace", {}),
            "frame-ancestors": sites or ["'none'"],
        }
        if sites:
            response.xframe_options_exempt = True
        response["X-Robots-Tag"] = "noindex"
        return response


def _leads_away(request: HttpRequest, response: HttpResponse) -> str:
    """Where a redirect leads, when that is to another site: a page of a bank's shows itself in no frame."""
    if response.status_code not in REDIRECTS:
        return ""
    parts = urlsplit(response.get("Location", ""))
    return parts.geturl() if parts.netloc and parts.netloc != request.get_host() else ""


class MeasuringMiddleware:
    """Opens the policy of a page that measures a visit; and leads whoever has just booked, and lets it be
    measured, past a page without the booking's link in its address.
    """

    # Where a guest books: with nothing to pay before, and back from paying.
    BOOKS = frozenset({"public:details", "payments:paid"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = getattr(request, "measures", None)
        if found is not None:
            response._csp_update = {  # type: ignore[attr-defined]  # noqa: SLF001 - how django-csp is told
                **getattr(response, "_csp_update", {}),
                **hosts_of(ga4_id=found.ga4_id, pixel_id=found.pixel_id),
            }
        match = request.resolver_match
        if match is not None and match.view_name in self.BOOKS and answer_of(request) == YES:
            self._lead_past(request, response)
        return response

    def _lead_past(self, request: HttpRequest, response: HttpResponse) -> None:
        for header in ("Location", "HX-Redirect"):
            found = OWN_PAGE.fullmatch(response.get(header, ""))
            if found:
                keep(request, response, BOOKED, found["token"], for_s=BOOKED_FOR_S)
                response[header] = reverse("connections:measured")
