"""What a booking says about the person it is for: name, e-mail, phone, party, notes."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField, LabelField
from bookings.forms.own_fields import ask, own_answers, own_fields, shape
from bookings.models import FieldSubject, Venue
from bookings.phones import LONGEST_TYPED, NotAPhoneNumber, as_e164, country_of_zone
from bookings.services.customers import Contact

LONGEST_NAME = 120
LONGEST_NOTE = 2000
MOST_PEOPLE = 500
# The only control characters a note has any use for.
_LINE_BREAKS = {"\n", "\t"}


class PhoneField(forms.CharField):
    """A phone number as people type it, read as one of `country` (ISO 3166 or empty); cleans to E.164.

    `known` is the number on record: it may have come from another system as it was, and stays if untouched.
    """

    def __init__(self, *, country: str = "", known: str = "", **options: Any) -> None:
        self.country, self.known = country, known
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=LONGEST_TYPED, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text or text == self.known:
            return str(text)
        try:
            return as_e164(text, self.country)
        except NotAPhoneNumber as error:
            raise ValidationError(self._example(text)) from error

    def _example(self, text: str) -> str:
        if not self.country and not text.startswith("+"):
            return gettext("Begin with the country, such as +44 20 7946 0812.")
        return gettext("That is not a whole phone number. Type it such as +44 20 7946 0812.")


class NoteField(forms.CharField):
    """Several lines of free text, without control characters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        options.setdefault("required", False)
        super().__init__(max_length=LONGEST_NOTE, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        kept = (char for char in text or "" if char in _LINE_BREAKS or unicodedata.category(char)[0] != "C")
        return "".join(kept).strip()


class PartyField(forms.IntegerField):
    """How many people come."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_PEOPLE, **options)


class ContactForm(forms.Form):
    """Who a booking is for and what is noted on it, as staff type it. The name is all that must be there."""

    name = LabelField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required_words="",
        error_messages={"required": _("Type a name.")},
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = AddressField(label=_("E-mail"), required=False)
    party_size = PartyField(label=_("People"), required=False)
    note = NoteField(label=_("Note from the guest"))
    staff_note = NoteField(label=_("Staff note"), help_text=_("Guests never see it."))

    def __init__(
        self,
        *args: Any,
        venue: Venue,
        room_ids: Collection[int] = (),
        answers: Mapping[str, object] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.venue = venue
        shape(self, venue, FieldSubject.BOOKING, for_staff=True, room_ids=room_ids, answers=answers)
        phone = self.fields["phone"]
        assert isinstance(phone, PhoneField)
        phone.country = venue.country or country_of_zone(venue.time_zone)
        phone.known = self.initial.get("phone", "")

    @property
    def own(self) -> list[Any]:
        """The venue's own questions, for the page."""
        return own_fields(self)

    def ask_for(self, room_ids: Collection[int]) -> None:
        """Ask what is asked for these rooms."""
        ask(self, self.venue, FieldSubject.BOOKING, for_staff=True, room_ids=room_ids)

    def answers(self) -> dict[str, Any]:
        """What was answered to them, once the form is valid."""
        return own_answers(self)

    def contact(self) -> Contact:
        """The person, once the form is valid."""
        data = self.cleaned_data
        return Contact(name=data["name"], email=data["email"], phone=data["phone"])
