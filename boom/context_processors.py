"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The business (None on the platform's own host), the live socket's address, the request id."""
    business = getattr(request, "business", None)
    return {
        "business": business,
        # Only venues have a live socket; a stranger's host name may not even be one.
        "live_url": live_url(request) if business else "",
        "request_id": getattr(request, "request_id", ""),
        "stylesheet": "dist/app.css" if stylesheet_is_built() else "css/index.css",
    }


def live_url(request: HttpRequest) -> str:
    """Where this host's live socket answers: same origin behind a proxy, a port of its own without one."""
    scheme = "wss" if request.is_secure() else "ws"
    host = request.get_host()
    if settings.LIVE_PORT:
        host = f"{host.split(':')[0]}:{settings.LIVE_PORT}"
    return f"{scheme}://{host}"


def stylesheet_is_built() -> bool:
    """Whether `manage.py build_css` has run here; without it the page loads the sources."""
    if not settings.WHITENOISE_USE_FINDERS:
        return True
    return all(finders.find(f"dist/{name}") for name in ("app.css", "staff.css", "guest.css"))
