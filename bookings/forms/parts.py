"""Of which rooms a room is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Room, RoomPart, RoomState


class PartsForm(forms.Form):
    """The other rooms of the venue, those that are its parts ticked."""

    parts = forms.TypedMultipleChoiceField(
        label=_("It is made of"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, room: Room, **options: Any) -> None:
        super().__init__(*args, **options)
        wholes = RoomPart.objects.values("whole_id")
        others = (
            Room.objects.filter(venue_id=room.venue_id)
            .exclude(state=RoomState.ARCHIVED)
            .exclude(pk=room.pk)
            .exclude(pk__in=wholes)
            .in_order()
        )
        self.fields["parts"].choices = [(str(each.pk), each.name) for each in others]  # type: ignore[attr-defined]
        self.initial.setdefault(
            "parts", list(RoomPart.objects.filter(whole=room).values_list("part_id", flat=True))
        )
