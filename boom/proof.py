"""Where forms that anybody may send ask for proof that no bot sends them.

A few are taken from an address without; after that a page's script solves a challenge by itself while the
form is filled in, and whoever has no script goes on slowly. Signing up always asks. A field that people do
not see is left empty by them.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from boom.access import anyone
from boom.core import clock, throttle
from boom.core.errors import Invalid, NotFound
from boom.core.flood import FloodGate
from boom.core.proof import is_proven, new_challenge
from boom.core.throttle import Limit
from boom.middleware import client_address

# So many a while are taken without proof; a script is asked for it before they are used up.
UNPROVEN = Limit("unproven", 10, timedelta(minutes=10))
ASKED_AFTER = 3
UNPROVEN_SIGN_UP = Limit("unproven-sign-up", 10, timedelta(hours=1))
SIGN_UP = "sign-up"
FORMS = frozenset({"hold", "waitlist", "link", "message", "voucher", SIGN_UP})
# A bot fills in whatever it finds.
TRAP = "homepage"
GATE = FloodGate("AVAILABILITY_PER_MINUTE")


class LooksAutomatic(Invalid):
    code = "looks-automatic"
    message = "A field that nobody sees was filled in. Load the page again, and send it without."


def insist_on_proof(request: HttpRequest, form: str) -> None:
    """Take a form that brings its proof, or one of the few without. Raises LooksAutomatic, TooOften."""
    if request.POST.get(TRAP):
        raise LooksAutomatic
    if not is_proven(form, request.POST.get("proof", "")):
        throttle.take(_unproven(form), _who(request, form), now=clock.now())


@anyone
@require_GET
@never_cache
def challenge(request: HttpRequest, kind: str) -> HttpResponse:
    """What a page's script has to solve for a form; nothing (204) while none is asked."""
    address = client_address(request)
    GATE.take(address)
    if kind not in FORMS:
        raise NotFound
    now = clock.now()
    is_asked = kind == SIGN_UP or throttle.tries(UNPROVEN, _who(request, kind), now=now) >= ASKED_AFTER
    return JsonResponse(new_challenge(kind, now=now)) if is_asked else HttpResponse(status=204)


def _unproven(form: str) -> Limit:
    return UNPROVEN_SIGN_UP if form == SIGN_UP else UNPROVEN


def _who(request: HttpRequest, form: str) -> str:
    return f"{form} {client_address(request)}"
