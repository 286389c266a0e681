"""Hours that a customer pays for ahead, as staff type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms.price_fields import date_field
from bookings.forms.setup_fields import WEEKDAYS, PriceField
from bookings.forms.taking import new_key
from bookings.models import Venue
from bookings.selectors.setup import setup_of
from boom.forms import PlainForm

MOST_HOURS = 1000
HALF = 0.5


class HoursForm(PlainForm):
    """A pack of hours: how many, for how much, and where and when they pay."""

    name = forms.CharField(label=_("Name"), max_length=120, initial=_("Prepaid hours"))
    hours = forms.DecimalField(
        label=_("Hours"), min_value=HALF, max_value=MOST_HOURS, decimal_places=2, max_digits=6
    )
    rooms = forms.MultipleChoiceField(
        label=_("Only in these rooms"), required=False, widget=forms.CheckboxSelectMultiple
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Only on these nights"),
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    good_until = date_field(_("Good until"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, venue: Venue, **options: Any) -> None:
        super().__init__(data, auto_id="hours-%s", **options)
        self.fields["price"] = PriceField(
            currency=venue.currency, label=gettext("Paid (%(currency)s)") % {"currency": venue.currency}
        )
        rooms = [room for room in setup_of(venue).rooms if room.state != "archived"]
        self.fields["rooms"].choices = [(str(room.pk), room.name) for room in rooms]  # type: ignore[attr-defined]
        self.fields["key"].initial = new_key()
        self.order_fields(["name", "hours", "price", "good_until", "rooms", "weekdays", "note", "key"])

    def columns(self) -> dict[str, Any]:
        """What `sell_hours` wants. Only of a valid form."""
        typed = self.cleaned_data
        return {
            "name": typed["name"],
            "minutes": int(typed["hours"] * 60),
            "price_minor": typed["price"],
            "room_ids": [int(key) for key in typed["rooms"]],
            "weekdays": [int(number) for number in typed["weekdays"]],
            "good_until": typed["good_until"],
            "note": typed["note"],
            "idempotency_key": typed["key"] or None,
        }
