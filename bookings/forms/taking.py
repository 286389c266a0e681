"""Taking a booking by staff, and closing rooms off."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.forms.contact import ContactForm
from bookings.forms.own_fields import chosen_rooms
from bookings.forms.spans import NightForm, SpanForm, end_choices, room_choices, start_choices
from bookings.models import Room, Source
from bookings.models.occupancy import LONGEST_LENGTH
from bookings.selectors.setup import Setup

# How a booking reaches staff; the others come by themselves.
STAFF_SOURCES = [
    (Source.PHONE, Source.PHONE.label),
    (Source.WALK_IN, Source.WALK_IN.label),
    (Source.EMAIL, Source.EMAIL.label),
    (Source.OTHER, Source.OTHER.label),
]


def new_key() -> str:
    """A form's own name: sent twice, it makes one booking."""
    return secrets.token_urlsafe(12)


class TakeForm(SpanForm, ContactForm):
    """A booking taken by staff. The room comes last: which ones are free depends on all before it."""

    source = forms.ChoiceField(label=_("How they booked"), choices=STAFF_SOURCES, initial=Source.PHONE)
    override_reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("It stays on the record.")
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    field_order = [
        "day",
        "start",
        "length",
        "party_size",
        "room",
        "name",
        "phone",
        "email",
        "source",
        "note",
        "staff_note",
    ]

    def __init__(self, data: Any = None, *, setup: Setup, policy: Policy, **options: Any) -> None:
        values = options.get("initial") or {} if data is None else data
        super().__init__(
            data,
            setup=setup,
            policy=policy,
            rooms=setup.rooms,
            venue=setup.venue,
            # Once the room is chosen, what is asked for it is there to be answered.
            room_ids=chosen_rooms([values.get("room", "")]),
            **options,
        )
        self.fields["room"].error_messages["required"] = gettext("Choose a room.")


class BlockForm(NightForm):
    """Rooms closed off from one moment to another; whether that repeats is `RepeatForm`'s."""

    rooms = forms.TypedMultipleChoiceField(
        label=_("Rooms"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a room.")},
    )
    until_day = forms.DateField(
        label=_("Until the night of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.CharField(label=_("Ends"), max_length=6, widget=forms.Select)
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Staff see it on the board.")
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    field_order = ["rooms", "day", "start", "until_day", "until", "reason"]

    def __init__(
        self, *args: Any, rooms: Iterable[Room], also: Iterable[datetime] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        night = self.setup.night(self.shown_day)
        times = start_choices(night, twelve_hours=self.twelve_hours, also=also)
        self.fields["rooms"].choices = room_choices(rooms)  # type: ignore[attr-defined]
        self.fields["start"].widget.choices = times
        self.fields["until"].widget.choices = end_choices(night, twelve_hours=self.twelve_hours)
        self.fields["day"].label = _("From the night of")
        self.span: Interval | None = None

    def clean(self) -> dict[str, Any]:
        start, end = self.instant("day", "start"), self.instant("until_day", "until")
        if start is None or end is None:
            return self.cleaned_data
        if not start < end <= start + LONGEST_LENGTH:
            raise ValidationError({"until": gettext("It has to end after it starts, within a year.")})
        self.span = Interval(start, end)
        return self.cleaned_data

    def clean_until_day(self) -> date:
        return self._night(self.cleaned_data["until_day"])
