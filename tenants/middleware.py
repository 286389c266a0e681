"""Every request enters the scope its host name gives it, and leaves it with the answer."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import set_urlconf
from django.utils.module_loading import import_string

from boom.problems import answer, refused, wants_json
from tenants.context import public_scope, tenant_scope
from tenants.errors import BusinessBehind
from tenants.links import platform_url
from tenants.models import Business, BusinessStatus
from tenants.resolution import PLATFORM, host_name, is_behind, resolve_host

# Load balancers ask by address, not by name.
ANY_HOST = frozenset({"/healthz", "/readyz"})


def _whose(request: HttpRequest) -> Business | object | None:
    """Whose host was asked for; nobody's when it is no host name at all (RFC 1034)."""
    try:
        request.get_host()
    except DisallowedHost:
        return None
    return resolve_host(request.META.get("HTTP_HOST", ""))


class TenantMiddleware:
    """`request.business` is the host's business, or None on the platform's own host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in ANY_HOST:
            # The platform's answer: it knows no log-in of a venue's and would take it from the browser.
            request.META.pop("HTTP_COOKIE", None)
            resolved: Business | object | None = PLATFORM
        else:
            resolved = _whose(request)
        if isinstance(resolved, Business):
            if is_behind(resolved):
                return self._come_back(request, resolved)
            return self._for_business(request, resolved)
        with public_scope():
            self._route(request, None, settings.PUBLIC_SCHEMA_URLCONF)
            if resolved is PLATFORM:
                return self.get_response(request)
            context = {"host": host_name(request.META.get("HTTP_HOST", "")), "platform": platform_url()}
            return render(request, "tenants/unknown_host.html", context, status=404)

    def _for_business(self, request: HttpRequest, business: Business) -> HttpResponse:
        with tenant_scope(business):
            self._route(request, business, settings.ROOT_URLCONF)
            if business.status != BusinessStatus.ACTIVE:
                closed: Callable[[HttpRequest], HttpResponse] = import_string(settings.SUSPENDED_VIEW)
                return closed(request)
            return self.get_response(request)

    def _come_back(self, request: HttpRequest, business: Business) -> HttpResponse:
        """What to say while the schema waits for a migration: nothing in it may be read."""
        with public_scope():
            self._route(request, business, settings.ROOT_URLCONF)
            error = BusinessBehind()
            if wants_json(request):
                return answer(request, error)
            return refused(render(request, "tenants/behind.html"), error)

    @staticmethod
    def _route(request: HttpRequest, business: Business | None, urlconf: str) -> None:
        request.business = business  # type: ignore[attr-defined]
        request.urlconf = urlconf
        set_urlconf(urlconf)
