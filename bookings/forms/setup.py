"""Forms of the venue itself and of its booking rules."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.setup_fields import ColourField, minutes, policy_fields
from bookings.models import Venue
from bookings.models.venues import POLICY_COLUMNS, ClockFormat, WeekStart


class RulesForm(forms.Form):
    """The venue's booking rules."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(policy_fields(optional=False))
        self.fields["hold_for"] = minutes(_("Keep a choice during checkout, minutes"), lowest=1, highest=60)

    @classmethod
    def of(cls, venue: Venue) -> RulesForm:
        """A form that shows a venue's rules as they are."""
        return cls(initial={name: getattr(venue, name) for name in (*POLICY_COLUMNS, "hold_for")})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        shortest, longest = cleaned.get("min_duration"), cleaned.get("max_duration")
        if shortest and longest and shortest > longest:
            self.add_error("max_duration", _("This is below the shortest booking."))
        return cleaned


class VenueForm(forms.Form):
    """What customers see of a venue."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("In two lines, what is it like?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    email = forms.EmailField(label=_("E-mail for customers"), required=False)
    phone = forms.CharField(label=_("Phone for customers"), max_length=32, required=False)
    country = forms.RegexField(
        label=_("Country code"),
        regex=r"^[A-Za-z]{2}$",
        max_length=2,
        required=False,
        help_text=_("Two letters, such as GB. Phone numbers without a country code are read by it."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        help_text=_("Shows the same bookings by another clock; it never moves them."),
    )
    clock_format = forms.ChoiceField(label=_("Times look like"), choices=ClockFormat.choices)
    locale = forms.ChoiceField(
        label=_("Dates look like"),
        choices=[("en-GB", "Sat 21 Nov"), ("en-US", "Sat, Nov 21"), ("en-CA", "Sat 2026-11-21")],
        help_text=_("Each of your team may choose otherwise for themselves, under Your account."),
    )
    week_starts = forms.TypedChoiceField(label=_("Weeks begin on"), choices=WeekStart.choices, coerce=int)
    brand_colour = ColourField(label=_("Your colour"))
    is_published = forms.BooleanField(label=_("Customers can book online"), required=False)

    @classmethod
    def of(cls, venue: Venue) -> VenueForm:
        """A form that shows a venue as it is."""
        initial = {name: getattr(venue, name) for name in cls.base_fields}
        # Any other language writes dates as the first choice does.
        if venue.locale not in {"en-US", "en-CA"}:
            initial["locale"] = "en-GB"
        return cls(initial=initial)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()
