"""Whether a guest lets their visit be measured, and what a page then loads: kept in one cookie of our own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from integrations.models import Measuring

YES, NO = "yes", "no"
ANSWER, BOOKED = "measuring", "booked"
KEPT_FOR_S = 180 * 24 * 3600
# For the moment between a booking and its own page.
BOOKED_FOR_S = 300
# In a frame a cookie of the site around it alone (CHIPS): browsers keep it that block those of third parties.
# Its name is another, so that a form sent from afar to a frame's address says yes for no page outside one.
FRAMED = "framed-"
PARTITIONED = "None; Partitioned"


def is_framed(request: HttpRequest) -> bool:
    """Whether the page is shown within another website."""
    return bool(getattr(request, "is_embedded", False))


def cookie_name(request: HttpRequest, name: str) -> str:
    """A cookie's name; over HTTPS tied to this very host."""
    name = f"{FRAMED}{name}" if is_framed(request) else name
    return f"__Host-{name}" if settings.HTTPS else name


def kept_in_frames(request: HttpRequest) -> dict[str, str]:
    """The two cookies that a framed page knows; there are no others."""
    names = [cookie_name(request, name) for name in (ANSWER, BOOKED)]
    return {name: request.COOKIES[name] for name in names if name in request.COOKIES}


def forbids(request: HttpRequest, found: Measuring) -> bool:
    """Whether the browser says no by itself, where the house takes that for an answer."""
    says_no = request.headers.get("DNT") == "1" or request.headers.get("Sec-GPC") == "1"
    return found.heeds_do_not_track and says_no


def answer_of(request: HttpRequest) -> str:
    """A guest's answer; empty before they gave one."""
    said = request.COOKIES.get(cookie_name(request, ANSWER), "")
    return said if said in {YES, NO} else ""


def booked_of(request: HttpRequest) -> str:
    """The token of the booking that was made a moment ago; empty for none."""
    return str(request.COOKIES.get(cookie_name(request, BOOKED), ""))


def keep(request: HttpRequest, response: HttpResponse, name: str, value: str, *, for_s: int) -> None:
    """Set a cookie that scripts cannot read."""
    key = cookie_name(request, name)
    response.set_cookie(key, value, max_age=for_s, secure=settings.HTTPS, httponly=True, samesite="Lax")
    if is_framed(request):
        response.cookies[key]["secure"] = True
        response.cookies[key]["samesite"] = PARTITIONED


def forget_booked(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser forget the token."""
    keep(request, response, BOOKED, "", for_s=0)


def loads(request: HttpRequest, found: Measuring, **said: Any) -> dict[str, Any]:
    """What the page's script is told; its policy is opened for just these hosts (integrations.middleware)."""
    request.measures = found  # type: ignore[attr-defined]
    return {"ga4_id": found.ga4_id, "pixel_id": found.pixel_id, **said}
