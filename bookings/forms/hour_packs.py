"""Hours that a customer pays for ahead, as staff type them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms.price_fields import date_field
from bookings.forms.setup_fields import WEEKDAYS, PriceField
from bookings.forms.taking import new_key
from bookings.models import Room, Venue
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

    def __init__(self, data: Any = None, *, venues: Sequence[Venue], **options: Any) -> None:
        """`venues` are those it may be for, at least one; with several the form asks which."""
        super().__init__(data, auto_id="hours-%s", **options)
        self.venues = venues
        chosen = self.venue
        currencies = {venue.currency for venue in venues}
        label = gettext("Paid (%(currency)s)") % {"currency": " / ".join(sorted(currencies))}
        self.fields["price"] = PriceField(currency=chosen.currency, label=label)
        if len(venues) > 1:
            names = [(str(venue.pk), venue.name) for venue in venues]
            self.fields["venue"] = forms.ChoiceField(label=_("Venue"), choices=names)
        self.fields["rooms"].choices = self._rooms()  # type: ignore[attr-defined]
        self.fields["key"].initial = new_key()
        self.order_fields(
            ["venue", "name", "hours", "price", "good_until", "rooms", "weekdays", "note", "key"]
        )

    @property
    def venue(self) -> Venue:
        """The one that was chosen; the first as long as none was."""
        typed = self.data.get("venue") if self.is_bound else None
        return next((venue for venue in self.venues if str(venue.pk) == typed), self.venues[0])

    def _rooms(self) -> list[tuple[str, str]]:
        """Rooms to narrow it to, with their venue's name where there are several."""
        if len(self.venues) == 1:
            rooms = [room for room in setup_of(self.venues[0]).rooms if room.state != "archived"]
            return [(str(room.pk), room.name) for room in rooms]
        names = {venue.pk: venue.name for venue in self.venues}
        found = Room.objects.filter(venue__in=names).exclude(state="archived")
        ordered = found.order_by("venue__order", "venue_id", "order", "id")
        return [(str(room.pk), f"{names[room.venue_id]}: {room.name}") for room in ordered]

    def columns(self) -> dict[str, Any]:
        """What `sell_hours` wants. Only of a valid form."""
        typed = self.cleaned_data
        return {
            "venue_id": self.venue.pk,
            "name": typed["name"],
            "minutes": int(typed["hours"] * 60),
            "price_minor": typed["price"],
            "room_ids": [int(key) for key in typed["rooms"]],
            "weekdays": [int(number) for number in typed["weekdays"]],
            "good_until": typed["good_until"],
            "note": typed["note"],
            "idempotency_key": typed["key"] or None,
        }
