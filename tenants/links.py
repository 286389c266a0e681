"""Absolute addresses, made from our settings and never from a request's Host header."""

from __future__ import annotations

from django.conf import settings


def origin(host: str) -> str:
    """Scheme, host and port of one of our hosts, as the outside reaches it."""
    scheme = "https" if settings.HTTPS else "http"
    usual = 443 if settings.HTTPS else 80
    port = "" if usual == settings.PUBLIC_PORT else f":{settings.PUBLIC_PORT}"
    return f"{scheme}://{host}{port}"


def platform_url(path: str = "/") -> str:
    """A link to the platform's own site."""
    return f"{origin(settings.BASE_DOMAIN)}{path}"


def any_venue() -> str:
    """Every venue's origin, as a content security policy writes it."""
    return origin(f"*.{settings.BASE_DOMAIN}")
