"""What integrations keep of persons (`bookings.personal`): what other programs were told of them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.personal import Part, register
from integrations.models import WebhookDelivery

register(
    Part(
        WebhookDelivery,
        _("What other programs were told"),
        lambda person: Q(booking_id__in=person.booking_ids) | Q(customer_id__in=person.customer_ids),
        ("kind", "created_at", "delivered_at"),
        # Without a body nothing is sent again (integrations.sending).
        {"body": ""},
        plain=("event_id", "kind", "state"),
    )
)
