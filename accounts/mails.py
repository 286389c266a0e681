"""Writes and sends the mails of accounts: a plain text and a simple page that says the same."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from boom.core.models import OutboxMessage
from tenants.models import Business


def send(template: str, *, to: str, message: OutboxMessage, business: Business, **context: Any) -> None:
    """Send `emails/accounts/<template>` to one person. Raises what the mail backend raises.

    The Message-ID is the outbox message's, so a mail sent twice after a crash is known for the same.
    """
    values = {**context, "business": business}
    name = f"emails/accounts/{template}"
    subject = " ".join(render_to_string(f"{name}.subject.txt", values).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{name}.txt", values),
        to=[to],
        headers={
            "Message-ID": f"<{business.schema_name}.{message.pk}@{settings.BASE_DOMAIN}>",
            # No out-of-office answers to a machine (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(f"{name}.html", values), "text/html")
    mail.send()
