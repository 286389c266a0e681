"""What of the business's tables is to be taken out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from bookings.exporting import Extent
from bookings.models import Venue
from boom.forms import PlainForm

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class ExtentForm(PlainForm):
    """A venue, without one all of them; and days on its clock, both included."""

    venue = forms.ChoiceField(label=_("Venue"), required=False)
    first = forms.DateField(
        label=_("From"),
        required=False,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    last = forms.DateField(
        label=_("Until"),
        required=False,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, venues: list[Venue], **options: Any) -> None:
        super().__init__(*args, **options)
        self.venues = venues
        choices = [("", _("All venues")), *((venue.slug, venue.name) for venue in venues)]
        self.fields["venue"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return values

    def extent(self, *, now: datetime) -> Extent:
        """What was chosen. Only of a valid form."""
        values = self.cleaned_data
        slug = values.get("venue")
        venues = tuple(venue for venue in self.venues if not slug or venue.slug == slug)
        return Extent(venues, values.get("first"), values.get("last"), now)
