"""Capabilities that come in by mail: taken out of the address at once, then carried in a cookie of this host.

An address stays in histories, logs and referrers; the cookie is for this browser, short-lived and out of
scripts' reach. Neither the session table nor any other holds the token.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import DjangoUnicodeDecodeError, force_str
from django.utils.http import urlsafe_base64_decode

from accounts.errors import LinkSpent

# A person's key is a bigint.
LARGEST_KEY = 2**63 - 1


def person_key(encoded: str) -> int:
    """The key of a person as our links write it. Raises LinkSpent for anything else."""
    try:
        key = int(force_str(urlsafe_base64_decode(encoded)))
    except (ValueError, OverflowError, DjangoUnicodeDecodeError) as error:
        raise LinkSpent from error
    if not 0 < key <= LARGEST_KEY:
        raise LinkSpent
    return key


def keep(response: HttpResponse, name: str, value: str, *, lives: timedelta) -> HttpResponse:
    """Carry a capability in a cookie from here on; also no other site hears of this answer's address."""
    response.set_cookie(
        _cookie(name),
        value,
        max_age=int(lives.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return private(response)


def kept(request: HttpRequest, name: str) -> str:
    """What `keep` put there, or an empty text."""
    return request.COOKIES.get(_cookie(name), "")


def drop(response: HttpResponse, name: str) -> HttpResponse:
    """Let the capability go: it is used or no longer good."""
    response.delete_cookie(_cookie(name), samesite="Lax")
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """An answer whose address is nobody else's business.

    Not `no-referrer`: with it browsers send `Origin: null` along with the page's form, which the check of
    where forms come from refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    return response


def _cookie(name: str) -> str:
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name
