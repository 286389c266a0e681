"""Forms of a venue's lists about rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import RoomFeature
from bookings.services.room_words import LONGEST_CATEGORY, LONGEST_FEATURE

# What venues usually say of their rooms, and whether it is counted. The words are the owner's to change.
PRESETS = {
    "Wheelchair access": False,
    "Stage": False,
    "Microphones": True,
    "Screens": True,
    "Projector": False,
    "Sound system": False,
    "Dance floor": False,
    "Bar in the room": False,
    "Air conditioning": False,
    "Window": False,
    "Own toilet": False,
    "Kitchen": False,
    "Piano": False,
    "Whiteboard": False,
}


class FeatureForm(forms.Form):
    """Something rooms may have."""

    name = forms.CharField(label=_("What rooms may have"), max_length=LONGEST_FEATURE)
    is_counted = forms.BooleanField(label=_("Rooms say how many"), required=False)
    is_asked = forms.BooleanField(label=_("Guests can look for it"), required=False, initial=True)


class CategoryForm(forms.Form):
    """A kind of room."""

    name = forms.CharField(label=_("Kind of room"), max_length=LONGEST_CATEGORY)
    is_interchangeable = forms.BooleanField(label=_("Guests take any of them"), required=False)


class PresetsForm(forms.Form):
    """The usual things that are not on the list yet."""

    presets = forms.MultipleChoiceField(
        label=_("What venues usually say"), widget=forms.CheckboxSelectMultiple, required=True
    )

    def __init__(self, *args: Any, listed: list[RoomFeature], **options: Any) -> None:
        super().__init__(*args, **options)
        known = {feature.name.casefold() for feature in listed}
        left = [name for name in PRESETS if name.casefold() not in known]
        self.fields["presets"].choices = [(name, name) for name in left]  # type: ignore[attr-defined]
        self.has_any = bool(left)
