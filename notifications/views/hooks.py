"""Where those who carry our messages report: Twilio what became of a text and what guests answered, over a
business's own address; mail services what became of mails, over the platform's. Signed, or not listened to.
"""

from __future__ import annotations

from functools import wraps

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from boom.access import View, anyone, stays_open
from boom.core import clock
from notifications.errors import ReportRefused
from notifications.mail_marks import read_mark
from notifications.providers.mail_reports import Report, read_reports
from notifications.providers.sms import WHATSAPP
from notifications.services.bounces import take_report
from notifications.services.texting import note_outcome, take_reply
from notifications.twilio_signing import is_from_twilio
from tenants.context import current_business, tenant_scope
from tenants.errors import BusinessUnknown
from tenants.resolution import business_by_id

log = structlog.get_logger(__name__)

# A batch of a few hundred reports.
LONGEST_BODY = 1024 * 1024
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
        from_number=request.POST.get("From", "").removeprefix(WHATSAPP)[:32],
        words=request.POST.get("Body", ""),
        now=clock.now(),
    )
    said = f"<Message>{escape(answer.words)}</Message>" if answer.words else ""
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>', content_type="text/xml"
    )


@csrf_exempt
@anyone
@require_POST
def mail_reports(request: HttpRequest, service: str) -> HttpResponse:
    """What a mail service says of mails of any business: 2xx once noted, 400 for what it did not sign."""
    if len(request.body) > LONGEST_BODY:
        return HttpResponse("too large", status=413, content_type="text/plain")
    try:
        reports = read_reports(service, request)
    except ReportRefused:
        log.warning("a report of mails was not taken", service=service)
        return HttpResponse("not signed as it should be", status=400, content_type="text/plain")
    for report in reports:
        _hand_over(report)
    return HttpResponse("noted", content_type="text/plain")


def _hand_over(report: Report) -> None:
    """Note a report where its mail came from: the mail's own mark says it, and nothing else that is in it."""
    mark = read_mark(report.mark)
    if mark is None:
        return
    try:
        business = business_by_id(mark.business_id)
    except BusinessUnknown:
        return
    with tenant_scope(business):
        take_report(report=report, message_id=mark.message_id)
