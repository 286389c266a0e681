"""How a venue is paid, and what stands on its documents."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.venue_scope import Place, may_see_place
from bookings.models import Venue
from boom.core.db import service
from boom.core.errors import Invalid, NotFound
from payments.models import DESK_METHODS, PaymentSettings
from payments.models.settings import LeftOver


@service
def change_settings(
    *,
    venue_id: int,
    legal_name: str,
    legal_address: str,
    tax_id: str,
    prefix: str,
    methods: Sequence[str],
    due_rule: str,
    due_days: int,
    keeps_card: bool = False,
    surcharge_percent: int = 0,
    surcharge_fixed_minor: int = 0,
    left_over: str = LeftOver.STAFF,
) -> PaymentSettings:
    """Set them all; `surcharge_percent` is in thousandths. Documents issued so far keep what they say.

    Raises NotFound, Invalid.
    """
    venue = Venue.objects.select_for_update(of=("self",)).filter(pk=venue_id).first()
    if venue is None or not may_see_place(Place(venue_id)):
        raise NotFound
    if not set(methods) <= {method.value for method in DESK_METHODS}:
        raise Invalid(fields={"methods": "Choose from the list."})
    row = PaymentSettings.objects.filter(venue=venue).first() or PaymentSettings(venue=venue)
    row.legal_name, row.legal_address = legal_name.strip(), legal_address.strip()
    row.tax_id, row.prefix = tax_id.strip(), prefix.strip().upper()
    row.methods = [method.value for method in DESK_METHODS if method.value in methods]
    row.due_rule, row.due_days, row.keeps_card = due_rule, due_days, keeps_card
    row.surcharge_percent, row.surcharge_fixed_minor = surcharge_percent, surcharge_fixed_minor
    row.left_over = left_over
    row.save()
    return row
