"""The filters of the bookings table, as they stand in its address. What cannot be read does not narrow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.opening import NoSuchDay
from bookings.selectors.listing import UNPLACED, Wanted
from bookings.selectors.setup import Setup

STATUSES = [
    ("", _("Any status")),
    ("pending", _("To confirm")),
    ("confirmed", _("Confirmed")),
    ("checked_in", _("In room")),
    ("completed", _("Finished")),
    ("no_show", _("No-show")),
    ("cancelled", _("Cancelled")),
    ("held", _("Being booked online")),
    (UNPLACED, _("Without a room")),
]
TIMES = [
    ("", _("Upcoming")),
    ("tonight", _("Tonight")),
    ("week", _("Next 7 days")),
    ("past", _("Past")),
    ("all", _("Any time")),
]


class ListForm(forms.Form):
    """Search, status, room, time; bound to the address."""

    q = forms.CharField(label=_("Name, phone, e-mail or reference"), max_length=100, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    room = forms.TypedChoiceField(label=_("Room"), coerce=int, empty_value=None, required=False)
    when = forms.ChoiceField(label=_("When"), choices=TIMES, required=False)
    day = forms.DateField(
        label=_("Night of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "title": _("Night of")}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, setup: Setup, **options: Any) -> None:
        super().__init__(*args, **options)
        self._setup = setup
        rooms = [(str(room.pk), room.name) for room in setup.rooms]
        self.fields["room"].choices = [("", _("Any room")), *rooms]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The filters that could be read."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(
            q=data.get("q", "").strip(),
            status=data.get("status", ""),
            room_id=data.get("room"),
            when=data.get("when", ""),
            day=self._day(data.get("day")),
        )

    def _day(self, day: date | None) -> date | None:
        """The night to list; a date that the venue's zone has no night for does not narrow."""
        try:
            if day is not None:
                self._setup.night(day)
        except (NoSuchDay, OverflowError):
            return None
        return day

    @property
    def is_on(self) -> bool:
        """Whether any filter narrows the list."""
        return self.wanted() != Wanted()
