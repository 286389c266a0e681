"""What guests type on the pages that links open."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from bookings.forms.contact import NoteField
from bookings.models.guests import FEWEST_STARS, MOST_STARS
from boom.forms import PlainForm

STARS = [(str(number), "★" * number) for number in range(MOST_STARS, FEWEST_STARS - 1, -1)]
STAR_WORDS = {
    "5": _("5, wonderful"),
    "4": _("4, good"),
    "3": _("3, all right"),
    "2": _("2, not so good"),
    "1": _("1, bad"),
}


class LinkForm(PlainForm):
    """The address to which the link to one's bookings goes."""

    email = AddressField(label=_("Email"))


class MessageForm(PlainForm):
    """What somebody writes to the venue."""

    words = NoteField(
        label=_("Your message"),
        required=True,
        error_messages={"required": _("Type your message.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RatingForm(PlainForm):
    """How it was, from one star to five, and why."""

    stars = forms.TypedChoiceField(
        label=_("Stars"),
        coerce=int,
        choices=list(STAR_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how many stars.")},
    )
    words = NoteField(label=_("What was good, what was not"))
