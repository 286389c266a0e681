"""How the record's events about messages read. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.models import AuditEvent
from audit.wording import Told, plain, tells


@tells({"notifications_message": word("Messages")})
def tell_messages(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Messages to customers: written, sent, failed; by the address where the event holds it."""
    return {
        event.pk: plain(event, gettext("a message"), name=str((event.new or {}).get("to_address", "")))
        for event in events
    }
