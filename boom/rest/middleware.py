"""What is special about addresses under /api/: no cookies, no plain HTTP, every refusal is problem+json."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from boom.core.rates import WINDOW_S, Rate
from boom.problems import problem

PREFIX = "/api/"
PROBLEM = "application/problem+json"
KEPT_HEADERS = ("Allow", "Retry-After")
WORDS = {405: "This address does not take that method.", 415: "Send JSON."}


class ApiMiddleware:
    """Stands outside of everything that reads a cookie, so that no cookie ever says who calls."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return problem(request, 403, code="plain-http", message="Call this address over HTTPS only.")
        response = self.get_response(request)
        if response.status_code >= 400 and PROBLEM not in response.get("Content-Type", ""):
            response = _as_problem(request, response)
        if response.status_code == 401:
            response["WWW-Authenticate"] = 'Bearer realm="Boom"'
        rate = getattr(request, "api_rate", None)
        if isinstance(rate, Rate):
            response["RateLimit-Limit"] = str(rate.most)
            response["RateLimit-Remaining"] = str(rate.left)
            response["RateLimit-Reset"] = str(rate.resets_in)
            response["RateLimit-Policy"] = f"{rate.most};w={WINDOW_S}"
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        patch_vary_headers(response, ["Authorization"])
        return response


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A refusal that something else made (a router, a page of a closed business) as programs read it."""
    worded = problem(request, response.status_code, message=WORDS.get(response.status_code, ""))
    for name in KEPT_HEADERS:
        if response.has_header(name):
            worded[name] = response[name]
    return worded
