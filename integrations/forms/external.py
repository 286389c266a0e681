"""A calendar of somebody else's, as people enter it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Venue
from bookings.selectors.setup import setup_of
from boom.core.errors import DomainError
from boom.core.providers.outbound import check_url
from boom.forms import PlainForm
from integrations.models.external import LONGEST_URL


class ExternalForm(PlainForm):
    """Which room is blocked, what it is called, and where the calendar is."""

    room = forms.TypedChoiceField(label=_("Room"), coerce=int)
    name = forms.CharField(
        label=_("What you call it"), max_length=80, help_text=_("It stands on the blocks it makes.")
    )
    url = forms.CharField(
        label=_("Address of the calendar"),
        max_length=LONGEST_URL,
        help_text=_("Its secret address in iCal format, which ends in .ics. webcal:// is fine, too."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            (str(room.pk), room.name) for room in setup_of(venue).rooms
        ]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url.lower().startswith(("webcal://", "webcals://")):
            url = "https://" + url.partition("://")[2]
        try:
            check_url(url)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        return url
