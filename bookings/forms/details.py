"""Who a booking is for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField, LabelField
from bookings.forms.house_terms import ask_to_agree, boxes_to_agree, versions_agreed
from bookings.forms.own_fields import own_answers, own_fields, shape
from bookings.models import FieldSubject, Purpose, TermsVersion, Venue
from bookings.phones import LONGEST_TYPED, NotAPhoneNumber, as_e164, country_choices, country_of_zone
from bookings.selectors.consents import Asked, asked_as, asked_now
from bookings.services.customers import Contact

LONGEST_NAME = 120
LONGEST_NOTE = 1000


class DetailsForm(forms.Form):
    """Name, e-mail, phone if they like, a note if they like; cleans to a `Contact` and a note."""

    name = LabelField(
        label=_("Full name"),
        max_length=LONGEST_NAME,
        required_words=gettext("Enter your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("Email"),
        help_text=_("We send the confirmation here."),
        error_messages={
            "required": _("Enter your email"),
            "invalid": _("Enter an email like name@example.com"),
            "max_length": _("Enter a shorter email"),
        },
    )
    country = forms.ChoiceField(label=_("Country code"), choices=country_choices, required=False)
    phone = forms.CharField(label=_("Mobile"), max_length=LONGEST_TYPED, required=False)
    note = forms.CharField(
        label=_("Anything the venue should know"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Shorten the note to %(limit_value)s characters")},
    )

    # Never ticked beforehand: silence is no consent (GDPR, recital 32).
    news = forms.BooleanField(required=False)
    news_version = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        venue: Venue,
        room_ids: Collection[int],
        terms: Sequence[TermsVersion] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        asked = asked_now(Purpose.NEWS)
        self.fields["news"].label = asked.words
        self.fields["news_version"].initial = asked.version
        self.country_here = venue.country or country_of_zone(venue.time_zone)
        self.fields["country"].initial = self.country_here
        shape(self, venue, FieldSubject.BOOKING, for_staff=False, room_ids=room_ids)
        ask_to_agree(self, terms)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("phone", "")
        if typed:
            try:
                cleaned["phone"] = as_e164(typed, cleaned.get("country") or self.country_here)
            except NotAPhoneNumber:
                self.add_error("phone", gettext("Enter a phone number we can reach you on, or leave it out"))
        return cleaned

    def agreed_to(self) -> Asked | None:
        """The text about news and offers that was ticked, as it was shown; None for a tick that is none."""
        version = self.cleaned_data["news_version"]
        if not self.cleaned_data["news"] or version is None:
            return None
        return asked_as(Purpose.NEWS, version)

    @property
    def own(self) -> list[Any]:
        """The venue's own questions, for the page."""
        return own_fields(self)

    @property
    def to_agree(self) -> list[Any]:
        """The boxes of the venue's terms, for the page."""
        return boxes_to_agree(self)

    def versions_agreed(self) -> frozenset[int]:
        """Which texts were agreed to. Only of a valid form."""
        return versions_agreed(self)

    def answers(self) -> dict[str, Any]:
        """What was answered to them. Only of a valid form."""
        return own_answers(self)

    def contact(self) -> Contact:
        """The person, checked. Only of a valid form."""
        return Contact(
            name=self.cleaned_data["name"], email=self.cleaned_data["email"], phone=self.cleaned_data["phone"]
        )
