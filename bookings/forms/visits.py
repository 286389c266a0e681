"""At the door: how many, for how long, and perhaps who."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.own_fields import ask, asks_by_room, chosen_rooms, own_answers, own_fields
from bookings.forms.spans import NightForm, length_choices, start_choices
from bookings.forms.taking import STAFF_SOURCES
from bookings.models import FieldSubject, Room, Source
from bookings.selectors.setup import Setup
from boom.core import text

MOST_PEOPLE = 500
MOST_LENGTHS = 6
MINUTE = timedelta(minutes=1)
USUAL_LENGTH = timedelta(hours=1)


class WalkInForm(forms.Form):
    """A party at the door. Two fields that matter; the rest may stay empty."""

    people = forms.IntegerField(label=_("People"), min_value=1, max_value=MOST_PEOPLE, initial=2)
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    override_reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("It stays on the record.")
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, setup: Setup, **options: Any) -> None:
        super().__init__(data, **options)
        lengths = setup.venue.policy().durations[:MOST_LENGTHS]
        field = self.fields["minutes"]
        field.choices = [  # type: ignore[attr-defined]
            (str(length // MINUTE), text.duration(length)) for length in lengths
        ]
        usual = next((length for length in lengths if length >= USUAL_LENGTH), lengths[0])
        field.initial = str(usual // MINUTE)
        self.venue = setup.venue
        self.ask_for(chosen_rooms([data.get("room", "")]) if data else [])

    def ask_for(self, room_ids: Collection[int]) -> None:
        """Ask what must be answered for these rooms."""
        ask(self, self.venue, FieldSubject.BOOKING, for_staff=True, room_ids=room_ids, required_only=True)

    @property
    def own(self) -> list[Any]:
        """The venue's own questions that have to be answered whatever the room, for the page."""
        return own_fields(self, by_room=False)

    @property
    def own_of_room(self) -> list[Any]:
        """Those that only this room asks."""
        return own_fields(self, by_room=True)

    def answers(self) -> dict[str, Any]:
        """What was answered to them, once the form is valid."""
        return own_answers(self)


class GroupForm(NightForm):
    """Several rooms for one party at one time: which, when, for how long, and who."""

    length = forms.IntegerField(label=_("Length"), min_value=5, max_value=1440, widget=forms.Select)
    rooms = forms.TypedMultipleChoiceField(
        label=_("Rooms"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the rooms.")},
    )
    people = forms.IntegerField(
        label=_("People in all"), min_value=1, max_value=MOST_PEOPLE * 10, required=False
    )
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    email = forms.EmailField(label=_("E-mail"), required=False)
    source = forms.ChoiceField(label=_("How they booked"), choices=STAFF_SOURCES, initial=Source.PHONE)
    note = forms.CharField(
        label=_("Note from the guest"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    override_reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("It stays on the record.")
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rooms: Iterable[Room], **options: Any) -> None:
        super().__init__(data, **options)
        night = self.setup.night(self.shown_day)
        self.fields["start"].widget.choices = start_choices(night, twelve_hours=self.twelve_hours)
        self.fields["length"].widget.choices = length_choices(self.setup.venue.policy())
        self.fields["rooms"].choices = [(str(room.pk), room.name) for room in rooms]  # type: ignore[attr-defined]
        self.ask_for(chosen_rooms(data.getlist("rooms")) if data else [])
        self.span_start: datetime | None = None

    def ask_for(self, room_ids: Collection[int]) -> None:
        """Ask what must be answered for any of these rooms."""
        venue = self.setup.venue
        ask(self, venue, FieldSubject.BOOKING, for_staff=True, room_ids=room_ids, required_only=True)

    @property
    def asks_by_room(self) -> bool:
        """Whether the rooms that are chosen make a difference to what is asked."""
        return asks_by_room(self.setup.venue)

    @property
    def own(self) -> list[Any]:
        """The venue's own questions that have to be answered whatever the rooms, for the page."""
        return own_fields(self, by_room=False)

    @property
    def own_of_rooms(self) -> list[Any]:
        """Those that only the rooms that are chosen ask."""
        return own_fields(self, by_room=True)

    def answers(self) -> dict[str, Any]:
        """What was answered to them, once the form is valid."""
        return own_answers(self)

    def clean(self) -> dict[str, Any]:
        self.span_start = self.instant("day", "start")
        return self.cleaned_data


def spread(people: int | None, rooms: list[Room]) -> list[int | None]:
    """How many of a party go to each room: filled in the order given, at least one each.

    Unknown where nobody said how many. What does not fit goes to the last, whose rule then says so.
    """
    if people is None:
        return [None] * len(rooms)
    shares, left = [], people
    for number, room in enumerate(rooms):
        others = len(rooms) - number - 1
        share = left if not others else max(1, min(room.capacity_max, left - others))
        shares.append(max(1, share))
        left -= share
    return list(shares)
