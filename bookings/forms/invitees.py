"""What is typed about guest lists: whom to ask along, and whether somebody comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField, LabelField
from bookings.models import Answer
from bookings.models.invitees import MOST_COMING
from boom.forms import PlainForm

LONGEST_NAME = 60


class InviteForm(PlainForm):
    """Somebody to ask along; with an address they are sent their link."""

    name = LabelField(
        label=_("Name"), max_length=LONGEST_NAME, required_words="Type who it is.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = AddressField(
        label=_("Email"),
        required=False,
        help_text=_("They are sent an invitation. Without one, copy their link and send it yourself."),
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class AnswerForm(PlainForm):
    """Whether somebody comes, and how many they are. Who follows the link for all says their name."""

    name = LabelField(
        label=_("Your name"), max_length=LONGEST_NAME, required_words="Type your name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    answer = forms.ChoiceField(
        label=_("Are you coming?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes, maybe or no.")},
    )
    people = forms.IntegerField(
        label=_("How many of you, with you"), min_value=1, max_value=MOST_COMING, initial=1, required=False
    )

    def __init__(self, *args: Any, is_known: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_known:
            del self.fields["name"]

    def clean_people(self) -> int:
        return self.cleaned_data["people"] or 1
