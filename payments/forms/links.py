"""Asking for a payment by link, and splitting a bill, as people type it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms.setup_fields import PriceField
from bookings.forms.taking import new_key
from boom.forms import PlainForm
from payments.selectors.accounts import BookingMoney
from payments.services.links import FEWEST_SHARES, MOST_DAYS, MOST_SHARES, USUAL_DAYS


class AskByLinkForm(PlainForm):
    """How much of what is due, of whom, and how long the link is good."""

    days = forms.IntegerField(
        label=_("Good for so many days"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )
    email = forms.EmailField(
        label=_("Send it to"),
        max_length=254,
        required=False,
        help_text=_("Left empty, you pass the link on yourself."),
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
        self.order_fields(["amount", "days", "email", "words"])


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
