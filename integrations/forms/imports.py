"""Choosing a list of another system."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import ImportKind, Venue
from boom.forms import PlainForm

WHAT = {
    ImportKind.BOOKINGS: _("Bookings"),
    ImportKind.CUSTOMERS: _("Customers"),
    ImportKind.ROOMS: _("Rooms"),
}


class UploadForm(PlainForm):
    """A file, what it is a list of, and of which venue."""

    kind = forms.ChoiceField(label=_("What is in it"), widget=forms.RadioSelect)
    venue = forms.ChoiceField(label=_("Of venue"), required=False)
    file = forms.FileField(
        label=_("File: CSV, Excel (.xlsx) or a calendar (.ics)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ics"}),
    )

    def __init__(self, *args: Any, kinds: list[ImportKind], venues: list[Venue], **options: Any) -> None:
        super().__init__(*args, **options)
        self.venues = venues
        self.fields["kind"].choices = [(kind.value, WHAT[kind]) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["venue"].choices = [(venue.slug, venue.name) for venue in venues]  # type: ignore[attr-defined]
        if len(venues) < 2:
            del self.fields["venue"]

    def venue_chosen(self) -> Venue | None:
        """Whose rooms or bookings they are; the first one where nobody said, None where there is none to be
        chosen. Only of a valid form.
        """
        slug = self.cleaned_data.get("venue")
        return next((venue for venue in self.venues if venue.slug == slug), next(iter(self.venues), None))
