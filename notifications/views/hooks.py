"""Where Twilio says what became of a text message, and what guests answered. Signed, or not listened to."""

from __future__ import annotations

from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from boom.access import View, anyone, stays_open
from boom.core import clock
from notifications.services.texting import note_outcome, take_reply
from notifications.twilio_signing import is_from_twilio
from tenants.context import current_business

DELIVERED, FAILED = frozenset({"delivered", "read"}), frozenset({"failed", "undelivered"})


def from_twilio(view: View) -> View:
    """Only for what Twilio has signed, over this business's address."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponseBase:
        business = current_business()
        assert business is not None, "a venue's host is a business's"
        form = {name: str(request.POST[name]) for name in request.POST}
        given = request.headers.get("X-Twilio-Signature", "")
        if not is_from_twilio(given, business.url(request.path), form, secret=settings.TWILIO_AUTH_TOKEN):
            return HttpResponse("not signed as it should be", status=400, content_type="text/plain")
        return view(request)

    return csrf_exempt(anyone(stays_open(require_POST(checked))))


@from_twilio
def twilio_status(request: HttpRequest) -> HttpResponse:
    """What became of a text: delivered, or why not. Stations between are of no interest."""
    status = request.POST.get("MessageStatus", "")
    if status in DELIVERED | FAILED:
        note_outcome(
            provider_id=request.POST.get("MessageSid", ""),
            delivered=status in DELIVERED,
            reason=f"Twilio: {status} {request.POST.get('ErrorCode', '')}".strip(),
        )
    return HttpResponse(status=204)


@from_twilio
def twilio_reply(request: HttpRequest) -> HttpResponse:
    """What a guest answered; the answer to it goes back as TwiML."""
    answer = take_reply(
        provider_id=request.POST.get("MessageSid", "")[:100],
        from_number=request.POST.get("From", "")[:32],
        words=request.POST.get("Body", ""),
        now=clock.now(),
    )
    said = f"<Message>{escape(answer.words)}</Message>" if answer.words else ""
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>', content_type="text/xml"
    )
