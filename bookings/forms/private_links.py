"""The form of a link or code that opens private rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Room, RoomState
from bookings.services.private_links import LONGEST_CODE, SHORTEST_CODE


class PrivateLinkForm(forms.Form):
    """Which rooms it opens, for whom, and for how long."""

    name = forms.CharField(label=_("For whom"), max_length=80, help_text=_("Such as: Members, Smith wedding"))
    room_ids = forms.TypedMultipleChoiceField(
        label=_("Opens"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    code = forms.CharField(
        label=_("A code to type"),
        min_length=SHORTEST_CODE,
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("Guests type it on your page. It is not shown again. Without one only the link opens."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ends_on = forms.DateField(
        label=_("Last day it opens"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    most_uses = forms.IntegerField(
        label=_("Good for so many bookings"), min_value=1, max_value=1_000_000, required=False
    )

    def __init__(self, *args: Any, venue_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        rooms = Room.objects.filter(venue_id=venue_id, is_private=True).exclude(state=RoomState.ARCHIVED)
        choices = [(str(room.pk), room.name) for room in rooms.in_order()]
        self.fields["room_ids"].choices = choices  # type: ignore[attr-defined]
        self.has_any = bool(choices)
