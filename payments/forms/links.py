"""Asking for a payment by link, and splitting a bill, as people type it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.domain.features import Feature
from billing.selectors import allows
from bookings.forms.contact import PhoneField
from bookings.forms.setup_fields import PriceField
from bookings.forms.taking import new_key
from bookings.phones import country_of_zone
from boom.forms import PlainForm
from payments.selectors.accounts import BookingMoney
from payments.services.links import FEWEST_SHARES, MOST_DAYS, MOST_SHARES, USUAL_DAYS
from tenants.context import current_business


class AskByLinkForm(PlainForm):
    """How much of what is due, of whom, and how long the link is good. A number is asked for where the plan
    has text messages.
    """

    days = forms.IntegerField(
        label=_("Good for so many days"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )
    email = forms.EmailField(
        label=_("Send it to"),
        max_length=254,
        required=False,
        help_text=_("Left empty, it is not mailed. You can always pass the link on yourself."),
    )
    words = forms.CharField(label=_("What to say with it"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, money: BookingMoney) -> None:
        super().__init__(data, auto_id="ask-%s")
        due, customer = money.standing.due, money.booking.customer
        self.fields["amount"] = PriceField(
            currency=due.currency,
            label=gettext("Amount (%(currency)s)") % {"currency": due.currency},
            initial=due.minor,
        )
        self.fields["email"].initial = customer.email if customer is not None else ""
        if allows(current_business(), Feature.SMS):
            venue = money.booking.room.venue
            self.fields["phone"] = PhoneField(
                label=gettext("And by text message to"),
                required=False,
                country=venue.country or country_of_zone(venue.time_zone),
            )
        self.order_fields(["amount", "days", "email", "phone", "words"])


class SplitForm(PlainForm):
    """Among how many people."""

    count = forms.IntegerField(
        label=_("Among how many people"),
        min_value=FEWEST_SHARES,
        max_value=MOST_SHARES,
        initial=FEWEST_SHARES,
    )


class ChargeCardForm(PlainForm):
    """How much of what is due, to the card that was left."""

    key = forms.CharField(max_length=50, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, money: BookingMoney) -> None:
        super().__init__(data, auto_id="charge-%s")
        due = money.standing.due
        self.fields["amount"] = PriceField(
            currency=due.currency,
            label=gettext("Amount (%(currency)s)") % {"currency": due.currency},
            initial=due.minor,
        )
        self.fields["key"].initial = new_key()
